"""What a page has around its text: menus, share buttons, related links, captions."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from extractors.document import Token
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from extractors.text.word_forms import ARABIC, TOKEN

_GAP = re.compile(r" {3,}")
_BAR = re.compile(r"[|│]")
#: an item of a menu is not longer than this
_MENU_WORDS = 12
#: a caption has so many words at most
_CAPTION = 45
#: links to other articles at the end of a line have so many words at most; behind more stands the
#: article again
_LINKS_WORDS = 120
#: the head of a page that stands in one line has so many words at most
_HEAD_WORDS = 120


@dataclass(frozen=True, slots=True)
class _Furniture:
    """A pattern of furniture; `words` may hold # for a number.

    `mode`: whole (the sentence is nothing else), start (the sentence starts so), label (a
    sentence of a few words that starts so), short (one that holds it), rest (from here to the end
    of the line; of a page that stands in one line, of the sentence), block (rest, and the headlines
    on the lines below), end (as rest, whatever follows), head (all of the line up to here), credit
    (the line ends so, in brackets).
    """

    words: tuple[str, ...]
    mode: str


#: modes of what leads to other articles, and of all that make a part of a line furniture
_LINKS = frozenset({"rest", "block"})
_PARTS = _LINKS | {"end", "head"}
#: such patterns in a line, with the token that each begins at
_FoundHere = list[tuple[int, _Furniture]]


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a row of the seed, # for a number."""
    return tuple(m.group() for m in re.finditer(r"#|" + TOKEN.pattern, fold(text)))


@lru_cache(maxsize=1)
def _furniture() -> dict[str, tuple[_Furniture, ...]]:
    table: dict[str, list[_Furniture]] = {}
    for row in read_seed("lexicon/furniture.csv", ["pattern", "mode"]):
        words = words_of(row["pattern"])
        table.setdefault(words[0], []).append(_Furniture(words, row["mode"]))
    return {key: tuple(value) for key, value in table.items()}


@dataclass(slots=True)
class Piece:
    """A stretch of a passage between two boundaries, as offsets and as token indices."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    furniture: bool


def matches(tokens: list[Token], at: int, last: int, words: tuple[str, ...]) -> bool:
    """Whether these words stand at a token, before the token `last`; # is any number."""
    if at + len(words) > last:
        return False
    return all(
        tokens[at + k].text[0].isdecimal() if word == "#" else tokens[at + k].text == word
        for k, word in enumerate(words)
    )


def _entries(word: str) -> tuple[_Furniture, ...]:
    table = _furniture()
    return table.get(word, ()) + (table.get("#", ()) if word[0].isdecimal() else ())


def rest_furniture(found: _FoundHere, line: Piece) -> tuple[int | None, bool]:
    """Index of the token from which the rest of a line is furniture, and whether a block opens."""
    for at, entry in found:
        links = entry.mode in _LINKS and line.last - at <= _LINKS_WORDS
        if links or entry.mode == "end":
            return at, entry.mode == "block"
    return None, False


def found_furniture(tokens: list[Token], line: Piece) -> _FoundHere:
    """Where in a line patterns begin that make a part of it furniture, from left to right."""
    return [
        (at, entry)
        for at in range(line.first, line.last)
        for entry in _entries(tokens[at].text)
        if entry.mode in _PARTS and matches(tokens, at, line.last, entry.words)
    ]


def head_furniture(found: _FoundHere, line: Piece) -> int | None:
    """Index of the last token of a page's head that stands in one line with its article: تاريخ
    النشر: 26.05.2026."""
    ends = (
        at + len(entry.words) - 1
        for at, entry in found
        if entry.mode == "head" and at - line.first <= _HEAD_WORDS
    )
    return max(ends, default=None)


def links_inside(
    tokens: list[Token], line: Piece, marks: list[int], found: _FoundHere, rest: int | None
) -> list[tuple[int, int]]:
    """Token ranges of links to other articles among the sentences of a page that stands in one
    line, ahead of what is furniture to its end (`rest`), each up to the end of its sentence."""
    out: list[tuple[int, int]] = []
    end = line.first
    for at, entry in found:
        if entry.mode not in _LINKS or at < end or (rest is not None and at >= rest):
            continue
        stop = bisect_right(marks, tokens[at].end)
        until = marks[stop] if stop < len(marks) else line.end
        end = next((k for k in range(at, line.last) if tokens[k].start >= until), line.last)
        out.append((at, end))
    return out


def is_furniture(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a sentence is a pattern of furniture, or holds no Arabic word at all."""
    if last - first > 3 and not any(ARABIC.match(t.text) for t in tokens[first:last]):
        return True
    for entry in _entries(tokens[first].text):
        if not matches(tokens, first, last, entry.words):
            continue
        words = {"start": last - first, "label": _MENU_WORDS, "whole": len(entry.words)}
        if last - first <= words.get(entry.mode, 0):
            return True
    if last - first > _MENU_WORDS:
        return False
    return any(
        entry.mode == "short" and matches(tokens, at, last, entry.words)
        for at in range(first, last)
        for entry in _entries(tokens[at].text)
    )


def is_caption(text: str, tokens: list[Token], line: Piece) -> bool:
    """Whether a line above others is one sentence that ends with who took the picture, in
    brackets: (الفرنسية); who is named so behind the last line told the story."""
    written = text[line.start : line.end].rstrip()
    if (
        not written.endswith(")")
        or line.last - line.first > _CAPTION
        or not text[line.end :].strip()
    ):
        return False
    inside = written.rfind("(") + line.start
    if inside < line.start or ". " in text[line.start : inside].rstrip(". "):
        return False
    first = next((at for at in range(line.first, line.last) if tokens[at].start > inside), None)
    return first is not None and any(
        entry.mode == "credit" and len(entry.words) == line.last - first
        for entry in _entries(tokens[first].text)
        if matches(tokens, first, line.last, entry.words)
    )


def is_prose(text: str, line: Piece) -> bool:
    """Whether a line below related links is the article again: long, or closed by a full stop."""
    words = line.last - line.first
    closed = text[line.start : line.end].rstrip().endswith((".", '."'))
    return words > 25 or (closed and words > _MENU_WORDS)


def menu_items(
    text: str, tokens: list[Token], line: Piece
) -> tuple[list[tuple[int, int]], set[int]]:
    """Token ranges of a line that are menu items, set apart by bars or wide gaps, and the cuts
    between the parts of the line."""
    gaps = [m.end() for m in _GAP.finditer(text, line.start, line.end)]
    bars = [m.end() for m in _BAR.finditer(text, line.start, line.end)]
    cuts = gaps if len(bars) < 3 else sorted((*gaps, *bars))
    if not cuts:
        return [], set()
    items: list[tuple[int, int]] = []
    position = line.first
    for end in (*cuts, line.end):
        first = position
        while position < line.last and tokens[position].start < end:
            position += 1
        if first == position:
            continue
        is_last = end == line.end and len(bars) < 3
        closed = text[tokens[position - 1].end : end].strip()[:1] in tuple(".!?؟")
        if not is_last and not closed and position - first <= _MENU_WORDS:
            items.append((first, position))
    return (items if len(items) > 1 else []), set(cuts)
