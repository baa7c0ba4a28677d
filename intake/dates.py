"""A date as people and programs write it → ISO 8601, or a refusal; never a guess.

Read are ISO 8601, RFC 822, web archives' fourteen digits, and dates with the names of months in
English and in Arabic (both systems, also side by side: تشرين الثاني/نوفمبر), in Latin, Arabic and
Persian digits. Refused is what can be read in two ways (03/04/2026, unless the order is told), what
no rule knows, and a Hijri date alone, whose day differs from country to country.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extractors.candidates.dates.words import date_words
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

DayOrder = Literal["dmy", "mdy"]
MAX_CHARS = 120
_MAX_RAW_CHARS = 1_000

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
_ZONE = r"(?P<zone>z|[+-]\d\d:?\d\d|[+-]\d\d)"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})"
    rf"(?:(?:t| t?)\s*{_CLOCK}\s*{_ZONE}?)?"
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?:t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE}?)?"
)
_TOKEN = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?|[+-]\d\d?:?\d\d\b|[+-]\d\d?\b|\d+"
    r"|[ap]\.m\.|[^\W\d_]+|[^\w\s]"
)
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_MARKS = frozenset(",-/|.():;\"'[]")
#: RFC 822 lets a comment follow the offset: +0300 (Arabia Standard Time)
_COMMENT = re.compile(r"([+-]\d\d:?\d\d|gmt|utc)\s*\([^()]*\)$")
#: 21-Nov-2026
_JOINED = re.compile(r"(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d{4}\b)")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")


class DateUnread(ValueError):
    """No date can be told from this. The message says why."""


@dataclass(frozen=True, slots=True)
class _Day:
    year: int
    month: int
    day: int


def iso_date(text: str, order: DayOrder | None = None) -> str:
    """The date, or date and time, as ISO 8601: with an offset where one is told, else without.

    `order` reads dates such as 03/04/2026. Raises DateUnread.
    """
    if len(text) > _MAX_RAW_CHARS:
        raise DateUnread("is longer than any date")
    told = " ".join(fold(text).replace("\N{ARABIC COMMA}", ",").split())
    if not told:
        raise DateUnread("is empty")
    if len(told) > MAX_CHARS:
        raise DateUnread("is longer than any date")
    told = _COMMENT.sub(r"\1", _JOINED.sub(" ", told))
    match = _ISO.fullmatch(told) or _COMPACT.fullmatch(told)
    if match:
        part = match.groupdict()
        day = _Day(int(part["year"]), int(part["month"]), int(part["day"]))
        clock = None
        if part["hour"]:
            second = int(part["second"]) if part["second"] else None
            clock = (int(part["hour"]), int(part["minute"]), second)
        return _written(day, clock, _offset(part["zone"]) if part["zone"] else "")
    return _Line(told, order).read()


def is_of_update(text: str) -> bool:
    """Whether a line says that it tells the last change rather than the publication."""
    words = _dateline_words().get("updated", frozenset())
    return any(word in words for word in re.findall(r"[^\W\d_]+", fold(text)))


class _Line:
    """A date among the words that stand around dates. Any other word makes it none."""

    def __init__(self, told: str, order: DayOrder | None) -> None:
        self._told, self._order = told, order
        self._tokens = _TOKEN.findall(told)
        self._days: list[_Day] = []
        self._hijri = False
        self._clock: tuple[int, int, int | None] | None = None
        self._zone = ""
        self._numbers: list[int] = []
        self._months: list[int] = []

    def read(self) -> str:
        at = 0
        while at < len(self._tokens):
            at = self._take(at)
        self._close()
        days = set(self._days)
        if len(days) > 1:
            raise DateUnread("names more than one day")
        if not days:
            raise DateUnread(
                "a Hijri date alone: its day differs from country to country"
                if self._hijri
                else "no form of a date that is known"
            )
        return _written(days.pop(), self._clock, self._zone)

    def _take(self, at: int) -> int:
        token = self._tokens[at]
        if _NUMERIC.fullmatch(token):
            self._close()
            self._days.append(self._numeric(token))
        elif ":" in token and token[0].isdecimal():
            return self._take_clock(at)
        elif token[0] in "+-" and len(token) > 1:
            if self._clock is None:
                raise DateUnread("an offset stands before the time")
            self._zone = _offset(token)
        elif token.isdecimal():
            self._numbers.append(int(token))
        elif not token[0].isalpha():
            if token not in _MARKS:
                raise DateUnread(f"{token!r} belongs to no date")
        else:
            return self._take_word(at)
        return at + 1

    def _take_word(self, at: int) -> int:
        month = _month_at(self._tokens, at)
        if month is not None:
            number, system, length = month
            if system == "hijri":
                # a Hijri day beside the other calendar's: its numbers belong to it
                self._hijri = True
                self._numbers = self._numbers[:-1]
                return self._skip_year(at + length)
            self._months.append(number)
            return at + length
        word, kinds = self._tokens[at], _dateline_words()
        if word in kinds["utc"] and self._clock is not None:
            self._zone = self._zone or "+00:00"
        elif word in _zone_names() and self._clock is not None:
            self._zone = _offset(_zone_names()[word])
        elif word == "t" and self._days:
            pass
        elif not self._is_beside(word):
            raise DateUnread(f"{word!r} belongs to no date")
        return at + 1

    @staticmethod
    def _is_beside(word: str) -> bool:
        kinds = _dateline_words()
        return word in kinds["beside"] or word in kinds["updated"] or word in date_words().weekdays

    def _skip_year(self, at: int) -> int:
        while at < len(self._tokens) and self._tokens[at] in ",/-":
            at += 1
        if at < len(self._tokens) and self._tokens[at].isdecimal() and len(self._tokens[at]) == 4:
            at += 1
        return at

    def _take_clock(self, at: int) -> int:
        if self._clock is not None:
            raise DateUnread("names two times")
        hour, minute, *second = map(int, self._tokens[at].split(":"))
        after = self._tokens[at + 1] if at + 1 < len(self._tokens) else ""
        kinds = _dateline_words()
        half = next((kind for kind in ("am", "pm") if after in kinds[kind]), None)
        if half == "pm" and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        elif half == "am" and hour > 12:
            raise DateUnread(f"{hour} o'clock in the morning is no time")
        self._clock = (hour, minute, second[0] if second else None)
        return at + (2 if half else 1)

    def _close(self) -> None:
        """A day from the month's name and the numbers around it."""
        if not self._months:
            if self._numbers and self._days:
                raise DateUnread("a number stands beside the date")
            return
        if len(set(self._months)) > 1:
            raise DateUnread("names two months")
        years = [number for number in self._numbers if number >= 1_000]
        others = [number for number in self._numbers if number < 1_000]
        if len(years) != 1 or len(others) != 1:
            raise DateUnread("a day, a month and a year of four digits are wanted")
        self._days.append(_Day(years[0], self._months[0], others[0]))
        self._months, self._numbers = [], []

    def _numeric(self, token: str) -> _Day:
        match = _NUMERIC.fullmatch(token)
        assert match
        first, middle, last = match[1], int(match[3]), match[4]
        if len(first) == 4:
            return _Day(int(first), middle, int(last))
        if len(last) != 4:
            raise DateUnread("a year of two digits")
        day, month = int(first), middle
        if self._order == "mdy":
            day, month = month, day
        elif self._order is None and day <= 12 and month <= 12 and day != month:
            raise DateUnread("can be read as day/month and as month/day")
        elif self._order is None and day <= 12 < month:
            day, month = month, day
        return _Day(int(last), month, day)


