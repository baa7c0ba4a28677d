"""The words and digits of numbers, one at a time; seeds/lexicon/numbers.csv."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.patterns.word_sets import word_list
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*\Z")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\Z")
DOTTED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+\Z")
DECIMAL = re.compile(r"[0-9]+[.,][0-9]+\Z")
#: digits and separators of the greatest number that is read, 1,000,000,000
_MOST_DIGITS = 13

#: proclitics that a number may carry, longest first: وبالـ…, لل…
_PROCLITICS = word_list("numbers.proclitics")


@lru_cache(maxsize=1)
def number_words() -> Mapping[str, tuple[str, int]]:
    """Folded word → (kind, value)."""
    rows = read_seed("lexicon/numbers.csv", ["word", "value", "kind"])
    return {fold(r["word"]): (r["kind"], int(r["value"])) for r in rows}


@lru_cache(maxsize=1 << 16)
def bare_number(word: str) -> str | None:
    """The number word or digits inside a word with proclitics (وبعشرين → عشرين), or None.

    الاثنين is left alone: it is Monday much more often than "the two".
    """
    table = number_words()
    if word in table or word[0].isdecimal():
        return word
    for proclitic in _PROCLITICS:
        rest = word[len(proclitic) :]
        if word.startswith(proclitic) and rest in table:
            if table[rest][0] == "ordinal" or (
                proclitic.endswith("ال") and table[rest][1] in (1, 2) and table[rest][0] == "unit"
            ):
                return None
            return rest
    return None


def digits_value(word: str) -> float | None:
    """The value of a token of digits: 1,200 → 1200; 2.5 → 2.5; 1.200 → 1.2, which is ambiguous.

    None of longer ones: telephone numbers and worse.
    """
    if len(word) > _MOST_DIGITS:
        return None
    if THOUSANDS.match(word):
        return int(word.replace(",", ""))
    if word.isdecimal():
        return int(word)
    if DECIMAL.match(word):
        return float(word.replace(",", "."))
    return None
