"""Small sets of words that one rule looks for, from seeds/lexicon/word_sets.csv.

A set that several rules share, or whose words have values of their own, is a lexicon file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "lexicon/word_sets.csv"


@cache
def _sets() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_seed(FILE, ("name", "words", "note")):
        words = tuple(fold(word) for word in row["words"].split("|"))
        if row["name"] in found or not all(words):
            raise LexiconError(
                f"seeds/{FILE}: {row['name']} stands twice or holds an empty word",
                "one row a set, its words parted by | without a blank one",
            )
        found[row["name"]] = words
    return found


def word_list(name: str) -> tuple[str, ...]:
    """The words of a set in the order of the file, folded; what `str.startswith` takes.

    Raises LexiconError where the file has no such set.
    """
    try:
        return _sets()[name]
    except KeyError:
        raise LexiconError(
            f"seeds/{FILE} has no set {name}", "restore the row: git checkout -- seeds"
        ) from None


def word_set(name: str) -> frozenset[str]:
    """The words of a set, folded. Raises LexiconError where the file has no such set."""
    return frozenset(word_list(name))


def phrase_set(name: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a set, each as its words, folded. Raises LexiconError as `word_set`."""
    return frozenset(tuple(phrase.split()) for phrase in word_list(name))
