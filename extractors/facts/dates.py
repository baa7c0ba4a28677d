"""When: date expressions, resolved against the day of publication.

Newspapers write dates in two Gregorian month systems (تموز، يوليو), in the Hijri calendar, as
numerals, and most of all as days that count back from the paper's own day: أمس، الاثنين، قبل يومين.
A text never speaks of the future here: what would lie behind the day of publication is moved to
the year before, or left out. Vocabulary: seeds/lexicon/months.csv, weekdays.csv,
relative_days.csv, time_units.csv, date_modifiers.csv, day_ordinals.csv, date_contexts.csv.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from hijridate import Gregorian, Hijri

from extractors.document import DateMention
from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from extractors.text.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractors.document import Document, Sentence
    from extractors.records import DatePrecision

Unit = Literal["hour", "day", "weekend", "week", "month", "year"]
Calendar = Literal["gregorian", "hijri"]

_NUMERIC = re.compile(
    r"(?<![0-9/.:-])([0-9]{1,4}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})(?![0-9/:])"
)
#: the furthest that a text may lag behind its day of publication
_MAX_LAG_DAYS = 6
#: a dateline is no longer than this
_DATELINE_WORDS = 18
#: "two days after the attack" counts from a day that was told so many sentences before at most
_TOLD_NEARBY = 2
#: a word such as غداة stands so many words before its date at most
_MORROW_REACH = 4
_SATURDAY = 5


# --- vocabulary --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Relative:
    words: tuple[str, ...]
    unit: Unit
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    months: Mapping[str, tuple[tuple[tuple[str, ...], int, Calendar], ...]]  # by first word
    weekdays: Mapping[str, int]  # Monday 0
    relative: Mapping[str, tuple[_Relative, ...]]  # by first word, longest first
    units: Mapping[str, tuple[Unit, int]]
    modifiers: Mapping[str, str]
    contexts: Mapping[str, frozenset[str]]
    ordinals: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]  # by first word, longest first


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


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    months: dict[str, list[tuple[tuple[str, ...], int, Calendar]]] = {}
    for row in read_seed("lexicon/months.csv", ["name", "month", "calendar"]):
        words = tuple(fold(row["name"]).split())
        system: Calendar = "hijri" if row["calendar"] == "hijri" else "gregorian"
        months.setdefault(words[0], []).append((words, int(row["month"]), system))
    relative: dict[str, list[_Relative]] = {}
    for row in read_seed("lexicon/relative_days.csv", ["phrase", "unit", "earliest", "latest"]):
        words = tuple(fold(row["phrase"]).split())
        entry = _Relative(words, _unit(row["unit"]), int(row["earliest"]), int(row["latest"]))
        relative.setdefault(words[0], []).append(entry)
    ordinals: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in read_seed("lexicon/day_ordinals.csv", ["phrase", "day"]):
        words = tuple(fold(row["phrase"]).split())
        ordinals.setdefault(words[0], []).append((words, int(row["day"])))
    contexts: dict[str, set[str]] = {}
    for row in read_seed("lexicon/date_contexts.csv", ["word", "kind"]):
        contexts.setdefault(row["kind"], set()).add(fold(row["word"]))
    return _Lexicon(
        months={k: tuple(sorted(v, key=lambda e: -len(e[0]))) for k, v in months.items()},
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


# --- expressions, before they are resolved -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Expression:
    """A date expression as it stands in the text: tokens first..last (exclusive) of a sentence.

    Exactly one of these is meant: a day of a month and year (any of the three may be missing), a
    relative span, or a weekday (with the relative day that stands beside it).
    """

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    system: Calendar = "gregorian"
    modifier: str | None = None
    unit: Unit | None = None
    span: tuple[int, int] | None = None
    weekday: int | None = None
    weekday_to: int | None = None
    weeks_back: int = 0
    #: days from the day told last to this one (بعد يومين على هجوم …: -2)
    from_last: int | None = None
    #: days added to what the expression itself says (غداة هجوم الاثنين: 1)
    shift: int = 0

    @property
    def is_full_date(self) -> bool:
        return self.day is not None and self.month is not None

    @property
    def is_relative_day(self) -> bool:
        """أمس, اليوم and the like: one day, counted from the paper's own."""
        return self.unit == "day" and self.span is not None and self.span[0] == self.span[1]


