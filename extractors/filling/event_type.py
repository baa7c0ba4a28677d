"""What happened: the event type, with the word that tells it best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.event_types import EVENT_FAMILIES
from extractors.filling.bearing_words import whole_of
from extractors.filling.earlier import kind_before

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.lexicon import Hit


#: the note of words for an attack with a car, which may have been driven into people
_OR_RAMMED = "or rammed"


def _only_rammed(incident: Incident) -> bool:
    """Whether a car that was told of as an attack's means is elsewhere said to have been driven
    into people, and nothing else of a bomb is told: هجوم بسيارة على جنود … دهس جنودا."""
    weapons = [h for m in incident.mentions for c in m.clauses for h in c.weapons]
    bombs = [h for h in weapons if h.values["weapon"] == "car_bomb"]
    bombed = any(h.values["note"] != _OR_RAMMED for h in bombs) or any(
        h.values["event_type"] == "vehicle_bombing" for m in incident.mentions for h in m.triggers
    )
    return not bombed and any(h.values["weapon"] == "vehicle" for h in weapons)


def event_type_of(context: Context, incident: Incident) -> str:
    """The incident's type, noted with the trigger that tells it, else a word of harm or a count."""
    kind = kind_before(context, incident, incident.event_type or "armed_attack")
    if kind == "vehicle_bombing" and _only_rammed(incident):
        kind = "other_violence"
    family = EVENT_FAMILIES[kind]
    best: tuple[tuple[bool, bool, bool, bool], Hit, int] | None = None
    for mention in incident.mentions:
        for hit in (
            *mention.triggers,
            *(w for c in mention.clauses for w in c.weapons),
            *mention.harms,
        ):
            told = hit.values.get("event_type", "")
            rank = (
                told == kind,
                bool(told) and EVENT_FAMILIES.get(told) == family,
                hit.values.get("kind") == "event",
                len(hit.tokens) > 1,
            )
            if best is None or rank > best[0]:
                best = (rank, hit, mention.sentence)
    if best is not None:
        _, hit, sentence = best
        others = [
            (h.first, h.last)
            for m in incident.mentions
            if m.sentence == sentence
            for h in (*m.triggers, *(w for c in m.clauses for w in c.weapons))
        ]
        context.note("event_type", context.span(sentence, *whole_of(hit.first, hit.last, others)))
    else:
        count = incident.counts[0]
        context.note("event_type", context.count_span(count))
    return kind
