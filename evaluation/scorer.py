"""How well predicted incidents stand for the labelled ones.

Alignment. Within an article, a predicted incident can stand for a gold one when both are of one
family of event types and they agree on a place, a date or a casualty count; where each side has
just one incident, the governorate or the exact type will do. Pairs are taken greedily, most
agreeing slots first, one to one.

Figures. Incident precision counts predictions that stand for any gold incident, incident recall
counts the main gold incidents that were found. Strict F1 wants a pair to agree on its place or
on a count. Slot figures are micro-averaged over `SLOTS` in the manner of MUC-4: a filled slot of
a prediction is right when the aligned gold slot has the same value. False alarms are the share
of articles without a gold incident for which something was extracted. Where predictions carry an
`incident_id`, the groups that it makes are compared with the gold `event_key`.

An incident, gold or predicted, is a mapping with the fields of `evaluation/guidelines.md`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.bootstrap import BOOTSTRAP_ROUNDS, bootstrap
from evaluation.errors import LabelsError
from evaluation.figures import (
    SLICE_PARTS,
    FieldFigures,
    Figures,
    Incident,
    Interval,
    Linking,
    Pair,
    Report,
    ScoringError,
    Slice,
    headline,
    is_main,
    rates_of,
    share,
)
from extractors.event_types import EVENT_FAMILIES

GoldArticle = Mapping[str, Any]

SLOTS = (
    "event_type", "date", "country", "admin1", "place", "killed", "wounded",
    "arrested", "abducted", "weapon", "perpetrator", "target_type",
)  # fmt: skip
COUNTS = ("killed", "wounded", "arrested", "abducted")
NAMES = ("place", "admin1", "perpetrator")

#: Coders differ on whether the arresting force is a perpetrator: not scored for these.
WITHOUT_PERPETRATOR = ("arrest", "weapons_seizure")

#: fields that rest on another one's words
_EVIDENCE_OF = {"country": "place", "admin1": "place"}
_WEIGHTS = {"event_type": 2.0, "place": 2.0, "date": 1.5, "killed": 2.0, "wounded": 1.5}
_OTHER_WEIGHT = 0.5

# What names are compared by is part of the measure, not of the extractors' knowledge: it stays
# as it is when seeds/ change, so that figures of different days can be compared.
_LETTERS = str.maketrans(
    "إأآٱىةؤئ", "اااايهوي", "\u0640\u0670" + "".join(map(chr, range(0x64B, 0x653)))
)
_PUNCTUATION = re.compile(r"[^\w\s]")
_GENERIC = frozenset(
    {
        "مدينه", "حي", "منطقه", "قريه", "بلده", "ناحيه", "قضاء", "محافظه", "ولايه", "اقليم",
        "مديريه", "ريف", "شارع", "سوق", "مخيم", "العاصمه", "مركز",
    }
)  # fmt: skip

#: what is sliced by
SLICED_BY = ("event_type", "country")


def score(
    gold: Sequence[GoldArticle],
    predictions: Mapping[str, Sequence[Incident]],
    *,
    bootstrap_rounds: int = BOOTSTRAP_ROUNDS,
) -> Report:
    """Score predictions, by article id, against gold articles.

    An article without predictions counts as one for which nothing was extracted; predictions of
    articles that gold does not have are not looked at. Raises LabelsError where a predicted
    count is no integer.
    """
    judged = [_judge(row, predictions.get(str(row["id"]), ())) for row in gold]
    total = _Tally()
    for article in judged:
        total.add(article.tally)
    return Report(
        figures=_figures(len(gold), total),
        intervals=_intervals([article.tally for article in judged], bootstrap_rounds),
        by_type=_slices(total, "event_type", EVENT_FAMILIES),
        by_country=_slices(total, "country", sorted({value for _, _, value in total.slices})),
        linking=_linking(judged),
        errors=tuple(error for article in judged for error in article.errors),
        pairs=tuple(pair for article in judged for pair in article.pairs),
    )


def slot_counts(row: GoldArticle, predicted: Sequence[Incident]) -> tuple[int, int, int]:
    """What one article adds to the slot figures: slots right, given, wanted."""
    tally = _judge(row, predicted).tally
    return tally.slots_right, tally.slots_given, tally.slots_wanted


def fold_name(text: str | None) -> str:
    """A name for comparison: no vowel signs, one alef, one yeh, no article, no generic noun."""
    bare = _PUNCTUATION.sub(" ", (text or "").translate(_LETTERS))
    words = (word for word in bare.split() if word not in _GENERIC)
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def same_name(gold: str | None, predicted: str | None) -> bool:
    """Whether a predicted name stands for the gold one.

    The same words in any order, up to three fewer, or one more.
    """
    wanted, given = set(fold_name(gold).split()), set(fold_name(predicted).split())
    if not wanted or not given:
        return False
    missing, surplus = len(wanted - given), len(given - wanted)
    return (surplus == 0 and missing <= 3) or (missing == 0 and surplus <= 1)


def agrees(slot: str, gold: Incident, predicted: Incident) -> bool:
    """Whether both have the slot and the predicted value is one that gold accepts.

    Raises LabelsError where a predicted count is no integer.
    """
    wanted, given = gold.get(slot), predicted.get(slot)
    if wanted is None or given is None:
        return False
    if slot == "date":
        return _same_date(gold, str(wanted), str(given))
    if slot in COUNTS:
        return _same_count(slot, gold, wanted, given)
    if slot in NAMES:
        return any(same_name(name, given) for name in (wanted, *_alternatives(slot, gold)))
    return bool(given == wanted or given in _alternatives(slot, gold))


def judged_slots(
    gold: Incident, predicted: Incident, slots: Iterable[str]
) -> Iterator[tuple[str, bool]]:
    """Of these slots each that is scored, with whether it has the labelled value.

    Raises LabelsError as `agrees`.
    """
    for slot in slots:
        if not _is_unscored(slot, gold):
            yield slot, agrees(slot, gold, predicted)


def _is_unscored(slot: str, gold: Incident) -> bool:
    return slot == "perpetrator" and gold["event_type"] in WITHOUT_PERPETRATOR


def align(gold: Sequence[Incident], predicted: Sequence[Incident]) -> list[tuple[int, int]]:
    """Pairs (index in gold, index in predicted), one to one, the best agreeing first."""
    alone = len(gold) == 1 and len(predicted) == 1
    candidates = []
    for i, wanted in enumerate(gold):
        for j, given in enumerate(predicted):
            if _may_stand_for(wanted, given, alone=alone):
                agreement = sum(
                    _WEIGHTS.get(slot, _OTHER_WEIGHT)
                    for slot in SLOTS
                    if agrees(slot, wanted, given)
                )
                candidates.append((-agreement, not is_main(wanted), i, j))
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for _, _, i, j in sorted(candidates):
        if i in free_gold and j in free_predicted:
            free_gold.discard(i)
            free_predicted.discard(j)
            pairs.append((i, j))
    return pairs


def _same_date(gold: Incident, wanted: str, given: str) -> bool:
    try:
        wanted_day = dt.date.fromisoformat(wanted[:10])
        given_day = dt.date.fromisoformat(given[:10])
    except ValueError:
        return False
    precision = gold.get("date_precision", "day")
    if precision == "month":
        return (wanted_day.year, wanted_day.month) == (given_day.year, given_day.month)
    if precision == "year":
        return wanted_day.year == given_day.year
    return abs((wanted_day - given_day).days) <= int(gold.get("date_tolerance_days") or 0)


def _same_count(slot: str, gold: Incident, wanted: int, given: object) -> bool:
    if not isinstance(given, int) or isinstance(given, bool):
        raise LabelsError(
            f"{slot} must be an integer or null, not {given!r}", "correct the predictions"
        )
    low, high = gold.get(f"{slot}_min"), gold.get(f"{slot}_max")
    if given in (wanted, low, high) or given in _alternatives(slot, gold):
        return True
    # "at least N": everything between the bound and the figure that was labelled
    return low is not None and high is None and low <= given <= wanted


def _alternatives(slot: str, gold: Incident) -> list[Any]:
    value = gold.get("target_alt" if slot == "target_type" else f"{slot}_alt")
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def is_filled(slot: str, incident: Incident) -> bool:
    """Whether an incident says anything in a slot."""
    return incident.get(slot) not in (None, "", "unknown")


def _is_open(slot: str, gold: Incident, predicted: Incident) -> bool:
    """Whether gold accepts both a value and its absence here, and the prediction is one of them."""
    alternatives = _alternatives(slot, gold)
    if not is_filled(slot, gold):
        return is_filled(slot, predicted) and predicted.get(slot) in alternatives
    return not is_filled(slot, predicted) and "unknown" in alternatives


def _may_stand_for(gold: Incident, predicted: Incident, *, alone: bool) -> bool:
    accepted = (gold.get("event_type"), *_alternatives("event_type", gold))
    families = {EVENT_FAMILIES.get(str(event_type)) for event_type in accepted}
    if EVENT_FAMILIES.get(str(predicted.get("event_type"))) not in families:
        return False
    enough_when_alone = ("admin1", "event_type") if alone else ()
    slots = ("place", "date", *COUNTS, *enough_when_alone)
    return any(agrees(slot, gold, predicted) for slot in slots)


@dataclass(slots=True)
class _Tally:
    """What is added up over articles."""

    predicted: int = 0
    predicted_right: int = 0
    main: int = 0
    main_found: int = 0
    strict_right: int = 0
    strict_found: int = 0
    slots_right: int = 0
    slots_given: int = 0
    slots_wanted: int = 0
    negatives: int = 0
    alarms: int = 0
    slot_right: Counter[str] = field(default_factory=Counter)
    slot_seen: Counter[str] = field(default_factory=Counter)
    slot_spurious: Counter[str] = field(default_factory=Counter)
    #: (what, event_type or country, its value) → number
    slices: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def totals(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in _TOTALS)

    def add(self, other: _Tally) -> None:
        for name in _TOTALS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slot_right.update(other.slot_right)
        self.slot_seen.update(other.slot_seen)
        self.slot_spurious.update(other.slot_spurious)
        self.slices.update(other.slices)


_TOTALS = (
    "predicted", "predicted_right", "main", "main_found", "strict_right", "strict_found",
    "slots_right", "slots_given", "slots_wanted", "negatives", "alarms",
)  # fmt: skip


@dataclass(slots=True)
class _Judged:
    """One article: what it adds to the figures, its errors, its aligned pairs for linking."""

    article: str
    tally: _Tally = field(default_factory=_Tally)
    errors: list[ScoringError] = field(default_factory=list)
    #: (gold group, predicted group, whether the prediction carried an incident id)
    links: list[tuple[str, str, bool]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def err(self, kind: str, cost: float, detail: str, words: str) -> None:
        """Note an error."""
        self.errors.append(ScoringError(self.article, kind, cost, detail, words))


def _judge(row: GoldArticle, predicted: Sequence[Incident]) -> _Judged:
    judged = _Judged(str(row["id"]))
    gold: Sequence[Incident] = row["incidents"]
    if not gold:
        if row.get("ambiguous_mention"):
            return judged  # coders differ on whether there is an incident: it counts for nothing
        judged.tally.negatives = 1
        if predicted:
            judged.tally.alarms = 1
            detail = f"nothing happened here: {_brief(predicted[0])}"
            judged.err("false_alarm", 4.0, detail, _words(predicted[0], "event_type"))
    pairs = align(gold, predicted)
    _judge_predicted(judged, gold, predicted, {j: i for i, j in pairs})
    _judge_gold(judged, gold, predicted, dict(pairs))
    for i, j in pairs:
        found = predicted[j].get("incident_id")
        judged.links.append(
            (
                str(gold[i].get("event_key") or f"{judged.article}/{i}"),
                f"{judged.article}/{j}" if found is None else str(found),
                found is not None,
            )
        )
    return judged


def _judge_predicted(
    judged: _Judged,
    gold: Sequence[Incident],
    predicted: Sequence[Incident],
    right: Mapping[int, int],
) -> None:
    """Count the predicted incidents; those that stand for no labelled one are spurious."""
    tally = judged.tally
    tally.predicted, tally.predicted_right = len(predicted), len(right)
    for j, given in enumerate(predicted):
        for by in SLICED_BY:
            value = str(given.get(by))
            tally.slices["predicted", by, value] += 1
            if j in right:
                tally.slices["right", by, value] += agrees(by, gold[right[j]], given)
        if j not in right:
            judged.pairs.append(Pair(judged.article, None, given))
            tally.slots_given += sum(is_filled(slot, given) for slot in SLOTS)
            if gold:
                judged.err("spurious", 2.0, _brief(given), _words(given, "event_type"))


def _judge_gold(
    judged: _Judged,
    gold: Sequence[Incident],
    predicted: Sequence[Incident],
    partner: Mapping[int, int],
) -> None:
    """Count the labelled incidents: a main one without a predicted `partner` is missed."""
    tally = judged.tally
    for i, wanted in enumerate(gold):
        main = is_main(wanted)
        tally.main += main
        for by in SLICED_BY:
            tally.slices["main", by, str(wanted.get(by))] += main
        found = predicted[partner[i]] if i in partner else None
        judged.pairs.append(Pair(judged.article, wanted, found))
        if found is None:
            if main:
                tally.slots_wanted += sum(is_filled(slot, wanted) for slot in SLOTS)
                judged.err("missed", 3.0, _brief(wanted), _trigger(wanted))
            continue
        tally.main_found += main
        for by in SLICED_BY:
            value = str(wanted.get(by))
            tally.slices["found", by, value] += main
            tally.slices["same", by, value] += main and agrees(by, wanted, found)
        if any(agrees(slot, wanted, found) for slot in ("place", *COUNTS)):
            tally.strict_right += 1
            tally.strict_found += main
        for slot, cost, detail in _judge_slots(wanted, found, tally):
            judged.err(slot, cost, detail, _words(found, slot) or _trigger(wanted))


def _judge_slots(
    gold: Incident, predicted: Incident, tally: _Tally
) -> Iterable[tuple[str, float, str]]:
    """Count the slots of an aligned pair; yields (slot, cost, detail) of each wrong one."""
    for slot in SLOTS:
        if _is_unscored(slot, gold):
            continue
        if _is_open(slot, gold, predicted):
            continue
        wanted, given = is_filled(slot, gold), is_filled(slot, predicted)
        hit = wanted and given and agrees(slot, gold, predicted)
        tally.slots_wanted += wanted
        # gold leaves events undated whose day a reader could only guess: no harm in a guess
        tally.slots_given += given and (wanted or slot != "date")
        tally.slots_right += hit
        if wanted:
            tally.slot_seen[slot] += 1
            tally.slot_right[slot] += hit
            if not hit:
                cost = _WEIGHTS.get(slot, _OTHER_WEIGHT) / 2
                yield slot, cost, f"want {gold[slot]!r}, got {predicted.get(slot)!r}"
        elif given:
            tally.slot_spurious[slot] += 1


def _brief(incident: Incident) -> str:
    slots = ("event_type", "place", "date", "killed", "wounded")
    return " ".join(f"{slot}={incident.get(slot)}" for slot in slots if is_filled(slot, incident))


def _trigger(wanted: Incident) -> str:
    """The words by which a labelled incident is found, where its label marks them."""
    spans = wanted.get("spans")
    return str(spans["trigger"]["words"]) if isinstance(spans, Mapping) else ""


def _words(predicted: Incident, field: str) -> str:
    """The first words that a predicted field rests on, where the prediction tells them."""
    evidence = predicted.get("evidence")
    spans = evidence.get(_EVIDENCE_OF.get(field, field)) if isinstance(evidence, Mapping) else None
    return str(spans[0]["words"]) if spans else ""


def _figures(articles: int, tally: _Tally) -> Figures:
    incident = rates_of(
        share(tally.predicted_right, tally.predicted), share(tally.main_found, tally.main)
    )
    strict = rates_of(
        share(tally.strict_right, tally.predicted), share(tally.strict_found, tally.main)
    )
    slot = rates_of(
        share(tally.slots_right, tally.slots_given), share(tally.slots_right, tally.slots_wanted)
    )
    fields = {
        name: FieldFigures(
            accuracy=tally.slot_right[name] / seen if (seen := tally.slot_seen[name]) else None,
            right=tally.slot_right[name],
            n=seen,
            filled_where_gold_is_empty=tally.slot_spurious[name],
        )
        for name in SLOTS
    }
    return Figures(
        articles=articles,
        gold_main_incidents=tally.main,
        predicted_incidents=tally.predicted,
        incident=incident,
        strict_incident_f1=strict.f1,
        slot=slot,
        false_alarms=share(tally.alarms, tally.negatives),
        negative_articles=tally.negatives,
        fields=fields,
    )


def _intervals(tallies: Sequence[_Tally], rounds: int) -> dict[str, Interval]:
    def figures(sums: Sequence[float]) -> dict[str, float]:
        tally = _Tally()
        for name, total in zip(_TOTALS, sums, strict=True):
            setattr(tally, name, total)
        return headline(_figures(len(tallies), tally))

    return bootstrap([tally.totals() for tally in tallies], figures, rounds)


def _slices(tally: _Tally, by: str, values: Iterable[str]) -> dict[str, Slice]:
    slices = {}
    for value in values:
        numbers = {part: tally.slices[part, by, value] for part in SLICE_PARTS}
        if any(numbers.values()):
            slices[value] = Slice(**numbers)
    return slices


def _linking(judged: Iterable[_Judged]) -> Linking | None:
    links = [link for article in judged for link in article.links]
    if not any(has_id for _, _, has_id in links):
        return None
    by_gold = Counter(wanted for wanted, _, _ in links)
    by_predicted = Counter(given for _, given, _ in links)
    by_both = Counter((wanted, given) for wanted, given, _ in links)
    shared, given_pairs, gold_pairs = _pairs(by_both), _pairs(by_predicted), _pairs(by_gold)
    together = by_both.items()
    return Linking(
        incidents=len(links),
        gold_pairs=gold_pairs,
        predicted_pairs=given_pairs,
        pair=rates_of(share(shared, given_pairs), share(shared, gold_pairs)),
        b3=rates_of(
            sum(n * n / by_predicted[given] for (_, given), n in together) / len(links),
            sum(n * n / by_gold[wanted] for (wanted, _), n in together) / len(links),
        ),
    )


def _pairs(groups: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in groups.values())
