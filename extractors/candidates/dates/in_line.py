"""The date expressions of a sentence: what starts at a word, joined with what says the same day
again beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.dates.calendar import (
    day_of_month,
    month_alone,
    numeric_dates,
    year_alone,
)
from extractors.candidates.dates.counted_back import (
    MORROW_REACH,
    day_after_event,
    named_weekday,
    relative_days,
    time_ago,
)
from extractors.candidates.dates.expression import joined
from extractors.candidates.dates.line import DateLine
from extractors.candidates.dates.words import MORROW, may_begin
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.candidates.dates.expression import Expression
    from extractors.document import Sentence

#: what may stand between two names of one day
_BETWEEN_CALENDARS = word_set("dates.between_calendars")
#: a word for what is to come stands so many words before its day at most
_COMING_REACH = 6
_BETWEEN_NAMES = frozenset({"", "(", "،", ",", "-", ")", "/", ":"})


def expressions(sentence: Sentence) -> Iterator[Expression]:
    """The date expressions of a sentence from left to right; the longest wins."""
    line = DateLine(sentence)
    numeric = numeric_dates(line)
    at = 0
    while at < len(line.tokens):
        expression = _longest(line, numeric, at)
        if expression is None:
            at += 1
            continue
        if not _is_named_after(line, at, expression):
            yield expression
        at = expression.last


def _longest(line: DateLine, numeric: dict[int, Expression], at: int) -> Expression | None:
    """The expression at a token, joined with the ones that stand beside it and say the same
    day again (أمس الأربعاء، الأربعاء 15 يوليو، 25 شوال الموافق 10 أغسطس); None for none."""
    expression = _single(line, numeric, at)
    if expression is None or _lies_ahead(line, at, expression):
        return None
    if expression.weekday is not None and any(
        line.word(k) == MORROW for k in range(max(0, at - MORROW_REACH), at)
    ):
        expression = replace(expression, shift=1)
    while True:
        following = expression.last
        if line.word(following) in _BETWEEN_CALENDARS:
            following += 1
        if following >= len(line.words) or line.gap(following - 1) not in _BETWEEN_NAMES:
            return expression
        beside = _single(line, numeric, following)
        longer = joined(expression, beside) if beside is not None else None
        if longer is None:
            return expression
        expression = longer


def _lies_ahead(line: DateLine, at: int, expression: Expression) -> bool:
    """Whether the words before a date without a year put it into the future (غدا الأحد)."""
    if expression.year is not None or expression.span is not None:
        return False
    return line.is_in(at - 1, "future_before") or (
        expression.modifier != "past" and _is_coming(line, at)
    )


def _is_coming(line: DateLine, at: int) -> bool:
    """Whether a word that nothing parts from the date tells what is still to come: هدنة اعتبارا من
    الثلاثاء، ستجري الجولة الأحد."""
    for before in range(at - 1, max(at - _COMING_REACH, 0) - 1, -1):
        if line.gap(before):
            return False
        if line.is_in(before, "coming"):
            return True
    return False


def _is_named_after(line: DateLine, at: int, expression: Expression) -> bool:
    """Whether something is called after a day: هجمات 11 سبتمبر, شارع 14 رمضان."""
    return expression.is_full_date and line.is_in(at - 1, "named_after_day")


def _single(line: DateLine, numeric: dict[int, Expression], at: int) -> Expression | None:
    """What starts at a token, taken by itself."""
    if at in numeric:
        return numeric[at]
    if not may_begin(line.tokens[at]):
        return None
    return (
        day_of_month(line, at)
        or relative_days(line, at)
        or time_ago(line, at)
        or day_after_event(line, at)
        or named_weekday(line, at)
        or month_alone(line, at)
        or year_alone(line, at)
    )
