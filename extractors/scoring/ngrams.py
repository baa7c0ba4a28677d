"""Pieces of words, weighed by how rare they are: what a linear score of a text is made of.

TF-IDF with logarithmic counts and length one (Manning, Raghavan, Schütze 2008, Introduction to
Information Retrieval, ch. 6). The same code counts when weights are fitted and when they are used.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.text.fold import fold

#: what makes the words of a part: its own arguments say of what
Words = Callable[..., Iterator[str]]
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
#: letters of a piece of a word; the blank before and behind the word counts as a letter
_LENGTHS = (3, 4)


def plain_words(text: str) -> list[str]:
    """Folded words; every number is the word 0, since the figures of one article say nothing of
    another."""
    return _WORD.findall(_NUMBER.sub(" 0 ", fold(text)))


def words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    """Each word and each pair of neighbours."""
    yield from words
    for left, right in pairwise(words):
        yield f"{left} {right}"


def pieces(words: Sequence[str]) -> Iterator[str]:
    """The pieces of each word: clitics and endings are pieces that many words share."""
    for word in words:
        yield from _pieces_of(word)


@lru_cache(maxsize=100_000)
def _pieces_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[at : at + length] for length in _LENGTHS for at in range(len(padded) - length + 1)
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """A part of a row of features that is made of words. `fewest`: texts that a term must stand in
    to count."""

    name: str
    of: Words
    fewest: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that count, each with its place in a row of features and its rarity."""

    places: Mapping[str, int]
    rarity: Sequence[float]

    @classmethod
    def of(cls, texts: Sequence[Iterable[str]], fewest: int) -> Vocabulary:
        """All terms that stand in at least `fewest` of the texts, in alphabetical order."""
        found = Counter(term for text in texts for term in set(text))
        terms = sorted(term for term, n in found.items() if n >= fewest)
        total = len(texts)
        return cls(
            {term: at for at, term in enumerate(terms)},
            [round(math.log((1 + total) / (1 + found[term])) + 1, 3) for term in terms],
        )

    def weigh(self, terms: Iterable[str]) -> list[tuple[int, float]]:
        """(place, weight) of each known term; the squares of the weights add up to one."""
        places, rarity = self.places, self.rarity
        counts = Counter(places[term] for term in terms if term in places)
        weighed = [(at, (1 + math.log(n)) * rarity[at]) for at, n in counts.items()]
        length = math.sqrt(sum(weight * weight for _, weight in weighed))
        return [(at, weight / length) for at, weight in weighed]
