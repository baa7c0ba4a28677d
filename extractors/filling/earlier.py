"""What an incident takes over from others of the article: another one like it (انفجار مماثل)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.event_types import EVENT_FAMILIES, FROM_THE_AIR
from extractors.filling.actor_ids import FLOWN, FLYERS
from extractors.patterns.lexicon import hits_of
from extractors.records import ActorValue, Evidence

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.records import IncidentFact, Span

#: so many sentences head a text
_HEAD = 2
#: what one side does again and again, so that it is not named each time
_CAMPAIGNS = FROM_THE_AIR | {"shelling", "clash"}


def _likened(context: Context, incident: Incident) -> Span | None:
    """The words that call it another one of the kind told before."""
    for m in incident.mentions:
        for h in hits_of(context.doc, m.sentence, "perpetrator_cues"):
            if h.values["cue"] == "same":
                return context.span(m.sentence, h.first, h.last)
    return None


def weapon_before(context: Context, incident: Incident, kind: str) -> str:
    """The weapon of the incident before, if this is called the like of it: انفجار مماثل."""
    like = _likened(context, incident)
    if like is not None and context.means:
        before, name = context.means[-1]
        if EVENT_FAMILIES[before] == EVENT_FAMILIES[kind]:
            context.note("weapon", like)
            return name
    return "unknown"


def doer_before(context: Context, incident: Incident, kind: str, country: str | None) -> ActorValue:
    """The doer of the incident before, where the words say that this was the same: غارة مماثلة،
    صاروخا ثانيا. An air campaign's doer is named once for all its strikes in a country."""
    likened = _likened(context, incident)
    for before, where, actor, spans in reversed(context.doers):
        campaign = kind in FLOWN and before == kind and where == country
        like = likened is not None and EVENT_FAMILIES[before] == EVENT_FAMILIES[kind]
        if like or (campaign and not incident.background):
            for span in spans:
                context.note_also("perpetrator", span, "carried over")
            context.note_also("perpetrator", likened)
            return actor
    return ActorValue(None, None, "unknown")


def with_doer_of_others(context: Context, fact: IncidentFact, incident: Incident) -> IncidentFact:
    """The fact with a doer that the article names only elsewhere: the one attacker that it has
    for such strikes in that country. To be called when all incidents are filled."""
    kind = fact.event_type
    if fact.perpetrator.name is not None or incident.background or kind not in _CAMPAIGNS:
        return fact
    here = [d for d in context.doers if d.country == fact.place.country]
    alike = kind not in ("clash", *FLOWN) and fact.weapon == "unknown"
    family = EVENT_FAMILIES[kind]
    same = [
        d
        for d in here
        if d.event_type == kind or (alike and EVENT_FAMILIES[d.event_type] == family)
    ]
    if kind not in FLOWN and not any(_headed(context, d.spans[0]) for d in same):
        return fact
    if len({d.actor.name for d in same}) != 1:
        return fact
    _, _, actor, spans = same[0]
    force = actor.actor_id and context.actor_ids.type_of(actor.actor_id) in FLYERS
    if (kind in FLOWN and not force) or (force and fact.target_type in ("military", "police")):
        return fact
    found = tuple(Evidence("perpetrator", span, "carried over") for span in spans)
    return replace(fact, perpetrator=actor, evidence=(*fact.evidence, *found))


def _headed(context: Context, span: Span) -> bool:
    """Whether words stand in the title or the first sentences."""
    if span.part == "title":
        return True
    head = [context.doc.sentences[index] for index in context.body[:_HEAD]]
    return span.start < head[-1].span(head[-1].start, head[-1].end).end
