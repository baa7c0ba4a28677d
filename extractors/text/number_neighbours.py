"""A second figure that belongs to the one before: the upper end of a range, or the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.text.number_grammar import read_number
from extractors.text.number_words import bare_number

if TYPE_CHECKING:
    from extractors.text.quantity_line import QuantityLine


def range_end(line: QuantityLine, at: int, end: int, low: int) -> tuple[int, int] | None:
    """(upper end, index behind it) of "بين 3 و5", "3-5 قتلى", "3 إلى 5", "ثلاثة أو أربعة"."""
    if end >= len(line.tokens):
        return None
    word = line.words[end]
    opened = at > 0 and line.tokens[at - 1].forms[-1] == "بين"
    rises = at > 0 and line.tokens[at - 1].forms[-1] == "من"
    start: list[str]
    if word in ("الي", "او") and not rises and end + 1 < len(line.tokens):
        start = line.words[end + 1 : end + 9]
        skip = 1
    elif opened and word == "و":
        start, skip = line.words[end + 1 : end + 9], 1
    elif opened and word.startswith("و"):
        start, skip = [word[1:], *line.words[end + 1 : end + 9]], 0
    elif line.words[at].isdecimal() and word.isdecimal() and line.gap(end - 1) == "-":
        start, skip = line.words[end : end + 1], 0
        if line.noun_at(end + 1) is None:
            return None
    else:
        return None
    read = read_number(start, 0) if start else None
    if read is None or read[0] != int(read[0]) or int(read[0]) <= low:
        return None
    return int(read[0]), end + skip + read[1]


def told_again(line: QuantityLine, at: int, end: int, amount: float) -> int:
    """The index behind a number that is told twice, in digits and in words: (15) خمسة عشر."""
    if end >= len(line.words) or line.gap(end - 1).strip("()[]«»\"'- "):
        return end
    bare = bare_number(line.words[end])
    if bare is None or bare != line.words[end]:
        return end
    again = read_number([bare, *line.words[end + 1 : end + 12]], 0)
    if again is None or again[0] != amount:
        return end
    digits = [line.words[i][0].isdecimal() for i in (at, end)]
    return end + again[1] if digits[0] != digits[1] else end
