"""What happened: the event type, with the word that tells it best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.event_types import EVENT_FAMILIES
from extractors.filling.bearing_words import whole_of

if TYPE_CHECKING:
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.patterns.pattern import Hit


def event_type_of(context: Context, incident: Incident) -> str:
    """The incident's type, noted with the trigger that tells it, else a word of harm or a count."""
    kind = incident.event_type
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
