"""What the editor's desk says, in Arabic and English: the words are data, desk_words.csv."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Literal

from warehouse.errors import SettingsError

_FILE = Path(__file__).with_name("desk_words.csv")
Language = Literal["en", "ar"]
_LANGUAGES: dict[str, Language] = {"en": "en", "ar": "ar"}


def language_of(text: str) -> Language:
    """The language that is asked for. Raises SettingsError for one that the desk does not speak."""
    try:
        return _LANGUAGES[text]
    except KeyError as err:
        raise SettingsError(f"the desk speaks no {text!r}", "ar or en") from err


def desk_words(language: Language, key: str, **values: object) -> str:
    """The words of this key, with the values put in; a value that is None is `none`."""
    words = _words()
    told = {
        name: words["none"][language] if value is None else value for name, value in values.items()
    }
    return words[key][language].format(**told)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: {"en": row["en"], "ar": row["ar"]} for row in csv.DictReader(stream)}
