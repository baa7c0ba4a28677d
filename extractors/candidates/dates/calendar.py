"""Dates by the calendar: in numerals, a day of a month, a month, a year."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.dates.expression import Expression
from extractors.candidates.dates.words import HAMZA_BELOW

if TYPE_CHECKING:
    from extractors.candidates.dates.line import DateLine
    from extractors.candidates.dates.words import Calendar

_NUMERIC = re.compile(
    r"(?<![0-9/.:-])([0-9]{1,4}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})(?![0-9/:])"
)


def numeric_dates(line: DateLine) -> dict[int, Expression]:
    """By first token: 15/8/2015, 2015-08-15, 15.8.2015, 15/ 10/ 1436."""
    out: dict[int, Expression] = {}
    for match in _NUMERIC.finditer(line.text, line.sentence.start, line.sentence.end):
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
            i for i, t in enumerate(line.tokens) if t.start < match.end() and t.end > match.start()
        ]
        if not inside:
            continue
        last = inside[-1] + 1
        if line.word(last) in ("ه", "م") and line.gap(last - 1) == "":
            last += 1
        out[inside[0]] = Expression(
            inside[0], last, year, month, day, "hijri" if hijri else "gregorian"
        )
    return out


def day_of_month(line: DateLine, at: int) -> Expression | None:
    """20 يوليو (تموز) 2015, الـ8 من يوليو الجاري, الأول من أيار, 22 منه."""
    day = _day_number(line, at)
    if day is None:
        return None
    number, behind = day
    if (
        line.word(behind) in ("منه", "منها")
        and line.last_month
        and line.word(at - 1) in ("في", "يوم")
    ):
        month, system = line.last_month
        return Expression(at, behind + 1, None, month, number, system)
    current = line.modifier(behind)[0] == "current" and line.word(at - 1) in ("في", "يوم")
    if current and line.words[at].isdecimal():  # في 5 الجاري
        return Expression(at, behind + 1, day=number, unit="month", span=(0, 0))
    if line.word(behind) == "من":
        behind += 1
    elif line.gap(behind - 1) not in ("", "-", "/", "("):
        return None
    shown = line.word(behind) == "هذا" and line.word(behind + 1) == "الشهر"  # 5 من هذا الشهر
    if shown:
        return Expression(at, behind + 2, day=number, unit="month", span=(0, 0))
    if line.word(behind) in ("شهر", "الشهر"):
        modifier, end = line.modifier(behind + 1)
        if modifier in ("current", "past") and line.word(behind) == "الشهر":
            back = 0 if modifier == "current" else -1
            return Expression(at, end, day=number, unit="month", span=(back, back))
        behind += 1
    month_found = _month_name(line, behind)
    if month_found is None:
        return None
    month, system, end = month_found
    return _with_year(line, Expression(at, end, None, month, number, system))


def month_alone(line: DateLine, at: int) -> Expression | None:
    """مايو 2013, شهر آذار الماضي, مطلع يوليو."""
    found = _month_name(line, at)
    if found is None:
        return None
    month, system, end = found
    expression = _with_year(line, Expression(at, end, month=month, system=system))
    if expression.modifier == "future":
        return None
    named_twice = end - at > 1
    cued = line.is_in(at - 1, "month_before") or line.words[at][0] == "ب"
    dated = any(
        part is not None for part in (expression.year, expression.modifier, expression.years_on)
    )
    if not (dated or named_twice or cued):
        return None
    return expression


def year_alone(line: DateLine, at: int) -> Expression | None:
    """عام 2013, في 2014."""
    found = line.year_number(at)
    if found is None or not line.is_in(at - 1, "year_before"):
        return None
    year, end = found
    if line.word(end) == "ه":
        return Expression(at, end + 1, year, system="hijri")
    if year < 1900:
        return None
    if line.word(end) == "م" and line.gap(end - 1) == "":
        end += 1
    return Expression(at, end, year)


def _day_number(line: DateLine, at: int) -> tuple[int, int] | None:
    """(day of the month, index behind it)."""
    word = line.words[at]
    word = word[1:] if word[:1] in "وبل" and word[1:].isdecimal() else word
    if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31:
        return int(word), at + 1
    return _day_ordinal(line, at)


def _day_ordinal(line: DateLine, at: int) -> tuple[int, int] | None:
    """الثامن, الخامس والعشرين, الفاتح; only before a month (من يوليو) or من الشهر."""
    for candidate in _bare(line.words[at]):
        for words, day in line.lexicon.ordinals.get(candidate, ()):
            end = at + len(words)
            if tuple(line.words[at + 1 : end]) != words[1:]:
                continue
            behind = end + 1 if line.word(end) == "من" else end
            if (
                line.word(behind) in ("شهر", "الشهر", "هذا")
                or _bare_month(line, behind) is not None
            ):
                return day, end
    return None


def _month_name(line: DateLine, at: int) -> tuple[int, Calendar, int] | None:
    """(month, calendar, index behind it) of a month's name with its other name beside it:
    يوليو (تموز), آذار/مارس, تشرين الثاني /نوفمبر. The line remembers it."""
    found = _bare_month(line, at)
    if found is None:
        return None
    month, system, end = found
    if line.gap(end - 1) in ("/", "(", "-", "\\"):
        other = _bare_month(line, end)
        if other is not None and other[:2] == (month, system):
            end = other[2]
    line.last_month = month, system
    return month, system, end


def _bare_month(line: DateLine, at: int) -> tuple[int, Calendar, int] | None:
    if not 0 <= at < len(line.words):
        return None
    word = line.words[at]
    for candidate in _bare(word):
        if len(candidate) < 3 and candidate != word:
            continue  # باب is a door before it is "in August"
        if candidate not in line.lexicon.hamza_below and line.is_written_with(at, HAMZA_BELOW):
            continue  # في إب
        for names, month, system in line.lexicon.months.get(candidate, ()):
            end = at + len(names)
            if tuple(line.words[at + 1 : end]) == names[1:]:
                return month, system, end
    return None


def _with_year(line: DateLine, date: Expression) -> Expression:
    """A month, or a day of it, with the year or the word (الماضي) behind it."""
    end = date.last
    at = end + 1 if line.word(end) in ("من", "عام", "سنه", "لعام", "لسنه") else end
    at = at + 1 if line.word(at) in ("عام", "العام", "سنه") else at
    found = line.year_number(at)
    year, modifier, years_on = None, None, None
    counted = line.year_counted(end + 1 if line.word(end) == "من" else end)
    if counted is not None:
        years_on, end = counted
    elif found is not None and line.gap(at - 1) in ("", ")", "،", ",", "-", "/", "("):
        year, end = found
    else:
        modifier, end = line.modifier(end)
    if line.word(end) in ("ه", "م") and line.gap(end - 1) == "":
        end += 1
    hijri = year is not None and 1300 <= year <= 1500
    system: Calendar = "hijri" if hijri else date.system
    return replace(date, last=end, year=year, system=system, modifier=modifier, years_on=years_on)


def _bare(word: str) -> tuple[str, ...]:
    """A word, and what it is behind و, ب or ل (للثامن is ل + الثامن)."""
    if word.startswith("لل"):
        return word, "ا" + word[1:]
    return (word, word[1:]) if word[:1] in ("و", "ب", "ل") else (word,)
