"""How many were killed, wounded, arrested, abducted: one toll for each measure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from extractors.candidates.counts import casualties
from extractors.candidates.counts.casualties import Count
from extractors.candidates.counts.sides import FIGHTER_CLASSES, FORCE_CLASSES
from extractors.comparing import figures, groups, named, place_fit
from extractors.event_types import BOMBINGS, EVENT_FAMILIES, FROM_THE_AIR
from extractors.filling.actor_ids import FLYERS
from extractors.filling.bearing_words import what_became_of, who_fell
from extractors.filling.context import THE_ATTACK
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_list, word_set
from extractors.records import Toll
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.patterns.pattern import Hit
    from extractors.records import Measure

_MEASURES: tuple[Measure, ...] = (
    "killed",
    "wounded",
    "arrested",
    "abducted",
    "killed_of_perpetrators",
)
#: markers that begin another story
_NEW_STORY = frozenset({"topic", "other", "next", "worst"})
#: the dead beside these are those of what the arrested did
_BLOODLESS = frozenset({"arrest", "weapons_seizure"})
#: an arrest for an attack is told so many sentences behind it
_ARREST_REACH = 4
#: … or so few, without a word of the attack and with no place of its own
_NEXT = 2
#: a head sums up so many incidents at most
_FEW = 12
#: … and rounds them by so much
_ROUNDED = 0.1
#: a force is named so near behind the count of its dead
_OF_WHOM = 3
#: who fell, dead or wounded, and how far ahead of their number they may be called so
_VICTIMS = word_set("tolls.victims")
_VICTIMS_AHEAD = 3
#: behind these somebody tells of what he did himself
_THAT_IT = word_set("tolls.that_it")
_THAT = word_set("quantities.that")
#: how words of trying, and of coming off alive, begin
_TRIED = word_list("tolls.tried")
#: what is told behind these is only alleged
_ALLEGES = word_set("tolls.alleges")
#: families of events in which those who attack may fall
_HAND_TO_HAND = frozenset({"armed", "bombing"})
_ATTACKERS = frozenset({"militants", "attackers"})
#: verbs that tell that somebody was singled out and killed, by whatever means
_MURDERED = word_set("tolls.murdered")
#: what a word of assassination may end up as, by its means
_SINGLED_OUT = FROM_THE_AIR | BOMBINGS | {"assassination"}


def tolls_of(context: Context, incident: Incident, kind: str) -> dict[str, Toll | None]:
    """The toll of each measure, as the incident's own counts give it; None where none is told."""
    out: dict[str, Toll | None] = {}
    for measure in _MEASURES:
        bloodless = kind in _BLOODLESS and measure in ("killed", "wounded")
        afar = EVENT_FAMILIES[kind] == "remote" and measure == "abducted"
        out[measure] = None if bloodless or afar else _toll(context, incident, measure)
    if kind == "clash":
        out["killed"] = _of_both_sides(incident, out["killed"]) or _of_the_attackers(
            context, out["killed_of_perpetrators"]
        )
    if out["arrested"] is None and EVENT_FAMILIES[kind] != "arrest":
        out["arrested"] = _arrested_for(context, incident)
    if kind in _SINGLED_OUT and out["killed"] is None:
        out["killed"] = _of_the_assassinated(context, incident, kind)
    return out


def _of_the_assassinated(context: Context, incident: Incident, kind: str) -> Toll | None:
    """One dead where somebody is told to have been assassinated, unless it was only tried."""
    told = [
        (m.sentence, h)
        for m in incident.mentions
        for h in m.triggers
        if h.values["event_type"] == "assassination"
    ]
    if any(_only_tried(context, sentence, h) for sentence, h in told):
        return None
    for sentence, h in told:
        first = context.doc.sentences[sentence].tokens[h.first].text
        named_only = kind in BOMBINGS and first not in _MURDERED  # ذكرى اغتياله
        if h.values["kind"] == "event" and not named_only:
            context.note("killed", context.span(sentence, h.first, h.last))
            return Toll(1, 1, 1)
    return None


def _only_tried(context: Context, sentence: int, hit: Hit) -> bool:
    """Whether an assassination is told as one that was tried or that failed."""
    word = unjoined(context.doc.sentences[sentence].tokens[hit.first].text, "وفبل")
    return word.startswith(_TRIED)


def _of_both_sides(incident: Incident, toll: Toll | None) -> Toll | None:
    """The dead of a fight, those of both sides together where each is counted in a sentence of its
    own: استشهد ضابط خلال اشتباك … وتمكن الجيش من القضاء على إرهابيين اثنين."""
    told = [
        c
        for c in incident.counts
        if c.measure in ("killed", "killed_of_perpetrators") and c.role == "total" and c.value
    ]
    fighters = FIGHTER_CLASSES | {"attackers"}
    sides = [
        max((c.value or 0 for c in told if c.victim_class in classes), default=0)
        for classes in (FORCE_CLASSES, fighters)
    ]
    others = any(c.victim_class not in FORCE_CLASSES | fighters for c in told)
    if toll is None or not all(sides) or others or toll.best != max(sides):
        return toll
    both = sum(sides)
    return Toll(both, both, None if toll.high is None else both)


