"""Masked quotes: the words of an article with the names of private persons taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.text.fold import fold_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.records import Part, Span

#: what stands in a quote in the place of a name: "[name]"
MASK = "[اسم]"
#: a quote has so many words at most
QUOTE_WORDS = 25
#: and so many letters, for words can be made as long as one likes
QUOTE_CHARS = 400
#: letters looked at before and behind the words that a quote is made around
_BEFORE, _BEHIND = 300, 600
#: words before it
_WORDS_BEFORE = 10
_ENDS = ".!?؟\n"
_WORD = re.compile(r"\S+")
_TAIL = re.compile(r"[^.!?؟\n]*")


def masked_quote(part: Part, text: str, start: int, end: int, names: Sequence[Span]) -> str:
    """text[start:end] with each name masked: its first 25 words, 400 letters at most, white space
    folded.

    `text` is the title or the text, as `part` says; a name that is cut by a border is masked
    whole, so no piece of one is left.
    """
    pieces: list[str] = []
    at = start
    for name in sorted((n for n in names if n.part == part), key=lambda n: n.start):
        if name.end <= at or name.start >= end:
            continue
        pieces += [text[at : max(name.start, at)], MASK]
        at = name.end
    pieces.append(text[at:end])
    words = "".join(pieces).split()[:QUOTE_WORDS]
    while len(words) > 1 and len(" ".join(words)) > QUOTE_CHARS:
        words.pop()
    return " ".join(words)[:QUOTE_CHARS]


def quote_around(part: Part, text: str, at: int, names: Sequence[Span]) -> str:
    """A masked quote around offset `at`; 25 words at most."""
    first, last = around(text, at)
    return masked_quote(part, text, first, last, names)


def around(text: str, at: int) -> tuple[int, int]:
    """Where a quote around an offset begins and ends: up to ten words before it within its
    sentence, then on to the end of that sentence."""
    least = max(at - _BEFORE, 0)
    begins = max(least, *(text.rfind(end, least, at) + 1 for end in _ENDS))
    words = [word.start() for word in _WORD.finditer(text, begins, at)]
    cut = begins < at and not text[at - 1].isspace()  # a word that goes on at the offset
    words = words[-_WORDS_BEFORE - cut :]
    tail = _TAIL.match(text, at, at + _BEHIND)
    return words[0] if words else at, tail.end() if tail else at


def masked_value(value: str, names: Iterable[Span]) -> str:
    """A value in the text's own words (a source, an unregistered actor) with the names masked."""
    passage = fold_passage("text", value)
    words = {" ".join(fold_passage("text", name.words).folded.split()) for name in names}
    spans: list[tuple[int, int]] = []
    for name in sorted(words, key=lambda w: (-len(w), w)):
        if not name:
            continue
        pattern = rf"(?<!\w)([وفبلك]?){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+")
        for match in re.finditer(pattern, passage.folded):
            first, last = match.end(1), match.end()
            if all(last <= a or b <= first for a, b in spans):
                spans.append((first, last))
    for first, last in sorted(spans, reverse=True):
        start, end = passage.offsets[first], passage.offsets[last - 1] + 1
        value = value[:start] + MASK + value[end:]
    return value[:QUOTE_CHARS]
