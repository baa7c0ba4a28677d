"""When: date expressions, resolved against the day of publication.

Newspapers write dates in two Gregorian month systems (تموز، يوليو), in the Hijri calendar, as
numerals, and most of all as days that count back from the paper's own day: أمس، الاثنين، قبل يومين.
A text never speaks of the future here: what would lie behind the day of publication is moved to
the year before, or left out.

`date_reading` finds the expressions (`date_calendar`, `date_counted_back`), `date_resolving` says
which days they mean; the vocabulary is in `date_words`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from extractors.candidates.dates.in_line import expressions
from extractors.candidates.dates.resolving import resolve, weekday_before
from extractors.document import DateMention
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.dates.expression import Expression
    from extractors.candidates.dates.resolving import Resolved
    from extractors.document import Document, Sentence

#: the furthest that a text may lag behind its day of publication
_MAX_LAG_DAYS = 6
#: a dateline is no longer than this
_DATELINE_WORDS = 18
#: a page's date is among the first words of its text
_STAMP_WITHIN = 3
#: "two days after the attack" counts from a day that was told so many sentences before at most,
#: or from the only one that was told
_TOLD_NEARBY = 2
_WEEK = dt.timedelta(7)
#: attacks that are called by their day, once so many days are past
_CALLED_SO, _CALLED_BY = word_set("dates.called_so"), 30


def dates(doc: Document) -> tuple[DateMention, ...]:
    """The dates of a document in the order of the text; they do not overlap, none lies behind
    the day of publication, and none is taken from furniture.

    Relative days count from `article.published_on`; where the text itself shows that it was
    written up to six days before (a dateline, or "أمس الاثنين" in Thursday's file), from that day.
    Precision day: one day, or the two of a night or a weekend; month and year: the whole of it, up
    to the publication; unknown: a vague span such as "last week".
    """
    published = doc.article.published_on
    found: list[tuple[Sentence, Expression]] = []
    for sentence in doc.sentences:
        if not sentence.furniture:
            found.extend((sentence, expression) for expression in expressions(sentence))
    datelines = _datelines(doc, found)
    first_line = min((s.index for s, _ in found if s.passage.part == "text"), default=-1)
    written = _day_of_writing(published, found, datelines)
    mentions = []
    yesterday = any(e.weekday is None and e.span == (-1, -1) and e.unit == "day" for _, e in found)
    #: sentences with a day of their own, beside one in full
    dated = {s.index for s, e in found if not e.is_full_date}
    told: tuple[int, dt.date] | None = None
    days: set[dt.date] = set()
    for sentence, expression in found:
        if expression.from_last is not None:
            near = told is not None and (sentence.index - told[0] <= _TOLD_NEARBY or len(days) == 1)
            nearby = told[1] if told and near else None
            resolved: Resolved | None = _counted_on(expression.from_last, nearby, written)
        else:
            resolved = resolve(expression, written, published)
        if resolved is None:
            continue
        earliest, latest, precision = resolved = _moved(expression, resolved, written, yesterday)
        if sentence.index in dated and _names_an_attack(
            sentence, expression, (written - latest).days
        ):
            continue
        if precision == "day" and expression.from_last is None:
            told = sentence.index, latest
            days.add(latest)
        if earliest > published:
            continue
        is_dateline = sentence.index in datelines or _stamps(
            sentence, expression, first_line, (earliest, latest) == (written,) * 2
        )
        mentions.append(_mention(sentence, expression, resolved, published, is_dateline))
    return tuple(mentions)


def _counted_on(days: int, told: dt.date | None, written: dt.date) -> Resolved:
    """The day that is so many days from the one that was told near by; where none was, from the
    news."""
    last = (told or written) + dt.timedelta(days)
    if told:
        return last, last, "day"
    return last - dt.timedelta(1), last, "day"  # the news is yesterday's or today's


def _moved(
    expression: Expression, resolved: Resolved, written: dt.date, yesterday: bool
) -> Resolved:
    """The days of an expression by what else is said of them. `yesterday`: the text calls the day
    before that of writing so."""
    earliest, latest, precision = resolved
    if yesterday and _past_weekday(expression) and latest == written - dt.timedelta(1):
        earliest, latest = earliest - _WEEK, latest - _WEEK  # that day is called أمس here
    if expression.shift:
        earliest += dt.timedelta(expression.shift)
        latest += dt.timedelta(expression.shift)
    return earliest, latest, precision


def _mention(
    sentence: Sentence,
    expression: Expression,
    resolved: Resolved,
    published: dt.date,
    is_dateline: bool,
) -> DateMention:
    """The days of an expression with the words that tell them, none behind the publication."""
    earliest, latest, precision = resolved
    return DateMention(
        sentence=sentence.index,
        start=sentence.tokens[expression.first].start,
        end=_closed(sentence, sentence.tokens[expression.last - 1].end, expression),
        earliest=earliest,
        latest=min(latest, published),
        precision=precision,
        is_dateline=is_dateline,
        of_next=expression.from_last is not None,
    )


def _names_an_attack(sentence: Sentence, expression: Expression, age: int) -> bool:
    """Whether a day long past is what an attack is called by: قتل أمس في غارة أحد منفذي هجوم 7
    أكتوبر."""
    if age <= _CALLED_BY or not expression.is_full_date or expression.year is not None:
        return False
    before = sentence.tokens[expression.first - 1].text if expression.first else ""
    return before in _CALLED_SO


def _stamps(sentence: Sentence, expression: Expression, first_line: int, of_writing: bool) -> bool:
    """Whether it is the page's own date in figures ahead of what the text begins with: نشر في
    2021-03-10 قتل ثلاثة …"""
    return (
        of_writing
        and sentence.index == first_line
        and expression.is_full_date
        and expression.first <= _STAMP_WITHIN
        and sentence.tokens[expression.first].text[:1].isdecimal()
    )


def _past_weekday(expression: Expression) -> bool:
    """Whether it is الثلاثاء الماضي, without the day counted back beside it."""
    return (
        expression.weekday is not None
        and expression.modifier == "past"
        and not expression.is_relative_day
    )


def _closed(sentence: Sentence, end: int, expression: Expression) -> int:
    """The end of an expression with the bracket that it opened: يوليو (تموز)."""
    text = sentence.passage.folded
    start = sentence.tokens[expression.first].start
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text[end : end + 1] == ")" else end


def _datelines(doc: Document, found: list[tuple[Sentence, Expression]]) -> frozenset[int]:
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
    found: list[tuple[Sentence, Expression]],
    datelines: frozenset[int],
) -> dt.date:
    """The day that the text counts from: the publication's, or the one that its own words show."""
    votes: Counter[dt.date] = Counter()
    for sentence, expression in found:
        day: dt.date | None = None
        if sentence.index in datelines and expression.is_full_date:
            resolved = resolve(expression, published, published)
            day = resolved[0] if resolved else None
        elif expression.weekday is not None and expression.is_relative_day and expression.span:
            day = weekday_before(published, expression.weekday) - dt.timedelta(expression.span[0])
        if day is not None and dt.timedelta(0) <= published - day <= dt.timedelta(_MAX_LAG_DAYS):
            votes[day] += 1
    if not votes:
        return published
    most = max(votes.values())
    return max(day for day, count in votes.items() if count == most)