def dates(doc: Document) -> tuple[DateMention, ...]:
    """The dates of a document in the order of the text; they do not overlap, none lies behind
    the day of publication, and none is taken from furniture.

    Relative days count from `article.published_on`; where the text itself shows that it was
    written up to six days before (a dateline, or "أمس الاثنين" in Thursday's file), from that day.
    Precision day: one day, or the two of a night or a weekend; month and year: the whole of it, up
    to the publication; unknown: a vague span such as "last week".
    """
    published = doc.article.published_on
    found: list[tuple[Sentence, _Expression]] = []
    for sentence in doc.sentences:
        if not sentence.furniture:
            found.extend((sentence, expression) for expression in _expressions(sentence))
    datelines = _datelines(doc, found)
    written = _day_of_writing(published, found, datelines)
    mentions = []
    told: tuple[int, dt.date] | None = None
    for sentence, expression in found:
        if expression.from_last is not None:
            near = told is not None and sentence.index - told[0] <= _TOLD_NEARBY
            first = last = (told[1] if told and near else written) + dt.timedelta(
                expression.from_last
            )
            if not (told and near):  # counted from the news, which is yesterday's or today's
                first -= dt.timedelta(1)
            resolved: _Resolved | None = (first, last, "day")
        else:
            resolved = _resolve(expression, written, published)
        if resolved is None:
            continue
        earliest, latest, precision = resolved
        if expression.shift:
            earliest += dt.timedelta(expression.shift)
            latest += dt.timedelta(expression.shift)
        if precision == "day" and expression.from_last is None:
            told = sentence.index, latest
        if earliest > published:
            continue
        mentions.append(
            DateMention(
                sentence=sentence.index,
                start=sentence.tokens[expression.first].start,
                end=_closed(sentence, sentence.tokens[expression.last - 1].end, expression),
                earliest=earliest,
                latest=min(latest, published),
                precision=precision,
                is_dateline=sentence.index in datelines,
                of_next=expression.from_last is not None,
            )
        )
    return tuple(mentions)


def _closed(sentence: Sentence, end: int, expression: _Expression) -> int:
    """The end of an expression with the bracket that it opened: يوليو (تموز)."""
    text = sentence.passage.folded
    start = sentence.tokens[expression.first].start
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text[end : end + 1] == ")" else end


def _datelines(doc: Document, found: list[tuple[Sentence, _Expression]]) -> frozenset[int]:
    """Indices of the sentences that are datelines: among the first two of the text, short, and
    mostly a full date (بغداد 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس)."""
    heads = [s for s in doc.sentences if s.passage.part == "text" and not s.furniture][:2]
    lines = set()
    for sentence in heads:
        full = [e for s, e in found if s is sentence and e.is_full_date and e.year is not None]
        words = sum(e.last - e.first for e in full)
        if (
            full
            and len(sentence.tokens) <= _DATELINE_WORDS
            and words * 5 >= len(sentence.tokens) * 2
        ):
            lines.add(sentence.index)
    return frozenset(lines)


def _day_of_writing(
    published: dt.date,
    found: list[tuple[Sentence, _Expression]],
    datelines: frozenset[int],
) -> dt.date:
    """The day that the text counts from: the publication's, or the one that its own words show."""
    votes: Counter[dt.date] = Counter()
    for sentence, expression in found:
        day: dt.date | None = None
        if sentence.index in datelines and expression.is_full_date:
            resolved = _resolve(expression, published, published)
            day = resolved[0] if resolved else None
        elif expression.weekday is not None and expression.is_relative_day and expression.span:
            day = _weekday_before(published, expression.weekday) - dt.timedelta(expression.span[0])
        if day is not None and dt.timedelta(0) <= published - day <= dt.timedelta(_MAX_LAG_DAYS):
            votes[day] += 1
    if not votes:
        return published
    most = max(votes.values())
    return max(day for day, count in votes.items() if count == most)


