"""A date expression as it stands in the text, before it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.candidates.dates.words import Calendar, Unit


@dataclass(frozen=True, slots=True)
class Expression:
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
    #: a month's year, counted from that of writing (مايو من العام الماضي: -1)
    years_on: int | None = None
    #: days from the day told last to this one (بعد يومين على هجوم …: -2)
    from_last: int | None = None
    #: days added to what the expression itself says (غداة هجوم الاثنين: 1)
    shift: int = 0

    @property
    def is_full_date(self) -> bool:
        """A day of a month, with a year or without."""
        return self.day is not None and self.month is not None

    @property
    def is_relative_day(self) -> bool:
        """أمس, اليوم and the like: one day, counted from the paper's own."""
        return self.unit == "day" and self.span is not None and self.span[0] == self.span[1]

    @property
    def is_night(self) -> bool:
        """الليلة الماضية and the like: one of two days that follow each other."""
        return self.unit == "day" and self.span is not None and self.span[1] == self.span[0] + 1


def joined(left: Expression, right: Expression) -> Expression | None:
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
        return Expression(
            first,
            last,
            unit="day",
            span=relative.span,
            weekday=weekday.weekday,
            modifier=weekday.modifier,
        )
    if left.is_night and right.weekday is not None and right.weekday_to is None:
        return replace(right, first=first, last=last)  # الليلة الماضية (الإثنين)
    return None


def _moved(e: Expression, first: int, last: int) -> Expression:
    """The same date over other tokens."""
    return replace(e, first=first, last=last)