def _of_the_attackers(context: Context, toll: Toll | None) -> Toll | None:
    """The dead of a fight of whom only attackers are counted: صد الهجوم وقتل عشرة من المهاجمين."""
    if toll is not None:
        context.note("killed", context.noted("killed_of_perpetrators"))
    return toll


def _arrested_for(context: Context, incident: Incident) -> Toll | None:
    """Those who were arrested for it, as an arrest of its own tells soon after: اعتقل ستة
    للاشتباه بعلاقتهم بالهجوم."""
    last = max(m.sentence for m in incident.mentions)
    for other in context.incidents:
        first = other.mentions[0]
        if not 0 <= first.sentence - last <= _ARREST_REACH or other.family != "arrest":
            continue
        if place_fit(incident.places, other.places) == "conflict":
            continue
        if any(
            i.family != "arrest"
            for i in context.incidents
            if i is not incident and any(last < m.sentence <= first.sentence for m in i.mentions)
        ):
            continue
        tokens = context.doc.sentences[first.sentence].tokens
        next_to_it = (
            first.sentence - last <= _NEXT
            and not first.opening & _NEW_STORY
            and not any(named(p) or p.relation == "origin" for p in other.places)
        )
        if next_to_it or any(unjoined(t.text, "وبل") in THE_ATTACK for t in tokens):
            return _toll(context, other, "arrested")
    return None


def _toll(context: Context, incident: Incident, measure: str) -> Toll | None:
    lists = [
        g for m in incident.mentions for g in groups(c for c in m.counts if c.measure == measure)
    ]
    totals = [(casualties.summed(g), g) for g in lists if g[0].role == "total"]
    if measure == "killed":
        totals = _dead_of_victims(context, incident, totals)
        totals = _without_attackers(incident, totals)
    if not totals:  # a first toll that no later one replaces
        totals = [(casualties.summed(g), g) for g in lists if g[0].role == "superseded"]
    if any(t.value is not None and t.value > 0 for t, _ in totals):
        totals = [(t, g) for t, g in totals if t.value != 0]
    totals = _own(context, incident, measure, totals)
    counted = totals
    firm = [(t, g) for t, g in totals if t.firm]
    if any(t.value != 1 for t, _ in firm) or all(t.value == 1 for t, _ in totals):
        counted = firm or totals  # one judge in the title, he and his son in the text
    if not counted:
        parts = [casualties.summed(g) for g in lists if g[0].role == "sub_count"]
        if measure == "killed_of_perpetrators" and parts:
            part = parts[0]
            _note(context, measure, part)
            return part.toll
        return None
    known = [t for t, _ in counted if t.value is not None]
    if not known:
        vague = counted[0][0]
        _note(context, measure, vague)
        return Toll(vague.low, None, vague.high)
    updated = [t for t in known if t.update]
    others_say = [t for t in known if not _own_claim(context, t)]
    chosen = max(updated or others_say or known, key=lambda t: (t.value or 0, -t.sentence))
    _note(context, measure, chosen)
    others = [casualties.summed(g) for g in lists if g[0].role == "superseded"]
    lows = [c.low for c in (*known, *others) if c.low is not None]
    highs = [c.high for c in (*known, *others, chosen) if c.high is not None]
    open_ended = chosen.high is None
    return Toll(
        min(lows) if lows else None,
        chosen.value,
        None if open_ended else max(highs) if highs else None,
    )


def _dead_of_victims(
    context: Context, incident: Incident, totals: list[tuple[Count, list[Count]]]
) -> list[tuple[Count, list[Count]]]:
    """The totals without those of ضحايا whose sentence goes on with how many of them are dead:
    40 ضحية، 12 قتيلا و28 جريحا; a part of the victims that is called dead is all the dead."""
    out = list(totals)
    for total, group in totals:
        tokens = context.doc.sentences[total.sentence].tokens
        words = tokens[max(total.first - _VICTIMS_AHEAD, 0) : total.last + 1]
        if not any(unjoined(t.text, "وبل") in _VICTIMS for t in words):
            continue
        dead = [
            c
            for c in incident.counts
            if c.measure == "killed"
            and c.sentence == total.sentence
            and c.first > total.last
            and c.value is not None
            and c.value < (total.value or 0)
            and any(
                h.values["measure"] == "killed" and tokens[h.first].text not in _VICTIMS
                for h in hits_of(context.doc, c.sentence, "casualty_nouns")
                if c.first <= h.first <= c.last + 1
            )
        ]
        if dead:
            first = replace(dead[0], role="total")
            out = [(first, [first]), *((t, g) for t, g in out if g is not group and t != dead[0])]
    return out


def _without_attackers(
    incident: Incident, totals: list[tuple[Count, list[Count]]]
) -> list[tuple[Count, list[Count]]]:
    """The totals without those of militants alone, where an attack's other dead are told first, and
    in sentences of their own; in a fight all are its dead."""
    others = [t for t, g in totals if t.value and all(c.victim_class not in _ATTACKERS for c in g)]
    if incident.event_type == "clash" or not others or totals[0][0].victim_class in _ATTACKERS:
        return totals
    told = {t.sentence for t in others}
    return [
        (t, g)
        for t, g in totals
        if not (all(c.victim_class in _ATTACKERS for c in g) and t.sentence not in told)
    ]