# --- resolving ---------------------------------------------------------------------------------

_Resolved = tuple[dt.date, dt.date, "DatePrecision"]


def _weekday_before(day: dt.date, weekday: int) -> dt.date:
    """The latest such weekday on or before a day."""
    return day - dt.timedelta((day.weekday() - weekday) % 7)


def _resolve(expression: _Expression, written: dt.date, published: dt.date) -> _Resolved | None:
    if expression.weekday is not None:
        return _resolve_weekday(expression, written, published)
    if expression.unit is not None and expression.span is not None:
        return _resolve_relative(expression.unit, expression.span, written, expression.day)
    if expression.system == "hijri":
        return _resolve_hijri(expression, published)
    return _resolve_gregorian(expression, written, published)


def _resolve_weekday(e: _Expression, written: dt.date, published: dt.date) -> _Resolved:
    assert e.weekday is not None
    if e.is_relative_day and e.span is not None:
        # أمس الأربعاء: the weekday is what the writer looked up
        relative = written + dt.timedelta(e.span[0])
        day = relative if relative.weekday() == e.weekday else _weekday_before(published, e.weekday)
    else:
        day = _weekday_before(written, e.weekday)
        if e.modifier == "past" and day == written:
            day -= dt.timedelta(7)
        day -= dt.timedelta(7 * e.weeks_back)
    if e.weekday_to is not None:  # ليل الأربعاء الخميس
        last = _weekday_before(written, e.weekday_to)
        return _weekday_before(last, e.weekday), last, "day"
    return day, day, "day"


