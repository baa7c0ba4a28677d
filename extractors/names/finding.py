"""Finding the names of private persons in an article.

A word belongs to one where the score of names (sequence.py) says so, where it is an initial, or
where the article named the person by it before.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from extractors.document import by_sentence
from extractors.names.features import features
from extractors.names.figures import PublicFigures
from extractors.names.initials import Initials, with_initials
from extractors.names.line import Line
from extractors.names.sequence import load_name_scores
from extractors.names.vocabulary import SURELY
from extractors.names.words import NameWords
from extractors.patterns.lexicon import hits_of
from extractors.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set
    from pathlib import Path

    from extractors.document import Document, Entity, PlaceMention

#: a word is masked from this chance on that it belongs to a private person's name. Low, since a
#: name that stands does more harm than a word that is masked (docs/safety.md has the figures)
PRIVATE_FROM = 0.05


class NameFinder:
    """Finds names of private persons. Holds the lexicons; safe for any number of articles.

    `words`: what each word says about names.
    """

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seeds. Raises LexiconError where one is missing or faulty."""
        self.words = NameWords(seeds_dir)
        self._figures = PublicFigures(seeds_dir)
        self._initials = Initials(seeds_dir)

    def names(self, doc: Document) -> tuple[Span, ...]:
        """The names to mask in the article's title and text, in the order of the text.

        The components `match` and `places` must have run. Same document, same names. Raises
        ModelsMissing where the weights are missing or broken.
        """
        lines = [Line(sentence, self.words) for sentence in doc.sentences]
        scores = load_name_scores()
        masked = [
            {at for at, chance in enumerate(scores.private(rows)) if chance >= PRIVATE_FROM}
            for rows in self.features(doc, lines)
        ]
        _again(lines, masked)
        spans = [
            s for line, tokens in zip(lines, masked, strict=True) for s in _spans(line, tokens)
        ]
        return tuple(_together([*spans, *self._initials.spans(doc.passages)], doc))

    def features(self, doc: Document, lines: Sequence[Line]) -> Iterator[list[list[str]]]:
        """What the score sees of each token of each sentence; nothing of those without a word that
        may begin a name or introduce one."""
        places, persons = by_sentence(doc.places), by_sentence(doc.persons)
        for line, figures in zip(lines, self._figures.tokens(lines), strict=True):
            if not any(word.starts for word in line.words):
                yield []
                continue
            index = line.sentence.index
            covered = _covered(doc, line, places.get(index, ()))
            yield features(line, covered, figures, _persons(line, persons.get(index, ())))


def _covered(doc: Document, line: Line, places: Iterable[PlaceMention]) -> frozenset[int]:
    """The tokens of a sentence that belong to a place or an actor."""
    inside = {
        at
        for place in places
        for at, token in enumerate(line.tokens)
        if place.start <= token.start and token.end <= place.end
    }
    for hit in hits_of(doc, line.sentence.index, "actors"):
        inside.update(hit.tokens)
    return frozenset(inside)


def _persons(line: Line, found: Iterable[Entity]) -> dict[int, str]:
    """The tokens that a tagger took for persons, the first of each one apart."""
    inside: dict[int, str] = {}
    for entity in found:
        tokens = [
            at
            for at, token in enumerate(line.tokens)
            if token.start < entity.end and entity.start < token.end
        ]
        inside |= {at: "p" if at - 1 in inside else "P" for at in tokens}
    return inside


def _again(lines: Sequence[Line], masked: Sequence[set[int]]) -> None:
    """Mask a person's words where the article names him again by one of them, unless it is an
    ordinary word too."""
    known = {
        word.core
        for line, tokens in zip(lines, masked, strict=True)
        for word in (line.words[at] for at in tokens)
        if not word.part
        and not word.listed
        and (SURELY in (word.given, word.family) or word.unknown)
    }
    for line, tokens in zip(lines, masked, strict=True):
        for at, word in enumerate(line.words):
            headed = at > 0 and line.joined(at - 1) and line.words[at - 1].head
            if word.core in known and not headed:
                tokens.add(at)


def _spans(line: Line, tokens: Set[int]) -> Iterator[Span]:
    """The masked tokens as spans of the original, those that nothing parts as one; the letters of a
    proclitic stay."""
    passage = line.sentence.passage
    for _, run in groupby(sorted(tokens), lambda at: _first_of_run(line, tokens, at)):
        first, *rest = run
        start = passage.offsets[line.tokens[first].start + line.words[first].clitic]
        end = passage.offsets[line.tokens[(first, *rest)[-1]].end]
        words = passage.original[start:end]
        words = words[: len(words.rstrip(" \n\t\"'.,،؛:)(»«"))]
        yield Span(passage.part, start, start + len(words), words)


def _first_of_run(line: Line, tokens: Set[int], at: int) -> int:
    """The first of the tokens that nothing parts from this one."""
    while at - 1 in tokens and line.joined(at - 1):
        at -= 1
    return at


def _together(spans: Iterable[Span], doc: Document) -> Iterator[Span]:
    """The spans in the order of the text; those that overlap, or that only a blank or full stop
    parts, are one: محمد ع. س."""
    originals = {passage.part: passage.original for passage in doc.passages}
    last: Span | None = None
    spans = [with_initials(span, originals[span.part]) for span in spans]
    for span in sorted(spans, key=lambda span: (span.part != "title", span.start, span.end)):
        if last is not None and last.part == span.part:
            text = originals[span.part]
            if span.start <= last.end or not text[last.end : span.start].strip(" .\u00a0"):
                end = max(last.end, span.end)
                last = Span(last.part, last.start, end, text[last.start : end])
                continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
