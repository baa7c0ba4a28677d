"""What two tellings have in common, or not: the means, who was hit, who did it, the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.comparing import figures, named, same_name
from extractors.mentions.mention import HARM, told
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention

#: classes that any victim may be called by
_ANYBODY = frozenset({"people", "nationals", "citizens", "members", "men"})
#: sentences between which nothing else was told of the incident
_FAR = 3


def signs_of_likeness(incident: Incident, mention: Mention, fit: str) -> list[str]:
    """What else than type, toll, place and day speaks for one event or for two."""
    signs: list[str] = []
    for of in (_weapons, _victims, _doers):
        there = set().union(*map(of, incident.mentions))
        here = of(mention)
        if here and there:
            signs.append(("same" if here & there else "other") + of.__name__)
    if _told_anew(mention):
        known = [m for m in incident.mentions if _told_anew(m)]
        if known:
            lead = all(m.lead or m.title for m in incident.mentions)
            signs.append("told_anew_behind_the_lead" if lead else "told_anew")
    if fit == "open":
        here, there = _names([mention]), _names(incident.mentions)
        if here and not there:
            signs.append("place_first_named")
        elif here and there and not any(same_name(a, b) for a in here for b in there):
            signs.append("place_within")
    summed_up = any("summary" in m.marks for m in incident.mentions)
    if tolls_agree(incident, mention) and not summed_up:
        signs.append("two_tolls_agree")
    if mention.sentence - incident.mentions[-1].sentence > _FAR:
        signs.append("far")
    ones = not any(m.pair or m.several for m in incident.mentions)
    later = mention.sentence != incident.mentions[-1].sentence and told(mention)
    if mention.pair and not mention.definite and ones and later:
        signs.append("two_beside_one")
    if "contrast" in mention.opening and _told_anew(mention):
        apart = mention.family != incident.family or "other_doers" in signs
        if apart and None not in (mention.family, incident.family):
            signs.append("set_against")
    if mention.another and not mention.title:
        signs.append("another")
    differ = {"other_weapons", "other_victims", "other_doers"}.intersection(signs)
    own_place = {"place_within", "place_first_named"}.intersection(signs)
    if _told_anew(mention) and own_place and differ and mention.event_type != incident.event_type:
        signs.append("another_altogether")
    if mention.later:
        signs.append("before_or_after")
    if told(mention) and not (mention.triggers or mention.places or mention.weapons):
        signs.append("only_counts")
    return signs


def tolls_agree(incident: Incident, mention: Mention) -> bool:
    """Whether as many were killed and as many wounded, or taken, by both tellings."""
    agreeing = [
        measure
        for measure in ("killed", "wounded", "abducted", "arrested")
        if figures(incident.counts, measure) & figures(mention.counts, measure) - {0}
    ]
    return len(agreeing) > 1


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


def _told_anew(mention: Mention) -> bool:
    """Whether it tells an event as one that nobody knows."""
    return (
        mention.firmness == "event"
        and not (mention.definite or mention.pointed or mention.revises or mention.title)
        and any(h.values["kind"] == "event" for h in mention.triggers)
    )


def _names(mentions: list[Mention]) -> set[str]:
    return {p.value.name for m in mentions for p in m.places if named(p) and p.value.name}
