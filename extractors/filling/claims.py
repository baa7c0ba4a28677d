"""Every count that the words state, each with what they say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.candidates.counts import casualties
from extractors.candidates.triggers import within
from extractors.comparing import groups
from extractors.patterns.lexicon import hits_of
from extractors.records import CasualtyClaim

if TYPE_CHECKING:
    from extractors.candidates.counts.casualties import Count
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.records import Certainty, Measure, VictimStatus

#: what is said against a count, the strongest first
_CERTAINTIES: tuple[Certainty, ...] = ("denied", "unconfirmed", "preliminary")
#: words that introduce a count stand so near before it
_INTRODUCED = 8


def claims_of(context: Context, incident: Incident) -> tuple[CasualtyClaim, ...]:
    """Every count of the incident's mentions, a sum before its parts, in the order of the text."""
    out: list[CasualtyClaim] = []
    for mention in incident.mentions:
        source = mention.sources[0].name if mention.sources else None
        told = [
            group
            for measure in dict.fromkeys(c.measure for c in mention.counts)
            for group in groups(c for c in mention.counts if c.measure == measure)
        ]
        for group in sorted(told, key=lambda g: (g[0].sentence, g[0].first)):
            for count in [casualties.summed(group)] + (group if len(group) > 1 else []):
                part = len(group) > 1 and count in group
                of_class = context.lexicon.victim_classes.get(count.victim_class or "", {})
                out.append(
                    CasualtyClaim(
                        measure=cast("Measure", count.measure),
                        low=count.low,
                        value=count.value,
                        high=count.high,
                        role="sub_count" if part else count.role,
                        span=context.count_span(count),
                        victim_class=count.victim_class,
                        victim_status=cast("VictimStatus", of_class.get("status", "unknown")),
                        victim_age=of_class.get("age") or None,
                        victim_sex=of_class.get("sex") or None,
                        attribution_source=source,
                        certainty=_certainty(context, mention, count),
                    )
                )
    return tuple(dict.fromkeys(out))


def _certainty(context: Context, mention: Mention, count: Count) -> Certainty:
    """How sure the words are of a count: those of its clause, and those that introduce it; that
    it is preliminary is said once for a sentence."""
    clause = next((c for c in mention.clauses if within(count.first, c)), None)
    found = {
        hit.values["certainty"]
        for hit in hits_of(context.doc, count.sentence, "certainty")
        if (clause is not None and within(hit.first, clause))
        or hit.values["certainty"] == "preliminary"
        or 0 <= count.first - hit.last <= _INTRODUCED
    }
    return next((c for c in _CERTAINTIES if c in found), "stated")
