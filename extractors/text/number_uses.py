"""Numbers that count nothing: dates, clock times, ages, distances, money, unit numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.patterns.word_sets import word_set
from extractors.text.number_neighbours import range_end
from extractors.text.number_words import DECIMAL, THOUSANDS, number_words

if TYPE_CHECKING:
    from extractors.text.quantity_line import QuantityLine

#: four digits behind "in" are a year between these
_FIRST_YEAR, _LAST_YEAR = 1950, 2049
_YEAR_DIGITS = 4
#: a definite number behind its unit has so many words
_DEFINITE_NUMBER = 2
#: words for somebody's age, and how far ages are listed behind them
_AGES, _AGES_REACH = word_set("numbers.ages"), 6
#: signs behind which a noun is no longer counted by the figure before them
_PARTS = frozenset("):")


def counts_nothing(line: QuantityLine, at: int, end: int, amount: float, bare: str) -> bool:
    """Whether a number is a date, a time, a measure or a name."""
    if amount != int(amount) or line.is_unit(end):
        return True
    token, words = line.tokens[at], line.words
    before = line.text[max(token.start - 1, line.sentence.start) : token.start]
    tail = line.text[line.tokens[end - 1].end : line.sentence.end]
    following = words[end] if end < len(words) else ""
    previous = words[at - 1] if at else ""
    is_digits = words[at][0].isdecimal()
    counts_people = line.noun_at(end) is not None
    if tail.lstrip(" ")[:1] in ("%", "°") or before == "%":
        return True
    if is_digits and DECIMAL.match(words[at]) and not THOUSANDS.match(words[at]) and amount < 1000:
        return True
    if words[at].removeprefix("و").startswith("ال") and any(
        line.is_unit(i) for i in range(max(at - _DEFINITE_NUMBER, 0), at)
    ):
        return True  # الساعات الأربع والعشرين
    behind = words[end + 1 : end + 2] if following == "من" else [following]
    if previous in ("في", "يوم") and not line.lexicon.contexts["of_month"].isdisjoint(behind):
        return True  # في 25 منه، في 25 من الشهر الجاري
    ages = words[max(at - _AGES_REACH, 0) : at]
    if not (_AGES.isdisjoint(ages) or counts_people):
        return True  # وأعمارهم ثلاث سنوات وست وتسع
    if is_digits and at > 1 and previous == "ال" and line.is_unit(at - 2, of_somebody=True):
        return True  # في يومه الـ37
    if following == "من" and words[end + 1 : end + 2] in (["العمر"], ["عمره"], ["عمرها"]):
        return True
    if following in line.lexicon.months or (
        following in line.lexicon.contexts["time"] and is_digits
    ):
        return True
    if (
        previous in line.lexicon.contexts["percent"]
        or words[at].startswith("بالم")
        or (previous == "في" and bare in ("ميه", "مايه"))
    ):
        return bare in ("ميه", "مايه")
    if at and line.gap(at - 1) in ("", '"', "(", "-") and not counts_people:
        names = {
            previous,
            previous.removeprefix("ال"),
            previous.removeprefix("و"),
            *line.tokens[at - 1].forms,
        }
        joined = words[at] == f"و{bare}"  # قائد كتيبة وخمسة: not the fifth
        numbered = not joined and bool(names & line.lexicon.numbered)
        if numbered or number_words().get(previous, ("",))[0] == "ordinal":
            return True
        if names & line.lexicon.months and amount > 31:
            return True
    return is_digits and _digits_count_nothing(line, at, end, int(amount))


def _digits_count_nothing(line: QuantityLine, at: int, end: int, amount: int) -> bool:
    """Whether the signs about digits, or how they are written, tell that they count nothing."""
    token, raw = line.tokens[at], line.words[at]
    before = line.text[max(token.start - 1, line.sentence.start) : token.start]
    tail = line.text[line.tokens[end - 1].end : line.sentence.end]
    follows_digits = at > 0 and line.words[at - 1][0].isdecimal()
    digits_follow = end < len(line.words) and line.words[end][0].isdecimal()
    if (follows_digits and line.gap(at - 1) == "/") or (digits_follow and line.gap(at) == "/"):
        return True  # 15/ 10/ 1436
    if before in tuple("/:.+") or (tail[:1] in tuple("/:+") and tail[1:2].isdecimal()):
        return True
    if before == "-" and at > 1 and len(line.words[at - 2]) == _YEAR_DIGITS and follows_digits:
        return True  # 2021-03-10
    if (before == "-" and follows_digits) or (tail[:1] == "-" and tail[1:2].isdecimal()):
        return not range_end(line, at, end, amount)
    if before == "-" and line.text[token.start - 2 : token.start - 1].isalpha():
        return True  # كيه-47، إف-16: a model's number
    if raw.isdecimal() and (len(raw) >= 7 or (raw[0] == "0" and len(raw) > 1)):
        return True
    parted = not _PARTS.isdisjoint(line.gap(end - 1))
    if end == at + 1 and (parted or line.noun_at(end) is None) and _is_year(line, at):
        return True
    if (
        at
        and line.words[at - 1] in ("في", "عام", "سنه")
        and raw.isdecimal()
        and len(raw) == 4
        and _FIRST_YEAR <= int(raw) <= _LAST_YEAR
    ):
        return True  # في 2012 متهمين بالتخطيط
    # the number of a list item
    return at == 0 and tail.lstrip()[:1] in tuple("-.)") and tail.strip() not in (".", ")")


def _is_year(line: QuantityLine, at: int) -> bool:
    """Whether four digits are a year rather than a large count."""
    raw = line.words[at]
    if len(raw) != 4 or not raw.isdecimal():
        return False
    previous = line.words[at - 1].removeprefix("ال") if at else ""
    cued = previous in line.lexicon.contexts["year_before"] or previous in line.lexicon.months
    following = line.words[at + 1] if at + 1 < len(line.words) and not line.gap(at) else ""
    if 1400 <= int(raw) <= 1500:
        return cued or following in ("ه", "هجري", "للهجره")
    return 1900 <= int(raw) <= 2100 and (
        cued or not following or following in line.lexicon.contexts["after_year"]
    )
