#!/usr/bin/env python3
"""Build known_names.csv, plain_words.csv and verb_forms.csv in seeds/lexicon/, for finding names.

    pip install --no-deps arabic-name-romanizer arabnamer && pip install wordfreq
    python scripts/build_names.py [--seeds FOLDER]

Names are words that Wikidata has in the Arabic names of people (CC0, as arabic-name-romanizer
packages it, with a corpus of Algerian names) or arabnamer (CC BY 4.0) in its list of foreign ones,
unless they are ordinary words too: those are in given_names.csv and family_names.csv by hand.
Plain words are those of wordfreq that are neither names nor look like foreign ones. Verb forms are
its words whose plural in وا is there too. Only the packages' data are read. The output depends on
their versions and on the other lexicons only.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sqlite3
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from wordfreq import top_n_list, zipf_frequency

from extractors.names.vocabulary import ARABIC, ARTICLE, Vocabulary
from extractors.seedfiles import SEEDS_DIR
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: so many words of wordfreq are read
_WORDS = 200_000
#: a word as frequent as this (per billion words, log 10) is not taken for a name …
_ORDINARY_ZIPF = 4.0
#: … and a rarer one must be the name of so many people: (below this frequency, at least so many)
_BEARERS = ((2.0, 1), (2.7, 3), (3.3, 15), (_ORDINARY_ZIPF, 80))
#: a plain word is as frequent as this
_PLAIN_ZIPF = 2.8
#: words that show what ordinary words look like are as frequent as this, names at most so
_SURE_ZIPF, _NAME_ZIPF = 3.2, 3.5
#: a verb is as frequent as this, its plural as this
_VERB_ZIPF, _PLURAL_ZIPF = 2.5, 2.3
_PLURAL = "وا"
_SHORTEST = 3
_LETTERS = re.compile(r"[ء-ي]+\Z")
_PREFIXES = ("و", "ف", "ب", "ل", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول", "س")
_NAME_PREFIXES = ("", "و", "ب", "ل", "ف")


def data_file(package: str, name: str) -> Path:
    """Where an installed package keeps a file of data."""
    files = distribution(package).files or []
    return Path(str(next(file.locate() for file in files if file.name == name)))


def bearers() -> dict[str, Counter[str]]:
    """How many people of Wikidata bear each word, by its role: given, surname, unknown."""
    found: dict[str, Counter[str]] = {}
    file = data_file("arabic-name-romanizer", "names.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        for key, role, count in connection.execute(
            "select arabic_key, role, sum(count) from units group by 1, 2"
        ):
            word = fold(key)
            if ARABIC.match(word):
                found.setdefault(word, Counter())[role] += count
    return found


def foreign() -> frozenset[str]:
    """The words of arabnamer's names."""
    names = json.loads(data_file("arabnamer", "dict_FINAL.json").read_text("utf-8")).values()
    return frozenset(word for name in names for word in fold(name).split() if ARABIC.match(word))


def frequencies() -> dict[str, float]:
    """The frequency of each folded word of wordfreq: of its most frequent spelling."""
    found: dict[str, float] = {}
    for word in top_n_list("ar", _WORDS, wordlist="large"):
        zipf = zipf_frequency(word, "ar", wordlist="large")
        found[fold(word)] = max(found.get(fold(word), 0.0), zipf)
    return found


