"""The words of the command line in Arabic and English: data, translations.csv.

Errors are raised in English, as texts that know their key (`Message`); only the command line
translates them into the language that was asked for (`speaking`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extractors.errors import SijillError
from warehouse.core.code_labels import arabic_label, has_labels, label_column
from warehouse.core.errors import SettingsError
from wording.words import Pair, read_words

FILE = Path(__file__).with_name("translations.csv")
Language = Literal["en", "ar"]
#: columns whose cells are names of columns
_OF_COLUMNS = ("field", "differs in")
_PARTS = re.compile(", ?")
_LANGUAGES: dict[str, Language] = {"en": "en", "ar": "ar"}


class Message(str):
    """An English text that can be translated, since it knows its key and values."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def translated(self, language: Language) -> str:
        """The text in this language."""
        return translate(language, self.key, **self.values)


def message(key: str, /, **values: object) -> Message:
    """The English text of this key; values may be `Message` themselves, or lists of such lines."""
    words = Message(translate("en", key, **values))
    words.key, words.values = key, values
    return words


def error_words(key: str, /, **values: object) -> tuple[Message, Message]:
    """What happened and what to do about it: the texts of `error.<key>.said` and `.do`."""
    return message(f"error.{key}.said", **values), message(f"error.{key}.do", **values)


def language_of(text: str) -> Language:
    """The language that is asked for. Raises SettingsError for one that the desk does not speak."""
    try:
        return _LANGUAGES[text]
    except KeyError as err:
        raise SettingsError(*error_words("language", language=text)) from err


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Errors raised within the context are reported in this language, where there is a
    translation."""
    try:
        yield
    except SijillError as failure:
        failure.message, failure.hint = (
            text.translated(language) if isinstance(text, Message) else text
            for text in (failure.message, failure.hint)
        )
        raise


def translate(language: Language, key: str, /, **values: object) -> str:
    """The text of this key with the values filled in; a value that is None becomes the text of
    `none`."""
    arguments = {name: _translated_argument(language, value) for name, value in values.items()}
    return _of(_words()[key], language).format(**arguments)


def heads(language: Language, columns: Sequence[str]) -> list[str]:
    """The heads of these columns in a table; a column of codes that are shown as labels has
    the head of the labels."""
    return [_head(language, column) for column in columns]


def _head(language: Language, column: str) -> str:
    labels = f"head.{label_column(column)}"
    if language == "ar" and has_labels(column) and labels in _words():
        return translate(language, labels)
    return translate(language, f"head.{column}")


def translated_value(language: Language, value: object) -> object:
    """A code of a table's cell, or several, in the desk's language; a code without a translation
    stays."""
    if language == "en" or not isinstance(value, str):
        return value
    return _each(
        value,
        lambda part: translate("ar", f"value.{part}") if f"value.{part}" in _words() else None,
    )


def translated_cell(language: Language, column: str, value: object) -> object:
    """The cell of a column in the desk's language: a code as its label, a column's name as its
    head, other codes as their translations; a value that has none stays."""
    if language == "en" or value is None:
        return value
    if isinstance(value, bool):
        return translate("ar", "value.yes" if value else "value.no")
    if column in _OF_COLUMNS:
        return _each(
            str(value), lambda part: _head("ar", part) if f"head.{part}" in _words() else None
        )
    if column == "hold_reasons":
        return _each(str(value), lambda part: arabic_label(column, part))
    return arabic_label(column, str(value)) or translated_value(language, value)


def _each(value: str, label: Callable[[str], str | None]) -> str:
    labels = [label(part) for part in _PARTS.split(value)]
    known = [one for one in labels if one is not None]
    return "، ".join(known) if len(known) == len(labels) else value


def _translated_argument(language: Language, value: object) -> object:
    if value is None:
        return _of(_words()["none"], language)
    if isinstance(value, Message):
        return value.translated(language)
    if isinstance(value, list):
        return "\n".join(f"  {_translated_argument(language, line)}" for line in value)
    return value


def _of(pair: Pair, language: Language) -> str:
    return pair[0 if language == "ar" else 1]


@lru_cache(maxsize=1)
def _words() -> dict[str, Pair]:
    return read_words(FILE)
