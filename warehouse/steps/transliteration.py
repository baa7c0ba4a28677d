"""Arabic names in Latin letters where no source gives one, by seeds/places/transliteration.csv.

A simplified ALA-LC: no marks on letters, no sign for ʿayn and hamza, no assimilated article. Short
vowels are not written in Arabic, so they are missing except in words that have their own entry.
What comes out can be read and searched; it is no official spelling.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import LexiconError

TABLE = "places/transliteration.csv"
_COLUMNS = {"unit", "arabic", "position", "latin"}
_UNITS = {
    "prefix": {"first"},
    "word": {"whole", "after_prefix"},
    "letters": {"any", "first", "last", "between_consonants"},
}
#: letters that are or may be vowels: a و or ي next to one of them is a consonant
_VOWELS = frozenset("اآأإىويیةءؤئ")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Transliteration:
    """The table, ready for use. `prefixes`: the longest first; `letters`: by place in the word."""

    prefixes: tuple[tuple[str, str], ...]
    words: dict[tuple[str, str], str]
    letters: dict[tuple[str, str], str]
    longest: int

    @classmethod
    def read(cls, seeds_dir: Path) -> Transliteration:
        """Read the table. Raises LexiconError where it is missing or faulty."""
        path = seeds_dir / TABLE
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream, strict=True)
                if not set(reader.fieldnames or ()) >= _COLUMNS:
                    raise ValueError(f"its header row should hold {', '.join(sorted(_COLUMNS))}")
                rows = list(reader)
            for row in rows:
                if not row["arabic"] or row["position"] not in _UNITS.get(row["unit"], ()):
                    raise ValueError(f"the row {','.join(map(str, row.values()))} is none of ours")
        except (OSError, UnicodeDecodeError, csv.Error, ValueError) as err:
            raise LexiconError(
                f"{path} cannot be read: {err}", "restore it: git checkout -- seeds"
            ) from err
        prefixes = ((r["arabic"], r["latin"]) for r in rows if r["unit"] == "prefix")
        letters = {(r["arabic"], r["position"]): r["latin"] for r in rows if r["unit"] == "letters"}
        return cls(
            prefixes=tuple(sorted(prefixes, key=lambda pair: (-len(pair[0]), pair))),
            words={(r["arabic"], r["position"]): r["latin"] for r in rows if r["unit"] == "word"},
            letters=letters,
            longest=max((len(arabic) for arabic, _ in letters), default=1),
        )

    def latin(self, name: str) -> str | None:
        """The name in Latin letters, each word with a capital; None where a letter of it is not
        in the table."""
        plain = "".join(c for c in name if unicodedata.category(c) != "Mn" and c != "ـ")
        if any(unicodedata.category(c) == "Lo" and not self._knows(c) for c in plain):
            return None
        written = _WORD.sub(lambda word: self._word(word.group()), plain)
        return " ".join(written.split()) or None

    def _knows(self, letter: str) -> bool:
        return (letter, "any") in self.letters

    def _word(self, word: str) -> str:
        if (word, "whole") in self.words:
            return _capital(self.words[word, "whole"])
        for arabic, latin in self.prefixes:
            rest = word.removeprefix(arabic)
            if rest != word and len(rest) > 1:
                return latin + _capital(self._behind_prefix(rest))
        return _capital(self._letters(word))

    def _behind_prefix(self, word: str) -> str:
        """A word that is construct when it stands bare may not be so behind an article."""
        for place in ("after_prefix", "whole"):
            if (word, place) in self.words:
                return self.words[word, place]
        return self._letters(word)

    def _letters(self, word: str) -> str:
        written, at = [], 0
        while at < len(word):
            for length in range(min(self.longest, len(word) - at), 0, -1):
                latin = self._placed(word, at, length)
                if latin is not None:
                    written.append(latin)
                    at += length
                    break
            else:  # a Latin letter or another sign stays as it is
                written.append(word[at])
                at += 1
        return "".join(written)

    def _placed(self, word: str, at: int, length: int) -> str | None:
        """What the letters there become: the row of their place in the word, else that of any."""
        letters, end = word[at : at + length], at + length
        places = []
        if at == 0 and end < len(word):
            places.append("first")
        if end == len(word) and at > 0:
            places.append("last")
        if at > 0 and end < len(word) and not {word[at - 1], word[end]} & _VOWELS:
            places.append("between_consonants")
        for place in (*places, "any"):
            if (letters, place) in self.letters:
                return self.letters[letters, place]
        return None


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