def _resolve_relative(
    unit: Unit, span: tuple[int, int], written: dt.date, day: int | None
) -> _Resolved | None:
    low, high = span
    if unit in ("day", "hour"):
        first, last = written + dt.timedelta(low), written + dt.timedelta(high)
        return first, last, ("day" if high - low <= 1 else "unknown")
    if unit == "weekend":
        # agencies rest on Saturday and Sunday, Arab papers on Friday and Saturday
        sunday = _weekday_before(written, 6)
        if written.weekday() == _SATURDAY:  # the one that has begun
            sunday += dt.timedelta(7)
        sunday += dt.timedelta(7 * low)
        return sunday - dt.timedelta(1), min(sunday, written), "day"
    if unit == "week":
        # a newspaper's week starts on Saturday or Sunday: take both
        first = written + dt.timedelta(7 * low - (written.weekday() + 2) % 7)
        return first, min(first + dt.timedelta(7), written), "unknown"
    if unit == "month":
        month = written.year * 12 + written.month - 1 + low
        first = dt.date(month // 12, month % 12 + 1, 1)
        if day is not None:  # 5 من الشهر الجاري
            if day > _end_of_month(first).day:
                return None
            return first.replace(day=day), first.replace(day=day), "day"
        return first, _end_of_month(first), "month"
    return dt.date(written.year + low, 1, 1), dt.date(written.year + high, 12, 31), "year"


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _resolve_gregorian(e: _Expression, written: dt.date, published: dt.date) -> _Resolved | None:
    if e.month is None:
        if e.year is None:
            return None
        return dt.date(e.year, 1, 1), dt.date(e.year, 12, 31), "year"
    years = [e.year] if e.year is not None else [written.year, written.year - 1]
    if e.year is None and e.modifier == "past" and e.month == written.month and e.day is None:
        years = [written.year - 1]  # يوليو الماضي in July; but 12 يوليو الماضي is this month's
    for year in years:
        try:
            first = dt.date(year, e.month, e.day or 1)
        except ValueError:
            continue
        if first <= published:
            return (first, first, "day") if e.day else (first, _end_of_month(first), "month")
    return None


def _resolve_hijri(e: _Expression, published: dt.date) -> _Resolved | None:
    """Umm al-Qura days. Countries that sight the moon may be a day off, so that a day behind the
    publication is taken to be its own day."""
    try:
        today = Gregorian(published.year, published.month, published.day).to_hijri()
        years = [e.year] if e.year is not None else [today.year, today.year - 1]
        for year in years:
            if e.month is None:
                first = _from_hijri(year, 1, 1)
                last = _from_hijri(year + 1, 1, 1) - dt.timedelta(1)
                precision: DatePrecision = "year"
            elif e.day is None:
                first = _from_hijri(year, e.month, 1)
                last = _from_hijri(year, e.month, Hijri(year, e.month, 1).month_length())
                precision = "month"
            else:
                first = last = _from_hijri(year, e.month, e.day)
                precision = "day"
            if precision == "day" and first == published + dt.timedelta(1):
                return published, published, "day"
            if first <= published:
                return first, last, precision
    except (ValueError, OverflowError):
        return None
    return None


def _from_hijri(year: int, month: int, day: int) -> dt.date:
    g = Hijri(year, month, day).to_gregorian()
    return dt.date(g.year, g.month, g.day)


# --- reading expressions -----------------------------------------------------------------------


def _expressions(sentence: Sentence) -> Iterator[_Expression]:
    """The date expressions of a sentence from left to right; the longest wins."""
    reader = _Reader(sentence)
    at = 0
    while at < len(sentence.tokens):
        expression = reader.read(at)
        if expression is None:
            at += 1
        elif reader.is_named_after(at, expression):
            at = expression.last
        else:
            yield expression
            at = expression.last


class _Reader:
    """Reads the date expression that starts at a token."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words = [token.text for token in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = _lexicon()
        self.numeric = self._numeric_dates()
        self.last_month: tuple[int, Calendar] | None = None

    def read(self, at: int) -> _Expression | None:
        """The expression at a token, joined with the ones that stand beside it and say the same
        day again (أمس الأربعاء، الأربعاء 15 يوليو، 25 شوال الموافق 10 أغسطس); None for none."""
        expression = self._single(at)
        if expression is None or self._lies_ahead(at, expression):
            return None
        if expression.weekday is not None and any(
            self._word(k) == "غداه" for k in range(max(0, at - _MORROW_REACH), at)
        ):
            expression = replace(expression, shift=1)
        while True:
            following = expression.last
            if following < len(self.words) and self.words[following] in (
                "الموافق",
                "موافق",
                "م",
                "ه",
                "ميلادي",
                "هجري",
            ):
                following += 1
            if following >= len(self.words) or self._gap(following - 1) not in (
                "",
                "(",
                "،",
                ",",
                "-",
                ")",
                "/",
            ):
                return expression
            beside = self._single(following)
            joined = _join(expression, beside) if beside is not None else None
            if joined is None:
                return expression
            expression = joined

    def _lies_ahead(self, at: int, expression: _Expression) -> bool:
        """Whether the words before a date without a year put it into the future (غدا الأحد)."""
        ahead = expression.year is None and expression.span is None
        return ahead and self._is(at - 1, "future_before")

    def is_named_after(self, at: int, expression: _Expression) -> bool:
        """Whether something is called after a day: هجمات 11 سبتمبر, شارع 14 رمضان."""
        return expression.is_full_date and self._is(at - 1, "named_after_day")

    def _single(self, at: int) -> _Expression | None:
        if at in self.numeric:
            return self.numeric[at]
        return (
            self._day_and_month(at)
            or self._relative(at)
            or self._ago(at)
            or self._after_event(at)
            or self._weekday(at)
            or self._month(at)
            or self._year(at)
        )

    def _gap(self, left: int) -> str:
        """What stands between a token and the next one, blanks apart."""
        if left < 0 or left + 1 >= len(self.tokens):
            return ""
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _is(self, at: int, kind: str) -> bool:
        """Whether a word, or what it is behind و, ف or ب, is in a context list."""
        if not 0 <= at < len(self.words):
            return False
        context = self.lexicon.contexts.get(kind, frozenset())
        word = self.words[at]
        return word in context or (word[0] in "وفبل" and word[1:] in context)

    def _modifier(self, at: int) -> tuple[str | None, int]:
        """(past, current, future or None; index behind it)."""
        kind = self.lexicon.modifiers.get(self._word(at))
        return (kind, at + 1) if kind else (None, at)

    # numerals: 15/8/2015, 2015-08-15, 15.8.2015, 15/ 10/ 1436

    def _numeric_dates(self) -> dict[int, _Expression]:
        out: dict[int, _Expression] = {}
        for match in _NUMERIC.finditer(self.text, self.sentence.start, self.sentence.end):
            a, b, c = int(match[1]), int(match[3]), int(match[4])
            day, month, year = (c, b, a) if len(match[1]) == 4 else (a, b, c)
            if len(match[1]) != 4 and len(match[4]) not in (2, 4):
                continue
            if month > 12 >= day:
                day, month = month, day
            if year < 100:
                year += 2000
            hijri = 1300 <= year <= 1500
            if not (1 <= day <= 31 and 1 <= month <= 12 and (hijri or 1900 <= year <= 2100)):
                continue
            inside = [
                i
                for i, t in enumerate(self.tokens)
                if t.start < match.end() and t.end > match.start()
            ]
            if not inside:
                continue
            last = inside[-1] + 1
            if self._word(last) in ("ه", "م") and self._gap(last - 1) == "":
                last += 1
            out[inside[0]] = _Expression(
                inside[0], last, year, month, day, "hijri" if hijri else "gregorian"
            )
        return out

    # 20 يوليو (تموز) 2015, الـ8 من يوليو الجاري, الأول من أيار, 22 منه

    def _day_and_month(self, at: int) -> _Expression | None:
        day = self._day_number(at)
        if day is None:
            return None
        number, behind = day
        if (
            self._word(behind) in ("منه", "منها")
            and self.last_month
            and self._word(at - 1) in ("في", "يوم")
        ):
            month, system = self.last_month
            return _Expression(at, behind + 1, None, month, number, system)
        if self._word(behind) == "من":
            behind += 1
        elif self._gap(behind - 1) not in ("", "-", "/", "("):
            return None
        if self._word(behind) in ("شهر", "الشهر"):
            modifier, end = self._modifier(behind + 1)
            if modifier in ("current", "past") and self._word(behind) == "الشهر":
                back = 0 if modifier == "current" else -1
                return _Expression(at, end, day=number, unit="month", span=(back, back))
            behind += 1
        month_found = self._month_name(behind)
        if month_found is None:
            return None
        month, system, end = month_found
        return self._with_year(at, end, month, number, system)

    def _day_number(self, at: int) -> tuple[int, int] | None:
        word = self.words[at]
        word = word[1:] if word[:1] in "وبل" and word[1:].isdigit() else word
        if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31:
            return int(word), at + 1
        return self._day_ordinal(at)

    def _day_ordinal(self, at: int) -> tuple[int, int] | None:
        """الثامن, الخامس والعشرين, الفاتح; only before a month (من يوليو) or من الشهر."""
        for candidate in _bare(self.words[at]):
            for words, day in self.lexicon.ordinals.get(candidate, ()):
                end = at + len(words)
                if tuple(self.words[at + 1 : end]) != words[1:]:
                    continue
                behind = end + 1 if self._word(end) == "من" else end
                if self._word(behind) in ("شهر", "الشهر") or self._bare_month(behind) is not None:
                    return day, end
        return None

    def _month_name(self, at: int) -> tuple[int, Calendar, int] | None:
        """(month, calendar, index behind it) of a month's name with its other name beside it:
        يوليو (تموز), آذار/مارس, تشرين الثاني /نوفمبر."""
        found = self._bare_month(at)
        if found is None:
            return None
        month, system, end = found
        if self._gap(end - 1) in ("/", "(", "-", "\\"):
            other = self._bare_month(end)
            if other is not None and other[:2] == (month, system):
                end = other[2]
        return month, system, end

    def _bare_month(self, at: int) -> tuple[int, Calendar, int] | None:
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at]
        for candidate in _bare(word):
            if len(candidate) < 3 and candidate != word:
                continue  # باب is a door before it is "in August"
            for names, month, system in self.lexicon.months.get(candidate, ()):
                end = at + len(names)
                if tuple(self.words[at + 1 : end]) == names[1:]:
                    return month, system, end
        return None

    def _with_year(
        self, first: int, end: int, month: int, day: int | None, system: Calendar
    ) -> _Expression:
        year: int | None = None
        at = end + 1 if self._word(end) in ("من", "عام", "سنه", "لعام", "لسنه") else end
        at = at + 1 if self._word(at) in ("عام", "العام", "سنه") else at
        year_found = self._year_number(at)
        modifier = None
        if year_found is not None and self._gap(at - 1) in ("", ")", "،", ",", "-", "/", "("):
            year, end = year_found
        else:
            modifier, end = self._modifier(end)
            if modifier == "past" and self._word(end) in ("من",):
                modifier = "past"
        if self._word(end) in ("ه", "م") and self._gap(end - 1) == "":
            end += 1
        self.last_month = (month, system)
        if year is not None and 1300 <= year <= 1500:
            system = "hijri"
        return _Expression(first, end, year, month, day, system, modifier)

    def _year_number(self, at: int) -> tuple[int, int] | None:
        word = self._word(at)
        if (
            len(word) == 4
            and word.isdigit()
            and (1900 <= int(word) <= 2100 or 1300 <= int(word) <= 1500)
        ):
            return int(word), at + 1
        return None

    # أمس, الليلة الماضية, الشهر الماضي

    def _relative(self, at: int) -> _Expression | None:
        word = self.words[at]
        for candidate in (word, *(self.tokens[at].forms[1:])):
            for entry in self.lexicon.relative.get(candidate, ()):
                end = at + len(entry.words)
                if tuple(self.words[at + 1 : end]) != entry.words[1:] or self._is_name(
                    at, end, entry
                ):
                    continue
                if self._year_number(end) is not None and entry.unit == "year":
                    continue  # منذ عام 2014
                if self._word(end) == "من" and entry.words[0] in ("قبل", "منذ"):
                    return None  # قبل عام من الهجوم
                return _Expression(at, end, unit=entry.unit, span=(entry.earliest, entry.latest))
        return None

    def _is_name(self, at: int, end: int, entry: _Relative) -> bool:
        """Whether اليوم is a newspaper's name or a day of its own (اليوم التالي)."""
        if entry.words not in (("اليوم",), ("الليله",)):
            return False
        if self._is(at - 1, "no_today_before") or self._is(end, "no_today_after"):
            return True
        return self._gap(at - 1).endswith('"') and self._gap(end - 1).startswith('"')

    # قبل ثلاثة أيام, منذ أسبوعين

    def _ago(self, at: int) -> _Expression | None:
        word = self.words[at]
        if word not in ("قبل", "منذ", "وقبل", "ومنذ"):
            return None
        start = at + 1
        if self._word(start) in ("نحو", "حوالي", "اكثر", "قرابه", "زهاء"):
            start += 1
        unit, count, end = self._count_of_units(start)
        if unit is None or self._word(end) in ("من", "علي"):
            return None  # قبل يومين من الهجوم, على الانتخابات
        if self._year_number(end) is not None:
            return None
        if unit == "week":
            return _Expression(at, end, unit="day", span=(-7 * count - 3, -7 * count + 3))
        if unit == "hour":
            return _Expression(at, end, unit="day", span=(-(count // 24), -(count // 24)))
        return _Expression(at, end, unit=unit, span=(-count, -count))

    def _after_event(self, at: int) -> _Expression | None:
        """بعد يومين من مقتل …, غداة تفجير …: the day of what is named behind it."""
        word = self.words[at]
        if word in ("غداه", "وغداه"):
            end, back = at + 1, 1
        elif word in ("بعد", "وبعد"):
            unit, count, end = self._count_of_units(at + 1)
            if unit != "day" or self._word(end) not in ("من", "علي"):
                return None
            end, back = end + 1, count
        else:
            return None
        behind = range(end, end + _MORROW_REACH)
        if not self._is(end, "point_event") or any(
            self._weekday_name(k) is not None for k in behind
        ):
            return None
        return _Expression(at, end, from_last=-back)

    def _count_of_units(self, at: int) -> tuple[Unit | None, int, int]:
        found = self.lexicon.units.get(self._word(at))
        if found is not None and found[1]:
            end = at + 2 if self._word(at + 1) in ("واحد", "اثنين", "واحده") else at + 1
            return found[0], found[1], end
        for length in (3, 2, 1):
            found = self.lexicon.units.get(self._word(at + length))
            if found is None:
                continue
            count = parse_number(self.words[at : at + length])
            if count is not None and 0 < count <= 100:
                return found[0], count, at + length + 1
        return None, 0, at

    # الاثنين الماضي, ليل الأربعاء الخميس

    def _weekday(self, at: int) -> _Expression | None:
        weekday = self._weekday_name(at)
        if weekday is None or self._is(at - 1, "no_weekday_before"):
            return None
        end = at + 1
        second = self._weekday_name(end)
        night_to = second if second is not None and second == (weekday + 1) % 7 else None
        if night_to is not None and self._gap(at) in ("", "/", "-"):
            end += 1
        else:
            night_to = None
        weeks_back = 0
        if (
            self._word(end) in ("قبل", "ماقبل")
            and self.lexicon.modifiers.get(self._word(end + 1)) == "past"
        ):
            weeks_back, end = 1, end + 1
        modifier, end = self._modifier(end)
        if modifier == "future":
            return None
        return _Expression(
            at, end, weekday=weekday, weekday_to=night_to, weeks_back=weeks_back, modifier=modifier
        )

    def _weekday_name(self, at: int) -> int | None:
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at]
        if word in self.lexicon.weekdays:
            return self.lexicon.weekdays[word]
        if word[0] in "وف" and word[1:] in self.lexicon.weekdays:
            return self.lexicon.weekdays[word[1:]]
        if word[0] == "ل" and "ا" + word in self.lexicon.weekdays:  # للاثنين is read as ل + الاثنين
            return None
        return None

    # مايو 2013, شهر آذار الماضي, مطلع يوليو

    def _month(self, at: int) -> _Expression | None:
        found = self._month_name(at)
        if found is None:
            return None
        month, system, end = found
        expression = self._with_year(at, end, month, None, system)
        if expression.modifier == "future":
            return None
        named_twice = end - at > 1
        cued = self._is(at - 1, "month_before") or self.words[at][0] == "ب"
        if expression.year is None and expression.modifier is None and not (named_twice or cued):
            return None
        return expression

    # عام 2013, في 2014

    def _year(self, at: int) -> _Expression | None:
        found = self._year_number(at)
        if found is None or not (self._is(at - 1, "year_before")):
            return None
        year, end = found
        if self._word(end) == "ه":
            return _Expression(at, end + 1, year, system="hijri")
        if year < 1900:
            return None
        if self._word(end) == "م" and self._gap(end - 1) == "":
            end += 1
        return _Expression(at, end, year)


def _bare(word: str) -> tuple[str, ...]:
    """A word, and what it is behind و, ب or ل (للثامن is ل + الثامن)."""
    if word.startswith("لل"):
        return word, "ا" + word[1:]
    return (word, word[1:]) if word[:1] in ("و", "ب", "ل") else (word,)


def _join(left: _Expression, right: _Expression) -> _Expression | None:
    """One expression for two that stand side by side and mean one day; None where they do not."""
    both = (left, right)
    weekday = next((e for e in both if e.weekday is not None), None)
    relative = next((e for e in both if e.is_relative_day and e.weekday is None), None)
    full = next((e for e in both if e.is_full_date), None)
    first, last = left.first, right.last
    if left.is_full_date and right.is_full_date:
        if left.system == right.system:
            return None
        # 25 شوال 1436 الموافق 10 أغسطس 2015: the Gregorian day is certain
        chosen = left if left.system == "gregorian" else right
        return _moved(chosen, first, last)
    if full is not None and (weekday is not None or relative is not None):
        return _moved(full, first, last)
    if weekday is not None and relative is not None and weekday.weekday_to is None:
        return _Expression(
            first,
            last,
            unit="day",
            span=relative.span,
            weekday=weekday.weekday,
            modifier=weekday.modifier,
        )
    return None


def _moved(e: _Expression, first: int, last: int) -> _Expression:
    """The same date over other tokens."""
    return _Expression(first, last, e.year, e.month, e.day, e.system, e.modifier)