def _own_claim(context: Context, count: Count) -> bool:
    """Whether those say so who did it, of what they did, or it is only alleged: وقالت الحركة إنها
    قتلت عشرين جنديا، زعم التنظيم أن الهجوم أوقع ثلاثين."""
    tokens = context.doc.sentences[count.sentence].tokens
    if any(unjoined(t.text, "وف") in _ALLEGES for t in tokens[: count.first]):
        return True
    return any(
        a.sentence == count.sentence
        and a.part == "perpetrator"
        and a.status == "claimed"
        and a.first < count.first
        and any(
            t.text in _THAT_IT or (t.text in _THAT and _is_group(context, a.actor_id))
            for t in tokens[a.last + 1 : count.first]
        )
        for a in context.actors
    )


def _is_group(context: Context, actor_id: str) -> bool:
    """Whether an actor is an armed group, whose words on what it did are its own: وتبنت الحركة
    الهجوم وكتبت أن ثلاثين جنديا قتلوا."""
    return bool(actor_id) and context.actor_ids.type_of(actor_id) == "armed_group"


def _note(context: Context, measure: str, count: Count) -> None:
    """Keep the words of a count, and those that say what became of whom it counts."""
    context.note(measure, context.count_span(count))
    context.note_also(measure, what_became_of(context, count))
    context.note_also(measure, who_fell(context, count))


def _own(
    context: Context, incident: Incident, measure: str, totals: list[tuple[Count, list[Count]]]
) -> list[tuple[Count, list[Count]]]:
    """The totals without those of the head that sum up this incident with others told later:
    مقتل 28 مدنيا in the lead, 21 here and seven there."""
    head = {m.sentence for m in incident.mentions if m.lead or m.title}
    heads_or_sums = [t for t, _ in totals if t.sentence in head or t.update]
    if len(context.incidents) > _FEW or not heads_or_sums:
        return totals
    others = [max(f) for i in context.incidents if i is not incident
              and (f := figures((c for m in i.mentions if not m.title for c in m.counts),
                                measure))]  # fmt: skip
    parts = {*others, sum(others)} - {0}

    def summed_up(total: Count) -> bool:
        if total.sentence not in head and not total.update:
            return False
        # وبذلك يرتفع عدد قتلى الهجومين إلى 70: behind what it sums up, as a head is ahead of it
        own = {
            t.value
            for t, _ in totals
            if (t.sentence > total.sentence) == (total.sentence in head)
            and t.sentence != total.sentence
            and t.value
            and (t.firm or t.value > 1)
        }
        return _is_sum(total, {o + p for o in own for p in parts})

    return [(t, g) for t, g in totals if not summed_up(t)]


def _is_sum(total: Count, sums: set[int]) -> bool:
    """Whether a total is one of the sums; one that is only a bound is about as large."""
    if total.value is None or total.value in sums:
        return total.value is not None
    return total.high is None and any(abs(total.value - s) <= _ROUNDED * s for s in sums)


def fallen_doers(
    context: Context,
    incident: Incident,
    kind: str,
    *,
    doer: str | None,
    target: str,
    country: str | None,
) -> Toll | None:
    """The dead who are said to be of the doers' own ranks: قتل ستة من الحوثيين in an attack of
    theirs, militants whose attack was beaten off, or who attacked soldiers."""
    if EVENT_FAMILIES[kind] not in _HAND_TO_HAND:
        return None
    group = doer is None or context.actor_ids.type_of(doer) not in FLYERS
    best: Count | None = None
    for mention in incident.mentions:
        cues = hits_of(context.doc, mention.sentence, "perpetrator_cues")
        repelled = group and any(h.values["cue"] == "repelled" for h in cues)
        for count in mention.counts:
            if count.measure != "killed" or count.role != "total" or count.value is None:
                continue
            named = _whose(context, count, country)
            attacked = repelled or target not in ("militants", "unknown")
            own = (doer is not None and doer in named) or (
                group and attacked and not named and count.victim_class in _ATTACKERS
            )
            if own and (best is None or count.value > cast("int", best.value)):
                best = count
    if best is None:
        return None
    _note(context, "killed_of_perpetrators", best)
    return best.toll


def _whose(context: Context, count: Count, country: str | None) -> set[str]:
    """The actors whose people are counted: ستة من الحوثيين، 13 حوثيا."""
    tokens = context.doc.sentences[count.sentence].tokens
    of = next(
        (at for at in (count.last, count.last + 1)
         if at < len(tokens) and tokens[at].text == "من"),
        None,
    )  # fmt: skip
    named = [a for a in context.actors if a.sentence == count.sentence]
    behind = [a for a in named if of is not None and of < a.first <= of + _OF_WHOM]
    # أربعة من البيشمركة بكمين لداعش: of the first who is named
    nearest = min((a.first for a in behind), default=None)
    return {context.actor_ids.of(a, country) for a in named if a.first in (count.last, nearest)}
