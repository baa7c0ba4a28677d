"""Is a text Arabic? Decided by the share of Arabic letters, then by letters and function words.

Persian, Urdu, Kurdish and others are written in Arabic letters too. Which letters and words
give them away is data: seeds/lexicon/language_markers.csv (language ISO 639, kind letter |
word | prefix, form). A letter alone proves nothing (گ and چ occur in Iraqi names, ک and ی in
Arabic typed on a Persian keyboard), so the share of a language's marked words is weighed
against the share of Arabic ones.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractors.errors import LexiconError

#: Letters of the Arabic script, presentation forms included; no digits, signs or punctuation.
ARABIC_LETTERS = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]+"
)
LETTERS = re.compile(r"[^\W\d_]+")
#: Vowel signs, dagger alif and tatweel are no part of a word's identity here; Persian and
#: Arabic keyboards differ in kaf and yeh.
_FOLD = {**dict.fromkeys([*range(0x064B, 0x0660), 0x0670, 0x0640]), 0x06A9: "ك", 0x06CC: "ي"}

#: Below this share of Arabic letters among all letters a text is not Arabic. Arabic pages with
#: Latin menus, names and links in them stay far above.
MIN_ARABIC_SHARE = 0.5
#: Another language must mark at least this share of the words to be named.
MIN_MARKED_SHARE = 0.08
#: The beginning of a text is enough to know its language.
SAMPLE_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class _Markers:
    words: frozenset[str]
    letters: re.Pattern[str] | None
    prefixes: tuple[str, ...]

    def share(self, words: list[str]) -> float:
        """Share of the words that are marked as this language's."""
        hits = sum(map(self.words.__contains__, words))
        if self.letters and self.letters.search(" ".join(words)):
            search = self.letters.search
            hits += sum(word not in self.words and search(word) is not None for word in words)
        if self.prefixes:
            hits += sum(
                len(word) > 3 and word.startswith(self.prefixes) and word not in self.words
                for word in words
            )
        return hits / len(words)


class LanguageMarkers:
    """The markers of all languages. `other_language(text)` is what callers want."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self._markers: dict[str, _Markers] = {}
        for language in sorted({row[0] for row in rows}):
            forms = {
                kind: [form for code, a_kind, form in rows if (code, a_kind) == (language, kind)]
                for kind in ("word", "letter", "prefix")
            }
            letters = "".join(map(re.escape, forms["letter"]))
            self._markers[language] = _Markers(
                frozenset(form.translate(_FOLD) for form in forms["word"]),
                re.compile(f"[{letters}]") if letters else None,
                tuple(forms["prefix"]),
            )

    def other_language(self, text: str) -> str | None:
        """ISO 639 code of the language that a text in Arabic letters is written in, if it is
        plainly not Arabic; else None."""
        words = LETTERS.findall(text[:SAMPLE_CHARS].translate(_FOLD))
        if not words:
            return None
        shares = {code: markers.share(words) for code, markers in self._markers.items()}
        arabic = shares.pop("ar")
        language = max(shares, key=lambda code: (shares[code], code), default="ar")
        share = shares.get(language, 0.0)
        return language if share >= MIN_MARKED_SHARE and share > arabic else None


def arabic_share(text: str) -> float:
    """Share of Arabic letters among the letters of a text, 0 where it has none."""
    arabic = sum(map(len, ARABIC_LETTERS.findall(text)))
    letters = sum(map(len, LETTERS.findall(text)))
    return arabic / letters if letters else 0.0


def load_language_markers(seeds_dir: Path) -> LanguageMarkers:
    """Read the markers. Raises LexiconError where the file is missing or malformed."""
    path = seeds_dir / "lexicon" / "language_markers.csv"
    try:
        stat = path.stat()
    except OSError as err:
        raise LexiconError(f"{path} cannot be read: {err}", "restore it") from err
    return _load(path, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> LanguageMarkers:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [(r["language"], r["kind"], r["form"]) for r in csv.DictReader(stream)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as err:
        raise LexiconError(f"{path} cannot be read: {err!r}", "columns: language,kind,form") from (
            err
        )
    wrong = [row for row in rows if row[1] not in {"letter", "word", "prefix"} or not row[2]]
    if wrong or not any(row[0] == "ar" for row in rows):
        raise LexiconError(
            f"{path} has rows that are no marker: {wrong[:3]}", "kind: letter | word | prefix"
        )
    return LanguageMarkers(rows)