def _written(day: _Day, clock: tuple[int, int, int | None] | None, zone: str) -> str:
    try:
        date = dt.date(day.year, day.month, day.day)
        if clock is None:
            return date.isoformat()
        hour, minute, second = clock
        # a leap second is the last of its minute
        time = dt.time(hour, minute, min(second or 0, 59) if second != 60 else 59)
    except (ValueError, OverflowError) as err:
        raise DateUnread(f"does not exist: {err}") from err
    return f"{date.isoformat()}T{time.isoformat('seconds')}{zone}"


def _offset(told: str) -> str:
    if told == "z":
        return "+00:00"
    match = _OFFSET.fullmatch(told)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        raise DateUnread(f"{told} is no offset")
    return f"{match[1]}{int(match[2]):02d}:{match[3] or '00'}"


def _month_at(tokens: list[str], at: int) -> tuple[int, str, int] | None:
    """Month, calendar and number of tokens of the month's name that begins here, the longest."""
    english = _english_months().get(tokens[at])
    if english:
        return english, "gregorian", 1
    for words, number, system in date_words().months.get(tokens[at], ()):
        if tuple(tokens[at : at + len(words)]) == words:
            return number, system, len(words)
    return None


@lru_cache(maxsize=1)
def _english_months() -> dict[str, int]:
    months = {}
    for row in read_seed("calendar_names.csv", ["unit", "number", "name_en"]):
        if row["unit"] == "month":
            name = row["name_en"].lower()
            months[name] = months[name[:3]] = int(row["number"])
    return {**months, "sept": 9}


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str], ...]:
    path = Path(__file__).with_name("dateline_words.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple((fold(row["word"]), row["kind"]) for row in csv.DictReader(stream))


@lru_cache(maxsize=1)
def _dateline_words() -> dict[str, frozenset[str]]:
    kinds = {kind for _, kind in _rows()}
    return {kind: frozenset(word for word, of in _rows() if of == kind) for kind in kinds}


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    """The few names of zones that RFC 822 defines; others mean different things to different
    people (AST is Riyadh's to one and Halifax's to another)."""
    return {word: kind for word, kind in _rows() if kind[0] in "+-"}
