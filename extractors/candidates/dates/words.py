"""The words of dates, as seeds/lexicon has them: months.csv, weekdays.csv, relative_days.csv,
time_units.csv, date_modifiers.csv, day_ordinals.csv, date_contexts.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.document import Token

Unit = Literal["hour", "day", "weekend", "week", "month", "year"]
Calendar = Literal["gregorian", "hijri"]


@dataclass(frozen=True, slots=True)
class RelativeDays:
    """أمس, الشهر الماضي: a span of `unit`s, counted from the day of writing."""

    words: tuple[str, ...]
    unit: Unit
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """All that is known of the words of dates, folded."""

    months: Mapping[str, tuple[tuple[tuple[str, ...], int, Calendar], ...]]  # by first word
    hamza_below: frozenset[str]  # first words of months that may be written with إ
    weekdays: Mapping[str, int]  # Monday 0
    relative: Mapping[str, tuple[RelativeDays, ...]]  # by first word, longest first
    units: Mapping[str, tuple[Unit, int]]
    modifiers: Mapping[str, str]
    contexts: Mapping[str, frozenset[str]]
    ordinals: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]  # by first word, longest first


#: words behind which days are counted, back or on
BACK, AFTER, MORROW = ("قبل", "منذ"), ("بعد", "عقب"), "غداه"
_COUNTING = frozenset({*BACK, *AFTER, MORROW})
#: the letter that tells the town of إب from the month of آب
HAMZA_BELOW = "إ"
#: so many words are remembered
_VOCABULARY = 100_000

_UNITS: Mapping[str, Unit] = {
    "hour": "hour", "day": "day", "weekend": "weekend", "week": "week", "month": "month",
    "year": "year",
}  # fmt: skip


def _unit(name: str) -> Unit:
    try:
        return _UNITS[name]
    except KeyError as err:
        raise LexiconError(
            f"unknown unit of time {name!r} in seeds/lexicon", f"write one of {', '.join(_UNITS)}"
        ) from err


def may_begin(token: Token) -> bool:
    """Whether a date in words, or a number, may begin at a token; never False where one does. Asked
    of every word of a text, most of which can begin none."""
    return _may_begin(token.text, token.forms)


@lru_cache(maxsize=_VOCABULARY)
def _may_begin(word: str, forms: tuple[str, ...]) -> bool:
    known = date_words()
    bare = (word, word[1:], f"ا{word[1:]}", *forms)
    return any(char.isdecimal() for char in word) or any(
        one in _COUNTING
        or any(one in names for names in (known.months, known.weekdays, known.relative))
        or one in known.ordinals
        for one in bare
    )


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The lists of seeds/lexicon, read once."""
    months: dict[str, list[tuple[tuple[str, ...], int, Calendar]]] = {}
    hamza_below: set[str] = set()
    for row in read_seed("lexicon/months.csv", ["name", "month", "calendar"]):
        words = tuple(fold(row["name"]).split())
        system: Calendar = "hijri" if row["calendar"] == "hijri" else "gregorian"
        months.setdefault(words[0], []).append((words, int(row["month"]), system))
        if HAMZA_BELOW in row["name"]:
            hamza_below.add(words[0])
    relative: dict[str, list[RelativeDays]] = {}
    for row in read_seed("lexicon/relative_days.csv", ["phrase", "unit", "earliest", "latest"]):
        words = tuple(fold(row["phrase"]).split())
        entry = RelativeDays(words, _unit(row["unit"]), int(row["earliest"]), int(row["latest"]))
        relative.setdefault(words[0], []).append(entry)
    ordinals: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in read_seed("lexicon/day_ordinals.csv", ["phrase", "day"]):
        words = tuple(fold(row["phrase"]).split())
        ordinals.setdefault(words[0], []).append((words, int(row["day"])))
    contexts: dict[str, set[str]] = {}
    for row in read_seed("lexicon/date_contexts.csv", ["word", "kind"]):
        contexts.setdefault(row["kind"], set()).add(fold(row["word"]))
    return DateWords(
        months={k: tuple(sorted(v, key=lambda e: -len(e[0]))) for k, v in months.items()},
        hamza_below=frozenset(hamza_below),
        weekdays={
            fold(r["name"]): int(r["isoweekday"]) - 1
            for r in read_seed("lexicon/weekdays.csv", ["name", "isoweekday"])
        },
        relative={k: tuple(sorted(v, key=lambda e: -len(e.words))) for k, v in relative.items()},
        units={
            fold(r["word"]): (_unit(r["unit"]), int(r["count"]))
            for r in read_seed("lexicon/time_units.csv", ["word", "unit", "count"])
        },
        modifiers={
            fold(r["word"]): r["kind"]
            for r in read_seed("lexicon/date_modifiers.csv", ["word", "kind"])
        },
        contexts={k: frozenset(v) for k, v in contexts.items()},
        ordinals={k: tuple(sorted(v, key=lambda e: -len(e[0]))) for k, v in ordinals.items()},
    )
