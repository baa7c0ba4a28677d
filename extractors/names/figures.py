"""Public figures: heads of state and government and the like, whose names may stand.

Vocabulary: seeds/lexicon/public_figures.csv. `short`: what reports call him once his whole name is
there, or always where `alone` says yes. A namesake who is harmed, accused or somebody's relative is
no public figure here: his name is masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.names.runs import Run
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractors.names.runs import Line

_PROCLITICS = ("", "و", "ف", "ب", "ل")

#: words of a name, folded
Words = tuple[str, ...]


class PublicFigures:
    """The register of public figures."""

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seed. Raises LexiconError where it is missing or faulty."""
        rows = read_seed("lexicon/public_figures.csv", ("name", "short", "alone"), root=seeds_dir)
        self._shorts: dict[Words, Words] = {}
        self._always: set[Words] = set()
        for row in rows:
            name, short = _words(row["name"]), _words(row["short"])
            self._shorts[name] = short
            if row["alone"]:
                self._always.add(short)
        self._of_name = _by_first_word(self._shorts)

    def short_names(self, lines: Iterable[Line]) -> dict[str, list[Words]]:
        """The short names that mean a public figure in an article, by their first word."""
        found = set(self._always)
        for line in lines:
            for at in range(len(line.words)):
                name = _at(line, at, self._of_name)
                if name is not None and self._shorts[name]:
                    found.add(self._shorts[name])
        return _by_first_word(found)

    def named(self, line: Line, at: int, shorts: dict[str, list[Words]]) -> Run | None:
        """The public figure whose name begins at a token, None where none does."""
        name = _at(line, at, self._of_name) or _at(line, at, shorts)
        if name is None:
            return None
        run = Run(at, at + len(name), certain=True)
        behind = run.end < len(line.words) and line.joined(run.end - 1)
        longer = behind and (line.words[run.end].given or line.words[run.end].family)
        return None if longer and len(name) == 1 else run


def _words(name: str) -> Words:
    return tuple(fold(name).split())


def _by_first_word(names: Iterable[Words]) -> dict[str, list[Words]]:
    """The names by their first word, the longest first."""
    found: dict[str, list[Words]] = {}
    for name in sorted(names, key=lambda words: (-len(words), words)):
        if name:
            found.setdefault(name[0], []).append(name)
    return found


def _at(line: Line, at: int, names: dict[str, list[Words]]) -> Words | None:
    text = line.words[at].text
    for proclitic in _PROCLITICS:
        if not text.startswith(proclitic):
            continue
        for name in names.get(text[len(proclitic) :], ()):
            rest = line.words[at + 1 : at + len(name)]
            if tuple(word.text for word in rest) == name[1:] and all(
                line.joined(i) for i in range(at, at + len(name) - 1)
            ):
                return name
    return None
