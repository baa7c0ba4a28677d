"""Dates that count back from the day of writing, or on from an event: أمس, الاثنين الماضي,
قبل يومين, بعد يومين من مقتل …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.dates.expression import Expression
from extractors.candidates.dates.words import AFTER, BACK, MORROW
from extractors.text.number_grammar import parse_number

if TYPE_CHECKING:
    from extractors.candidates.dates.line import DateLine
    from extractors.candidates.dates.words import RelativeDays, Unit

#: a word such as غداة stands so many words before its date at most
MORROW_REACH = 4
#: in a day
_HOURS = 24
#: the day, as what is no night
_DAYTIME = ("النهار",)
#: a day's prayer is its day behind words for during and after: أثناء صلاة الجمعة
_PRAYER = "صلاه"


def relative_days(line: DateLine, at: int) -> Expression | None:
    """أمس, الليلة الماضية, الشهر الماضي."""
    word = line.words[at]
    for candidate in (word, *(line.tokens[at].forms[1:])):
        for entry in line.lexicon.relative.get(candidate, ()):
            end = at + len(entry.words)
            if tuple(line.words[at + 1 : end]) != entry.words[1:] or _is_name(line, at, end, entry):
                continue
            if line.year_number(end) is not None and entry.unit == "year":
                continue  # منذ عام 2014
            if line.word(end) == "من" and entry.words[0] in BACK:
                return None  # قبل عام من الهجوم
            return Expression(at, end, unit=entry.unit, span=(entry.earliest, entry.latest))
    return None


def _is_name(line: DateLine, at: int, end: int, entry: RelativeDays) -> bool:
    """Whether اليوم is a newspaper's name or a day of its own (اليوم التالي)."""
    if entry.words == _DAYTIME:
        return line.is_in(at - 1, "no_daytime_before")  # حتى منتصف النهار
    if entry.words not in (("اليوم",), ("الليله",)):
        return False
    if line.is_in(at - 1, "no_today_before") or line.is_in(end, "no_today_after"):
        return True
    return line.gap(at - 1).endswith('"') and line.gap(end - 1).startswith('"')


def time_ago(line: DateLine, at: int) -> Expression | None:
    """قبل ثلاثة أيام, منذ أسبوعين."""
    word = line.words[at]
    if word.removeprefix("و") not in BACK:
        return None
    if word == "منذ" and line.is_in(at - 1, "state_since"):
        return None  # البلدة المحاصرة منذ ثلاثة أيام
    start = at + 1
    if line.word(start) in ("نحو", "حوالي", "اكثر", "قرابه", "زهاء"):
        start += 1
    unit, count, end = _count_of_units(line, start)
    if unit is None or line.word(end) in ("من", "علي"):
        return None  # قبل يومين من الهجوم, على الانتخابات
    if line.year_number(end) is not None:
        return None
    if unit == "week":
        return Expression(at, end, unit="day", span=(-7 * count - 3, -7 * count + 3))
    if unit == "hour":
        return Expression(at, end, unit="day", span=(-(count // 24), -(count // 24)))
    return Expression(at, end, unit=unit, span=(-count, -count))


def day_after_event(line: DateLine, at: int) -> Expression | None:
    """بعد يومين من مقتل …, غداة تفجير …: the day of what is named behind it."""
    word = line.words[at]
    if word.removeprefix("و") == MORROW:
        end, back = at + 1, 1
    elif word.removeprefix("و") in AFTER:
        unit, count, end = _count_of_units(line, at + 1)
        end += line.word(end) == "فقط"
        if unit not in ("day", "hour") or line.word(end) not in ("من", "علي"):
            return None
        end, back = end + 1, count if unit == "day" else count // _HOURS
    else:
        return None
    behind = range(end, end + MORROW_REACH)
    if not line.is_in(end, "point_event") or any(
        _weekday_name(line, k) is not None for k in behind
    ):
        return None
    return Expression(at, end, from_last=-back)


def _count_of_units(line: DateLine, at: int) -> tuple[Unit | None, int, int]:
    """(unit, how many of it, index behind them): يومين, ثلاثة أيام."""
    found = line.lexicon.units.get(line.word(at))
    if found is not None and found[1]:
        end = at + 2 if line.word(at + 1) in ("واحد", "اثنين", "واحده") else at + 1
        return found[0], found[1], end
    for length in (3, 2, 1):
        found = line.lexicon.units.get(line.word(at + length))
        if found is None:
            continue
        count = parse_number(line.words[at : at + length])
        if count is not None and 0 < count <= 100:
            return found[0], count, at + length + 1
    return None, 0, at


def named_weekday(line: DateLine, at: int) -> Expression | None:
    """الاثنين الماضي, ليل الأربعاء الخميس."""
    weekday = _weekday_name(line, at)
    if weekday is None:
        return None
    if _both(line, at):
        return None
    prayed = line.word(at - 1) == _PRAYER and line.is_in(at - 2, "prayer_before")
    if line.is_in(at - 1, "no_weekday_before") and not (prayed and not _dated(line)):
        return None
    end = at + 1
    second = _weekday_name(line, end)
    night_to = second if second is not None and second == (weekday + 1) % 7 else None
    if night_to is not None and line.gap(at) in ("", "/", "-"):
        end += 1
    else:
        night_to = None
    weeks_back = 0
    if (
        line.word(end) in ("قبل", "ماقبل")
        and line.lexicon.modifiers.get(line.word(end + 1)) == "past"
    ):
        weeks_back, end = 1, end + 1
    modifier, end = line.modifier(end)
    if modifier == "future":
        return None
    return Expression(
        at, end, weekday=weekday, weekday_to=night_to, weeks_back=weeks_back, modifier=modifier
    )


def _both(line: DateLine, at: int) -> bool:
    """Whether it is no Monday but the number of those before it: المهاجمين الاثنين."""
    before = line.word(at - 1)
    return (
        line.word(at) == "الاثنين"
        and before.startswith("ال")
        and before.endswith("ين")
        and line.gap(at - 1) == ""
    )


def _dated(line: DateLine) -> bool:
    """Whether the sentence names a month, so that the Friday of a prayer says no more."""
    return any(word in line.lexicon.months for word in line.words)


def _weekday_name(line: DateLine, at: int) -> int | None:
    """The weekday that a token names, Monday 0; للاثنين is to the two, not on Monday."""
    if not 0 <= at < len(line.words):
        return None
    word = line.words[at]
    if word in line.lexicon.weekdays:
        return line.lexicon.weekdays[word]
    if word[0] in "وف" and word[1:] in line.lexicon.weekdays:
        return line.lexicon.weekdays[word[1:]]
    return None
