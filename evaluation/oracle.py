"""For how many labelled values is the right one among the candidates that the extractors find at
all?

Grain: one filled slot of one labelled incident. A candidate is what a stage marks in the text
before anything is decided: a place, a date, a number, an actor, a weapon, a target word, a trigger.
What is not among them cannot be chosen by any decision, so this is the ceiling of choosing better.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from evaluation.figures import Incident, is_main
from evaluation.scorer import COUNTS, agrees
from extractors.seedfiles import read_seed

if TYPE_CHECKING:
    from pathlib import Path

    from evaluation.sets import LabelledSet
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.targets import TargetMention
    from extractors.candidates.triggers import Clause
    from extractors.candidates.weapons import WeaponMention
    from extractors.document import Document
    from extractors.pipeline import Extractor

SLOTS = ("event_type", "date", "country", "admin1", "place", *COUNTS, "weapon", "perpetrator",
         "target_type")  # fmt: skip
#: a date expression that spans more days than this is a period, not a day
_LONGEST = 7
#: a word for forces in general is made police or military by what stands around it
_RESOLVED = {"forces": ("police", "military")}

Candidates = Mapping[str, frozenset[Any]]


@dataclass(frozen=True, slots=True)
class OracleRecall:
    """Of `n` labelled values of a slot, `found` are among the candidates."""

    found: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0–1; None of nothing."""
        return self.found / self.n if self.n else None


class ActorNames:
    """The names of an actor of the seeds, by its id."""

    def __init__(self, seeds: Path) -> None:
        """Raises LexiconError where a seed is missing or faulty."""
        self._names: dict[str, set[str]] = defaultdict(set)
        for file, column in (("actors.csv", "name_ar"), ("actor_aliases.csv", "alias")):
            for row in read_seed(file, ("actor_id", column), root=seeds):
                self._names[row["actor_id"]].add(row[column])

    def of(self, mention: ActorMention) -> set[str]:
        """All names of a mentioned actor, and the words of the mention."""
        return {*self._names[mention.actor_id], mention.alias, mention.name} - {""}


def candidates(doc: Document, actors: ActorNames) -> Candidates:
    """The candidate values of each slot in one article that all stages have read."""
    counts = cast("tuple[Count, ...]", doc.annotations.get("counts", ()))
    numbers = {n for q in doc.quantities for n in (q.low, q.value, q.high)}
    numbers |= {n for c in counts for n in (c.low, c.value, c.high)} | {0}
    clauses = cast("tuple[Clause, ...]", doc.annotations.get("clauses", ()))
    weapons = cast("tuple[WeaponMention, ...]", doc.annotations.get("weapons", ()))
    targets = cast("tuple[TargetMention, ...]", doc.annotations.get("targets", ()))
    named = cast("tuple[ActorMention, ...]", doc.annotations.get("actors", ()))
    found: dict[str, Iterable[Any]] = {
        "event_type": (h.values.get("event_type") for c in clauses for h in c.triggers),
        "date": _days(doc),
        "country": (p.value.country for p in doc.places),
        "admin1": (p.value.admin1_name for p in doc.places),
        "place": (p.value.name for p in doc.places),
        "weapon": (w.weapon for w in weapons),
        "perpetrator": (name for m in named for name in actors.of(m)),
        "target_type": (t for m in targets for t in _RESOLVED.get(m.target_type, (m.target_type,))),
        **dict.fromkeys(COUNTS, numbers),
    }
    return {slot: frozenset(values) - {None, ""} for slot, values in found.items()}


def _days(doc: Document) -> Iterator[str]:
    for mention in doc.dates:
        days = (mention.latest - mention.earliest).days
        for day in range(days + 1 if days <= _LONGEST else 1):
            yield (mention.earliest + dt.timedelta(days=day)).isoformat()


def oracle_recall(
    extractor: Extractor, sets: Iterable[LabelledSet], actors: ActorNames
) -> dict[str, OracleRecall]:
    """The recall of the candidates by slot, over the main incidents of these sets."""
    found: dict[str, int] = dict.fromkeys(SLOTS, 0)
    wanted: dict[str, int] = dict.fromkeys(SLOTS, 0)
    for labelled in sets:
        for row in labelled.gold:
            incidents = [i for i in row["incidents"] if is_main(i)]
            if not incidents:
                continue
            doc = extractor.explain(labelled.articles[str(row["id"])])
            given = candidates(doc, actors)
            for incident in incidents:
                for slot in SLOTS:
                    if incident.get(slot) not in {None, "", "unknown"}:
                        wanted[slot] += 1
                        found[slot] += _is_among(slot, incident, given[slot])
    return {slot: OracleRecall(found[slot], wanted[slot]) for slot in SLOTS}


def first_pass(extractor: Extractor, sets: Iterable[LabelledSet]) -> OracleRecall:
    """Of the articles with a main incident those that the first pass keeps: the others end before
    anything is read in them (extractors/relevance.py)."""
    found = wanted = 0
    for labelled in sets:
        for row in labelled.gold:
            if any(map(is_main, row["incidents"])):
                wanted += 1
                found += bool(extractor.mentions_of(labelled.articles[str(row["id"])]).relevant)
    return OracleRecall(found, wanted)


def _is_among(slot: str, gold: Incident, values: Iterable[Any]) -> bool:
    return any(agrees(slot, gold, {slot: value}) for value in values)
