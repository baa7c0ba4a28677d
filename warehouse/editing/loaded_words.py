"""Loaded words (seeds/loaded_words.csv): where they stand in a label, and the table of them.

docs/style-guide.md says what follows from it. Words inside quotation marks are somebody's own and
are never counted, nor is a word inside the official name of an organisation that the list allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extractors.seedfiles import read_seed
from extractors.text.fold import fold

FILE = "loaded_words.csv"
_COLUMNS = ("word", "language", "forms", "why", "say_instead", "allowed_in")
_LANGUAGES = ("ar", "en")
#: what may be written before an Arabic word without a blank: conjunction, preposition, article
_BEFORE = r"[وف]?(?:[بك]?(?:ال)?|لل?)"
_QUOTED = re.compile(r'"[^"]*"|``.*?``|`[^`]*`', re.DOTALL)


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """One word of the list: `forms` to search for, `allowed_in` the official names that may hold
    it."""

    word: str
    language: str
    forms: tuple[str, ...]
    why: str
    say_instead: str
    allowed_in: tuple[str, ...]


def read_loaded_words(seeds_dir: Path) -> tuple[LoadedWord, ...]:
    """The list in the file's order. Raises LexiconError where the file cannot be read."""
    return tuple(
        LoadedWord(
            word=row["word"],
            language=row["language"],
            forms=_parts(row["forms"]),
            why=row["why"],
            say_instead=row["say_instead"],
            allowed_in=_parts(row["allowed_in"]),
        )
        for row in read_seed(FILE, _COLUMNS, root=seeds_dir)
    )


def loaded_words_in(text: str, words: tuple[LoadedWord, ...]) -> tuple[LoadedWord, ...]:
    """Those of `words` that `text` uses in its own voice, in the list's order.

    Letters are compared folded, Arabic words with and without و ف ب ك ل ال before them. Words in
    quotation marks or between backticks are left out.
    """
    plain = _QUOTED.sub(" ", fold(text))
    return tuple(word for word in words if _says(plain, word))


def loaded_words_table(words: tuple[LoadedWord, ...], language: str) -> str:
    """A Markdown table of the words of one language."""
    rows = ["| not | because it | say instead | may stand in |", "|---|---|---|---|"]
    rows += [
        f"| {word.word} | {word.why} | {word.say_instead} | {' · '.join(word.allowed_in)} |"
        for word in words
        if word.language == language
    ]
    return "\n".join(rows) + "\n"


def _says(plain: str, word: LoadedWord) -> bool:
    for name in word.allowed_in:
        plain = re.sub(_as_word(name, word.language), " ", plain)
    return any(re.search(_as_word(form, word.language), plain) for form in word.forms)


def _as_word(form: str, language: str) -> str:
    before = _BEFORE if language == "ar" else ""
    return rf"(?<!\w){before}{re.escape(fold(form))}(?!\w)"


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in cell.split("|"))))
