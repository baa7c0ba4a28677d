"""What the editor's desk says, in Arabic and English: the words are data, desk_words.csv.

Errors are raised in English, in words that know their key (`Said`): at the command line, and only
there, they are said again in the language that was asked for (`speaking`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extractors.errors import SijillError
from warehouse.errors import SettingsError
from wording.words import Pair, read_words

FILE = Path(__file__).with_name("desk_words.csv")
Language = Literal["en", "ar"]
_LANGUAGES: dict[str, Language] = {"en": "en", "ar": "ar"}


class Said(str):
    """English words of the desk that can be said in another language; else a text like any."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def again(self, language: Language) -> str:
        """The same in this language."""
        return desk_words(language, self.key, **self.values)


def said(key: str, /, **values: object) -> Said:
    """The English words of this key; values may be `Said` themselves, or lists of such lines."""
    words = Said(desk_words("en", key, **values))
    words.key, words.values = key, values
    return words


def error_words(key: str, /, **values: object) -> tuple[Said, Said]:
    """What happened and what to do about it, of the words `error.<key>.said` and `.do`."""
    return said(f"error.{key}.said", **values), said(f"error.{key}.do", **values)


def language_of(text: str) -> Language:
    """The language that is asked for. Raises SettingsError for one that the desk does not speak."""
    try:
        return _LANGUAGES[text]
    except KeyError as err:
        raise SettingsError(*error_words("language", language=text)) from err


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What goes wrong within is told in this language, where it has words of the desk."""
    try:
        yield
    except SijillError as failure:
        failure.message, failure.hint = (
            text.again(language) if isinstance(text, Said) else text
            for text in (failure.message, failure.hint)
        )
        raise


def desk_words(language: Language, key: str, /, **values: object) -> str:
    """The words of this key, with the values put in; a value that is None is `none`."""
    told = {name: _told(language, value) for name, value in values.items()}
    return _of(_words()[key], language).format(**told)


def heads(language: Language, columns: Sequence[str]) -> list[str]:
    """What a table calls these columns."""
    return [desk_words(language, f"head.{column}") for column in columns]


def told_value(language: Language, value: object) -> object:
    """A code of a table's cell as the desk says it; what has no words stays as it is."""
    if language == "en" or not isinstance(value, str):
        return value
    parts = value.split(", ")
    if all(f"value.{part}" in _words() for part in parts):
        return "، ".join(desk_words(language, f"value.{part}") for part in parts)
    return value


def _told(language: Language, value: object) -> object:
    if value is None:
        return _of(_words()["none"], language)
    if isinstance(value, Said):
        return value.again(language)
    if isinstance(value, list):
        return "\n".join(f"  {_told(language, line)}" for line in value)
    return value


def _of(pair: Pair, language: Language) -> str:
    return pair[0 if language == "ar" else 1]


@lru_cache(maxsize=1)
def _words() -> dict[str, Pair]:
    return read_words(FILE)
