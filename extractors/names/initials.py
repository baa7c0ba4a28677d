"""Initials that stand for a private person: م. ر.، س.خ، ش أ أ، محمد ع. س.

With full stops or strokes between them two letters are enough, without them three; with dashes they
stand in brackets, as does one letter before a name («خ، عميروش»). Abbreviations of agencies and the
like (أ ف ب) are in seeds/lexicon/no_initials.csv.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.records import Span
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from extractors.document import Passage

_LETTER = "[\u0621-\u064a]"
_WORD = f"{_LETTER}{{2,}}"
_INITIALS = re.compile(
    rf"(?<![\w.])(?P<clitic>[وفبل]?)(?P<initials>{_LETTER}(?:\s?[./]\s?{_LETTER}){{1,4}}"
    rf"(?:\.(?!و){_WORD})?"
    rf"|{_LETTER}(?:\s{_LETTER}){{2,4}}"
    rf"|(?:(?<=[(\"«])|(?<=[(\"«]\s)){_LETTER}(?:(?:\s?[-–]\s?|\s){_LETTER}){{1,4}}(?=\s?[)\"»])"
    rf"|(?:(?<=[(\"«])|(?<=[(\"«]\s)){_LETTER}(?:\s?[.،,]\s?|\s){_WORD}(?:\s{_WORD})?"
    rf"(?=\s?[)\"»«]))(?!\w)"
)

#: initials right behind a name or right before it; و alone is "and"
_BEHIND = re.compile(rf"(?:\s?\.\s?|\s)(?!و(?![.])){_LETTER}(?![\w])")
_BEFORE = re.compile(rf"(?<!\w)(?!د){_LETTER}\s?\.\s?\Z")
#: as many letters before a name are looked at, and so many initials taken
_REACH, _MOST = 5, 3


class Initials:
    """Finds initials. Holds the abbreviations that are none."""

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seed. Raises LexiconError where it is missing or faulty."""
        rows = read_seed("lexicon/no_initials.csv", ("letters",), root=seeds_dir)
        self._none = frozenset(_bare(fold(row["letters"])) for row in rows)

    def spans(self, passages: Iterable[Passage]) -> Iterator[Span]:
        """The initials in each passage, in the order of the text."""
        for passage in passages:
            for match in _INITIALS.finditer(passage.folded):
                letters = _bare(match["initials"])
                if letters in self._none or match["clitic"] + letters in self._none:
                    continue
                first = passage.offsets[match.start("initials")]
                last = passage.offsets[match.end("initials") - 1] + 1
                yield Span(passage.part, first, last, passage.original[first:last])


def with_initials(name: Span, original: str) -> Span:
    """The name with the initials that stand by it: محمد.ك، ج. سمير. `original`: the title or text
    that it is a part of."""
    start, end = name.start, name.end
    for _ in range(_MOST):
        behind = _BEHIND.match(original, end)
        if behind is None:
            break
        end = behind.end()
    before = _BEFORE.search(original[max(start - _REACH, 0) : start])
    if before is not None:
        start -= len(before.group())
    return Span(name.part, start, end, original[start:end])


def _bare(letters: str) -> str:
    return "".join(re.findall(_LETTER, letters))
