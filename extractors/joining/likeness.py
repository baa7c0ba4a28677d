"""What two tellings have in common, or not, beyond type, toll, place and day: the means, who was
hit, who did it, and whether an event is told as a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures, named, same_name
from extractors.facts.targets import ANY_FORCE
from extractors.mentions.mention import HARM, means, told, told_anew
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

_CIVILIANS = frozenset({"civilians"})
#: classes that any victim may be called by
_ANYBODY = frozenset({"people", "nationals", "citizens", "members", "men"})


def signs_of_likeness(incident: Incident, mention: Mention, fit: str) -> list[str]:
    """What else speaks for one event or for two, where the places fit like this."""
    signs: list[str] = []
    differ = [of for of in (_weapons, _victims, _doers) if _differ(incident, mention, of)]
    if _weapons in differ:
        signs.append("other_weapons")
    if told_anew(mention):
        own_place = fit == "open" and _place_of_its_own(incident, mention)
        if own_place and differ and mention.event_type != incident.event_type:
            signs.append("another_altogether")
        families = {mention.family, incident.family}
        otherwise = len(families) > 1 and None not in families
        # فيما انفجرت عبوة على طريق كذا, behind a car bomb in the town
        otherwise = otherwise or (own_place and _weapons in differ)
        if "contrast" in mention.opening and otherwise:
            signs.append("set_against")
        if _with_other_means(incident, mention):
            signs.append("other_means_told")
        if _of_another_kind(incident, mention):
            signs.append("victims_of_another_kind")
    summed_up = any("summary" in m.marks for m in incident.mentions)
    if tolls_agree(incident, mention) and not summed_up:
        signs.append("two_tolls_agree")
    ones = not any(m.pair or m.several for m in incident.mentions)
    later = mention.sentence != incident.mentions[-1].sentence and told(mention)
    if mention.pair and not mention.definite and ones and later:
        signs.append("two_beside_one")
    if mention.another and not (mention.title or mention.definite):
        signs.append("another")
    if mention.later:
        signs.append("before_or_after")
    return signs


def others_fell(incident: Incident, mention: Mention) -> bool:
    """Whether it counts others than those who fell in the incident: قتل خمسة آخرون في انفجار."""
    counted = {c.measure for c in incident.counts if c.value and c.sentence != mention.sentence}
    return bool(mention.others & counted) and told_anew(mention)


def _with_other_means(incident: Incident, mention: Mention) -> bool:
    """Whether whom it counts fell by other means than those who were counted before: قتل شرطيان
    بعبوة، وأصيب مدني برصاص."""
    before = [m for m in incident.mentions if told(m)]
    used = frozenset[str]().union(*map(means, before))
    return told(mention) and bool(used and means(mention)) and used.isdisjoint(means(mention))


def _of_another_kind(incident: Incident, mention: Mention) -> bool:
    """Whether civilians are counted in one of them and soldiers or policemen alone in the other:
    اغتيل ضابط … وقتل مدني برصاص مسلحين."""
    one, other = (
        {
            c.target_type
            for c in of.counts
            if c.measure == "killed" and c.role == "total" and c.value and c.firm
        }
        for of in (incident, mention)
    )
    return (one == _CIVILIANS and bool(other) and other <= ANY_FORCE) or (
        other == _CIVILIANS and bool(one) and one <= ANY_FORCE
    )


def tolls_agree(incident: Incident, mention: Mention) -> bool:
    """Whether as many were killed and as many wounded, or taken, by both tellings."""
    agreeing = [
        measure
        for measure in ("killed", "wounded", "abducted", "arrested")
        if figures(incident.counts, measure) & figures(mention.counts, measure) - {0}
    ]
    return len(agreeing) > 1


def _differ(incident: Incident, mention: Mention, of: Callable[[Mention], set[str]]) -> bool:
    """Whether both tell something of it, and nothing of it is the same."""
    there = set().union(*map(of, incident.mentions))
    here = of(mention)
    return bool(here and there) and here.isdisjoint(there)


def _weapons(mention: Mention) -> set[str]:
    return {w.weapon for w in mention.weapons} - {"unknown"}


def _victims(mention: Mention) -> set[str]:
    return {
        c.victim_class
        for c in mention.counts
        if c.measure in HARM and c.value and c.role == "total" and c.victim_class
    } - _ANYBODY


def _doers(mention: Mention) -> set[str]:
    return {a.actor_id or fold(a.name) for a in mention.actors if a.part == "perpetrator"} - {""}


def _place_of_its_own(incident: Incident, mention: Mention) -> bool:
    """Whether it names a place that the incident was not told of by that name."""
    here, there = _names([mention]), _names(incident.mentions)
    return bool(here) and not any(same_name(a, b) for a in here for b in there)


def _names(mentions: list[Mention]) -> set[str]:
    return {p.value.name for m in mentions for p in m.places if named(p) and p.value.name}
