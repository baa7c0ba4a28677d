"""Who says it: the source, and every statement about who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.sources import attribution
from extractors.mentions.mention import told
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.records import Attribution
from extractors.text.clitics import unjoined
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.sources.attribution import SourceMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.records import ActorValue, Stance

#: who is taken first of those who speak
_SOURCE_RANK = {"org": 0, "person": 0, "source": 1, "agency": 2}
#: "the source": one who was named before, so many sentences back at most
_THE_SOURCE, _BACK = word_set("sources.the_source"), 4
#: how those begin whom it stands for
_A_SOURCE = ("مصدر", "مصادر")


def attributions_of(
    context: Context, incident: Incident, chosen: ActorValue, country: str | None
) -> tuple[Attribution, ...]:
    """Every statement about who did it, the chosen one's first."""
    out: list[tuple[bool, int, Attribution]] = []
    for mention in incident.mentions:
        source = mention.sources[0].name if mention.sources else None
        for actor in mention.actors:
            stance = _stance(actor)
            actor_id = context.actor_ids.of(actor, country)
            if stance is None or not (actor_id or actor.name):
                continue
            statement = Attribution(
                context.lexicon.actors[actor_id]["name_ar"] if actor_id else actor.name,
                actor_id or None,
                stance,
                None if stance in ("claimed", "denied") else source,
                context.span(actor.sentence, actor.first, actor.last),
            )
            out.append((statement.actor_name != chosen.name, len(out), statement))
    return tuple(dict.fromkeys(statement for *_, statement in sorted(out, key=lambda x: x[:2])))


def _stance(actor: ActorMention) -> Stance | None:
    """What is said of an actor who is named as a doer; None of another."""
    if actor.cue == "deny":
        return "denied"
    if actor.part != "perpetrator":
        return None
    if actor.status == "claimed":
        return "claimed"
    if actor.cue in ("accuse", "charge"):
        return "accused"
    return "suspected" if actor.status == "suspected" else "attributed"


def source_of(context: Context, incident: Incident, actor: ActorValue) -> str | None:
    """Who tells of it: in the sentence with the toll first, then elsewhere; an actor that speaks or
    claims it; last of all who speaks beside it."""
    found: list[SourceMention] = []
    for mention in sorted(incident.mentions, key=lambda m: (not told(m), m.title)):
        found = found or mention.sources
    if found:
        return _noted_source(context, found)
    for mention in incident.mentions:
        for named in mention.actors:
            claims = actor.status == "claimed" and named.status == "claimed"
            if claims or (named.part != "victim" and says(context, named)):
                span = context.span(named.sentence, named.first, named.last)
                context.note("attribution_source", span)
                return attribution.told_name(span.words)
    beside = _going_on(context, incident) or _beside(context, incident)
    return _noted_source(context, beside) if beside else None


def _going_on(context: Context, incident: Incident) -> list[SourceMention]:
    """Who was quoted last, where the incident's sentence goes on with what he said: وأضاف أن …"""
    for mention in incident.mentions:
        if mention.quoted_on:
            before = [s for s in context.sources if 0 < mention.sentence - s.sentence <= _BACK]
            return before[-1:]
    return []


def _noted_source(context: Context, found: list[SourceMention]) -> str:
    best = min(enumerate(found), key=lambda x: (_SOURCE_RANK.get(x[1].kind, 3), x[0]))[1]
    context.note("attribution_source", context.span(best.sentence, best.first, best.last))
    named = _named_before(context, best) if fold(best.name) in _THE_SOURCE else None
    if named is None:
        return best.name
    span = context.span(named.sentence, named.first, named.last)
    context.note_also("attribution_source", span, "carried over")
    return named.name


def _named_before(context: Context, source: SourceMention) -> SourceMention | None:
    """Whom "the source" stands for: the one of his kind who was named last."""
    before = [
        s
        for s in context.sources
        if (s.sentence, s.first) < (source.sentence, source.first)
        and source.sentence - s.sentence <= _BACK
        and fold(s.name).startswith(_A_SOURCE)
    ]
    return before[-1] if before else None


def _beside(context: Context, incident: Incident) -> list[SourceMention]:
    """Those who speak in the sentence before or behind, where that tells of nothing else."""
    first = min(m.sentence for m in incident.mentions)
    elsewhere = {m.sentence for i in context.incidents if i is not incident for m in i.mentions}
    elsewhere |= {c.sentence for c in context.counts} - {m.sentence for m in incident.mentions}
    return [
        s for s in context.sources if abs(s.sentence - first) <= 1 and s.sentence not in elsewhere
    ]


def says(context: Context, actor: ActorMention) -> bool:
    """Whether the name is the subject of a word of saying, and not of one in passing: مواقع يقول
    الجيش إنها للحزب."""
    tokens = context.doc.sentences[actor.sentence].tokens
    according = attribution.ACCORDING
    if any(
        h.values["kind"] == "none" and h.first <= actor.first <= h.last
        for h in hits_of(context.doc, actor.sentence, "sources")
    ):
        return False
    return any(
        0 < actor.first - h.last <= 1
        or (0 < h.first - actor.last <= 1 and unjoined(tokens[h.first].text, "و") not in according)
        for h in hits_of(context.doc, actor.sentence, "reporting_verbs")
    )
