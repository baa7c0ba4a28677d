"""What the rules left open, asked of the recogniser: which sentences it reads, what they decide.

A sentence read by it costs more than all rules on it, so it is asked only where its answer can
decide something. What it may decide is what docs/ablation.md shows a gain for: who says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from extractors.candidates.sources.attribution import NEAR, told_name, with_its_quotes
from extractors.patterns.lexicon import hits_of
from extractors.records import Evidence

if TYPE_CHECKING:
    from extractors.document import Document, Entity
    from extractors.records import IncidentFact, Span

#: evidence of these fields stands where the event itself is told
_TELLING = frozenset({"event_type", "killed", "wounded", "arrested", "abducted", "weapon",
                      "target_type"})  # fmt: skip


def questions(doc: Document) -> frozenset[int]:
    """Indices of the sentences that the recogniser is to read."""
    wanted: set[int] = set()
    for fact in _incidents(doc):
        if fact.attribution_source is None:
            told = _body(doc, sentences_of(doc, fact))
            wanted.update(i for i in told if hits_of(doc, i, "reporting_verbs"))
    return frozenset(wanted)


def answered(doc: Document) -> tuple[object, ...]:
    """The incidents, with the sources that the recogniser names where the rules found none."""
    return tuple(_source(doc, fact) for fact in _incidents(doc))


def _incidents(doc: Document) -> tuple[IncidentFact, ...]:
    """What the rules found."""
    return cast("tuple[IncidentFact, ...]", doc.annotations.get("incidents", ()))


def sentences_of(doc: Document, fact: IncidentFact) -> frozenset[int]:
    """Indices of the sentences that tell the event: those of its type, tolls, means and target."""
    found = set()
    for entry in fact.evidence:
        if entry.field in _TELLING:
            index = _sentence_of(doc, entry.span)
            if index is not None:
                found.add(index)
    return frozenset(found)


def _sentence_of(doc: Document, span: Span) -> int | None:
    for sentence in doc.sentences:
        if sentence.passage.part == span.part:
            offsets = sentence.passage.offsets
            if offsets[sentence.start] <= span.start < offsets[sentence.end]:
                return sentence.index
    return None


def _body(doc: Document, told: frozenset[int]) -> list[int]:
    """Those of the sentences that stand in the text, in its order."""
    return [i for i in sorted(told) if doc.sentences[i].passage.part == "text"]


def _source(doc: Document, fact: IncidentFact) -> IncidentFact:
    """The first SOURCE of the sentences of the text that tell the event."""
    if fact.attribution_source is not None:
        return fact
    told = _body(doc, sentences_of(doc, fact))
    named = {e.sentence: e for e in reversed(doc.entities) if e.label == "SOURCE" and _says(doc, e)}
    entity = next((named[i] for i in told if i in named), None)
    if entity is None:
        return fact
    sentence = doc.sentences[entity.sentence]
    span = sentence.span(*with_its_quotes(sentence.passage.folded, entity.start, entity.end))
    name = told_name(span.words)
    claims = tuple(
        replace(claim, attribution_source=name)
        if claim.attribution_source is None and _sentence_of(doc, claim.span) == entity.sentence
        else claim
        for claim in fact.claims
    )
    evidence = (*fact.evidence, Evidence("attribution_source", span))
    return replace(fact, attribution_source=name, claims=claims, evidence=evidence)


def _says(doc: Document, entity: Entity) -> bool:
    """Whether a word of saying stands near to the name."""
    tokens = doc.sentences[entity.sentence].tokens
    first, last = (
        next((n for n, t in enumerate(tokens) if t.end > offset), len(tokens) - 1)
        for offset in (entity.start, entity.end - 1)
    )
    return any(
        first - NEAR <= hit.first <= last + NEAR
        for hit in hits_of(doc, entity.sentence, "reporting_verbs")
    )
