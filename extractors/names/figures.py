"""Public figures: heads of state and government and the like, whose names may stand.

Vocabulary: seeds/lexicon/public_figures.csv. `short`: what reports call him once his whole name is
there, or always where `alone` says yes; several are parted by semicolons. That a word names one is
what the score of names sees; it decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.names.vocabulary import LETTERS_BEFORE
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extractors.names.line import Line

#: words of a name, folded
Words = tuple[str, ...]


class PublicFigures:
    """The register of public figures."""

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seed. Raises LexiconError where it is missing or faulty."""
        rows = read_seed("lexicon/public_figures.csv", ("name", "short", "alone"), root=seeds_dir)
        self._shorts: dict[Words, list[Words]] = {}
        self._always: set[Words] = set()
        for row in rows:
            name, shorts = _words(row["name"]), [_words(s) for s in row["short"].split(";")]
            self._shorts[name] = shorts
            if row["alone"]:
                self._always.update(shorts)
        self._of_name = _by_first_word(self._shorts)

    def tokens(self, lines: Sequence[Line]) -> list[frozenset[int]]:
        """The tokens of each line of an article with which public figures are named: by whole
        names, and by the short ones that an article may call them by."""
        whole = [_names_in(line, self._of_name) for line in lines]
        called = (name for names in whole for name in names.values())
        shorts = {short for name in called for short in self._shorts[name]}
        by_short = _by_first_word(self._always | shorts)
        found = []
        for line, names in zip(lines, whole, strict=True):
            here = _names_in(line, by_short) | names
            ranges = ((at, at + len(name)) for at, name in here.items())
            found.append(
                frozenset(
                    at
                    for first, end in ranges
                    if not _is_longer(line, first, end)
                    for at in range(first, end)
                )
            )
        return found


def _names_in(line: Line, names: dict[str, list[Words]]) -> dict[int, Words]:
    found = {}
    for at, word in enumerate(line.words):
        text = word.text
        starts = names.get(text, ())
        if text[0] in LETTERS_BEFORE:
            starts = (*starts, *names.get(text[1:], ()))
        for name in starts:
            if _goes_on(line, at, name):
                found[at] = name
                break
    return found


def _is_longer(line: Line, first: int, end: int) -> bool:
    """Whether a name of one word goes on: another person bears it."""
    if end - first > 1 or end >= len(line.words) or not line.joined(end - 1):
        return False
    return bool(line.words[end].given or line.words[end].family)


def _words(name: str) -> Words:
    return tuple(fold(name).split())


def _by_first_word(names: Iterable[Words]) -> dict[str, list[Words]]:
    """The names by their first word, the longest first."""
    found: dict[str, list[Words]] = {}
    for name in sorted(names, key=lambda words: (-len(words), words)):
        if name:
            found.setdefault(name[0], []).append(name)
    return found


def _goes_on(line: Line, at: int, name: Words) -> bool:
    """Whether the words behind the first one of a name are the name's others."""
    rest = line.words[at + 1 : at + len(name)]
    return tuple(word.text for word in rest) == name[1:] and all(
        line.joined(i) for i in range(at, at + len(name) - 1)
    )
