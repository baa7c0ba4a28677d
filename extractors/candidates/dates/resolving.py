"""The days that an expression means, seen from the day of writing; none behind the publication."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from hijridate import Gregorian, Hijri

if TYPE_CHECKING:
    from extractors.candidates.dates.expression import Expression
    from extractors.candidates.dates.words import Unit
    from extractors.records import DatePrecision

_SATURDAY = 5

#: the first day, the last, and how precisely they are told
Resolved = tuple[dt.date, dt.date, "DatePrecision"]


def resolve(expression: Expression, written: dt.date, published: dt.date) -> Resolved | None:
    """The days of an expression in a text written on one day and published on another; None where
    it means none, or one to come."""
    if expression.weekday is not None:
        return _resolve_weekday(expression, written, published)
    if expression.unit is not None and expression.span is not None:
        return _resolve_relative(expression.unit, expression.span, written, expression.day)
    if expression.system == "hijri":
        return _resolve_hijri(expression, published)
    return _resolve_gregorian(expression, written, published)


def weekday_before(day: dt.date, weekday: int) -> dt.date:
    """The latest such weekday on or before a day."""
    return day - dt.timedelta((day.weekday() - weekday) % 7)


def _resolve_weekday(e: Expression, written: dt.date, published: dt.date) -> Resolved:
    assert e.weekday is not None
    if e.is_relative_day and e.span is not None:
        # أمس الأربعاء: the weekday is what the writer looked up
        relative = written + dt.timedelta(e.span[0])
        day = relative if relative.weekday() == e.weekday else weekday_before(published, e.weekday)
    else:
        day = weekday_before(written, e.weekday)
        if e.modifier == "past" and day == written:
            day -= dt.timedelta(7)
        day -= dt.timedelta(7 * e.weeks_back)
    if e.weekday_to is not None:  # ليل الأربعاء الخميس
        last = weekday_before(written, e.weekday_to)
        return weekday_before(last, e.weekday), last, "day"
    return day, day, "day"


def _resolve_relative(
    unit: Unit, span: tuple[int, int], written: dt.date, day: int | None
) -> Resolved | None:
    low, high = span
    if unit in ("day", "hour"):
        first, last = written + dt.timedelta(low), written + dt.timedelta(high)
        return first, last, ("day" if high - low <= 1 else "unknown")
    if unit == "weekend":
        # agencies rest on Saturday and Sunday, Arab papers on Friday and Saturday
        sunday = weekday_before(written, 6)
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


def _resolve_gregorian(e: Expression, written: dt.date, published: dt.date) -> Resolved | None:
    if e.month is None:
        if e.year is None:
            return None
        return dt.date(e.year, 1, 1), dt.date(e.year, 12, 31), "year"
    years = [e.year] if e.year is not None else [written.year, written.year - 1]
    if e.years_on is not None:
        years = [written.year + e.years_on]
    elif e.year is None and e.modifier == "past" and e.month == written.month and e.day is None:
        years = [written.year - 1]  # يوليو الماضي in July; but 12 يوليو الماضي is this month's
    for year in years:
        try:
            first = dt.date(year, e.month, e.day or 1)
        except ValueError:
            continue
        if first <= published:
            return (first, first, "day") if e.day else (first, _end_of_month(first), "month")
    return None


def _resolve_hijri(e: Expression, published: dt.date) -> Resolved | None:
    """Umm al-Qura days. Countries that sight the moon may be a day off, so that a day behind the
    publication is taken to be its own day."""
    try:
        today = Gregorian(published.year, published.month, published.day).to_hijri()
        years = [e.year] if e.year is not None else [today.year, today.year - 1]
        if e.years_on is not None:
            years = [today.year + e.years_on]
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
