"""Numbers of several words: ثلاثة عشر, مئة وخمسة وعشرون, 3 آلاف."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.text.fold import fold
from extractors.text.number_words import DIGITS, digits_value, number_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def parse_number(words: Sequence[str]) -> int | None:
    """The value of a whole number in words, digits or both, or None where `words` is not exactly
    one such number. Words may be folded or not; و joins words as a prefix or on its own.

    parse_number(["مئة", "وخمسة", "وعشرون"]) == 125; parse_number(["3", "آلاف"]) == 3000.
    """
    folded = [fold(word) for word in words]
    if not folded or not all(folded):
        return None
    found = read_number(folded, 0)
    if found is None or found[1] != len(folded) or found[0] != int(found[0]):
        return None
    return int(found[0])


def read_number(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """The number that starts at words[at], read as far as the grammar carries it, and the index
    behind it; None where no number starts there."""
    number = _Sum()
    j = at
    while j < len(words):
        found = _next_summand(words, j, first=j == at)
        if found is None:
            break
        kind, value, joined, used = found
        if not number.take(kind, value, joined=joined):
            break
        j += used
    if j == at or number.pending_teen:
        return None
    return number.total + number.group, j


def _next_summand(
    words: Sequence[str], at: int, *, first: bool
) -> tuple[str, float, bool, int] | None:
    """(kind, value, joined with و, words used) of the number word at words[at], or None."""
    table = number_words()
    word, joined, used = words[at], False, 1
    if not first:
        if word == "و" and at + 1 < len(words):
            word, joined, used = words[at + 1], True, 2
        elif word.startswith("و") and (word not in table or word[1:] in table):
            word, joined = word[1:], True  # وأحد عشر is spelt like واحد once it is folded
    if word in table:
        kind, value = table[word]
        return kind, value, joined, used
    amount = digits_value(word) if DIGITS.match(word) else None
    return None if amount is None else ("digits", amount, joined, used)


class _Sum:
    """A number while it is read: a sum of scaled groups in falling order (مليون، ألف، none), each
    group hundreds + units + tens. A further summand is joined with و, a multiplier is not."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group = 0.0
        self.previous = ""
        self.last_scale = 10**12
        #: احد or اثنا was read, which is a number only with the ten or the tens behind it
        self.pending_teen = False

    def take(self, kind: str, value: float, *, joined: bool) -> bool:
        """Add the next word if the grammar allows it here; say whether it did."""
        first = not self.previous
        rules: dict[str, Callable[[float, bool, bool], bool]] = {
            "digits": self._digits,
            "digit_word": self._zero,
            "unit": self._unit,
            "teen_unit": self._unit,
            "tail": self._tail,
            "tens": self._tens,
            "hundred": self._hundred,
            "hundreds": self._hundreds,
            "scale": self._scale,
            "scale_or_dual": self._scale,
            "scale_dual": self._scale_dual,
        }
        rule = rules.get(kind)
        if rule is None or not rule(value, first, joined):
            return False
        if kind == "teen_unit":
            self.pending_teen = True
        elif kind == "scale_or_dual" and first:
            self.total += value  # ألفا قتيل: the dual of the construct, where no number precedes
        self.previous = kind
        return True

    @property
    def _open_below(self) -> bool:
        """Whether the group has room for tens and units."""
        return self.group % 100 == 0 and not self.pending_teen

    def _digits(self, value: float, first: bool, joined: bool) -> bool:
        fits = self.group == 0 or (self._open_below and value < 100)
        if not first and not (joined and value < min(self.last_scale, 1000) and fits):
            return False
        self.group += value
        return True

    def _zero(self, value: float, first: bool, joined: bool) -> bool:
        return first and value == 0 and not joined

    def _unit(self, value: float, first: bool, joined: bool) -> bool:
        if not first and not (joined and self._open_below):
            return False
        self.group += value
        return True

    def _tail(self, value: float, first: bool, joined: bool) -> bool:
        """The عشر of ثلاثة عشر, or ten itself."""
        closes_teen = self.previous in ("unit", "teen_unit") and not joined
        if not (closes_teen or first or (joined and self._open_below)):
            return False
        self.group += value
        self.pending_teen = False
        return True

    def _tens(self, value: float, first: bool, joined: bool) -> bool:
        units = self.group % 100
        room = units == 0 or (units < 10 and self.previous in ("unit", "teen_unit", "digits"))
        if not first and not (joined and room):
            return False
        self.group += value
        self.pending_teen = False  # إحدى وعشرين, واحدا وأربعين
        return True

    def _hundred(self, value: float, first: bool, joined: bool) -> bool:
        if self.previous == "unit" and not joined and 3 <= self.group < 10:
            self.group *= value
            return True
        return self._hundreds(value, first, joined)

    def _hundreds(self, value: float, first: bool, joined: bool) -> bool:
        if not first and not (joined and self.group == 0):
            return False
        self.group += value
        return True

    def _scale(self, value: float, first: bool, joined: bool) -> bool:
        multiplies = self.group > 0 and not joined
        if self.pending_teen or value >= self.last_scale:
            return False
        if not (multiplies or (self.group == 0 and (first or joined))):
            return False
        self.total += (self.group or 1) * value
        self.group, self.last_scale = 0.0, int(value)
        return True

    def _scale_dual(self, value: float, first: bool, joined: bool) -> bool:
        if value / 2 >= self.last_scale or not (first or (joined and self.group == 0)):
            return False
        self.total += value
        self.last_scale = int(value / 2)
        return True
