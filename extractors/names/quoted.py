"""Which sentences of an article are quoted: its title, and those that its facts rest on.

A recogniser is asked for persons in these alone; of all others no word is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.names.masking import around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from extractors.document import Document, Sentence
    from extractors.records import IncidentFact, Part, Span


def quoted_sentences(doc: Document, facts: Sequence[IncidentFact]) -> list[Sentence]:
    """The sentences of the document that a quote of one of the facts may take words from, in their
    order; none where there is no fact."""
    if not facts:
        return []
    spans = {(s.part, s.start, s.end) for fact in facts for s in _spans(fact)}
    ranges = {_range(doc, *span) for span in spans}
    return [sentence for sentence in doc.sentences if _is_quoted(sentence, ranges)]


def _is_quoted(sentence: Sentence, ranges: Set[tuple[Part, int, int]]) -> bool:
    part, offsets = sentence.passage.part, sentence.passage.offsets
    if part == "title":
        return True
    start, end = offsets[sentence.start], offsets[sentence.end]
    return any(where == part and first < end and start < last for where, first, last in ranges)


def _spans(fact: IncidentFact) -> Iterator[Span]:
    yield from (entry.span for entry in fact.evidence)
    yield from (claim.span for claim in fact.claims)
    yield from (statement.span for statement in fact.attributions)


def _range(doc: Document, part: Part, start: int, end: int) -> tuple[Part, int, int]:
    """Part, start and end of the words that a quote of a span may show."""
    first, last = around(doc.article.title if part == "title" else doc.article.text, start)
    return part, min(first, start), max(last, end)