class Builder:
    """The sources and the lexicons that were written by hand."""

    def __init__(self, seeds: Path) -> None:
        self._known = Vocabulary(seeds, generated=False)
        self._bearers = bearers()
        self._foreign = foreign()
        self._zipf = frequencies()

    def names(self) -> list[tuple[str, str]]:
        """Words that are names and nothing else, with their kind: given, family or both."""
        words = sorted(set(self._bearers) | self._foreign)
        return [(word, self._kind(word)) for word in words if self._is_name(word)]

    def plain(self) -> list[str]:
        """Words that are no names, and no forms of other ones."""
        plain = {word for word, zipf in self._zipf.items() if self._may_be_plain(word, zipf)}
        looks = self._looks_like_a_name()
        plain = {word for word in plain if looks(word) < 0}
        verbs = set().union(*self._known.verbs.values())
        words = plain | self._known.ordinary | set(self._known.heads) | verbs
        words |= set(self._known.introducers)
        return sorted(word for word in plain if not self._is_form(word, words))

    def verbs(self) -> list[str]:
        """Words of which wordfreq has the plural of a verb: خرج، خرجت (خرجوا)، نجا (نجوا)."""
        return sorted(
            word
            for word, often in self._zipf.items()
            if often >= _VERB_ZIPF
            and len(word) >= _SHORTEST
            and _LETTERS.match(word)
            and not word.startswith((ARTICLE, "و", "ف"))
            and any(
                self._zipf.get(f"{stem}{_PLURAL}", 0.0) >= _PLURAL_ZIPF for stem in _stems(word)
            )
        )

    def _is_name(self, word: str) -> bool:
        known = self._known
        if len(word) < _SHORTEST or " " in word or word in known.ordinary or word in known.towns:
            return False
        if word in known.given or word in known.family or word in known.parts:
            return False
        stem = word.removeprefix(ARTICLE)
        if word in known.introducers or stem in known.introducers or word in known.heads:
            return False
        zipf, people = self._zipf.get(word, 0.0), self._bearers.get(word, Counter()).total()
        if not people:
            return zipf < _BEARERS[0][0]
        return any(zipf < below and people >= least for below, least in _BEARERS)

    def _kind(self, word: str) -> str:
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 2:
            return "family"
        roles = self._bearers.get(word, Counter())
        return "both" if roles["surname"] and not roles["given"] and word.endswith("ي") else "given"

    def _may_be_plain(self, word: str, zipf: float) -> bool:
        known = self._known
        if zipf < _PLAIN_ZIPF or len(word) < _SHORTEST or not _LETTERS.match(word):
            return False
        if word in known.ordinary or word in known.parts or word in known.introducers:
            return False
        for prefix in _NAME_PREFIXES:
            rest = word.removeprefix(prefix)
            attached = word.startswith(prefix) and len(rest) >= _SHORTEST
            if attached and (self._borne(rest) or self._borne(ARTICLE + rest)):
                return False
        return True

    def _borne(self, word: str) -> bool:
        names = (self._bearers, self._foreign, self._known.given, self._known.family)
        return any(word in some for some in names)

    def _looks_like_a_name(self) -> Callable[[str], float]:
        """A score by groups of letters: above 0 for a name, below for another word."""
        known, zipf = self._known, self._zipf
        names = [
            word
            for word in set(self._bearers) | self._foreign | set(known.given) | set(known.family)
            if zipf.get(word, 0) < _NAME_ZIPF or word in known.given or word in known.family
        ]
        words = [
            word
            for word, often in zipf.items()
            if often >= _SURE_ZIPF and _LETTERS.match(word) and not self._borne(word)
        ]
        in_names = Counter(group for word in names for group in _groups(word))
        in_words = Counter(group for word in words for group in _groups(word))
        weights = {
            group: math.log((in_names[group] + 0.5) / (len(names) + 1))
            - math.log((in_words[group] + 0.5) / (len(words) + 1))
            for group in in_names | in_words
            if in_names[group] + in_words[group] > 3
        }

        def score(word: str) -> float:
            found = [weights[group] for group in _groups(word) if group in weights]
            return math.fsum(found) / max(len(found), 1)

        return score

    @staticmethod
    def _is_form(word: str, words: set[str]) -> bool:
        """Whether a word is another one with something attached before it."""
        for prefix in _PREFIXES:
            rest = word.removeprefix(prefix)
            attached = word.startswith(prefix) and len(rest) >= _SHORTEST
            if attached and (rest in words or ARTICLE + rest in words):
                return True
        return False


def _stems(word: str) -> set[str]:
    """A verb, and what it is without the ending of the feminine or of a weak root."""
    return {word, word[:-1] if word[-1] in "تاي" else word}


def _groups(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[at : at + n] for n in (2, 3, 4) for at in range(len(marked) - n + 1)}


def write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a lexicon."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write the three lexicons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=Path, default=SEEDS_DIR, help="folder to write into")
    seeds: Path = parser.parse_args().seeds
    builder = Builder(seeds)
    lexicon = seeds / "lexicon"
    write(lexicon / "known_names.csv", ("word", "kind"), builder.names())
    write(lexicon / "plain_words.csv", ("word",), [(word,) for word in builder.plain()])
    write(lexicon / "verb_forms.csv", ("word",), [(word,) for word in builder.verbs()])


if __name__ == "__main__":
    main()
