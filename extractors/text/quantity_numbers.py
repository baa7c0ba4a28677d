"""Quantities told by a number, in digits or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.text.clitics import unjoined
from extractors.text.number_grammar import read_number
from extractors.text.number_neighbours import range_end, told_again
from extractors.text.number_uses import counts_nothing
from extractors.text.number_words import DOTTED_THOUSANDS, bare_number, number_words
from extractors.text.quantifiers import bounds, quantifier_after, quantifier_before

if TYPE_CHECKING:
    from extractors.document import Quantity
    from extractors.text.quantity_line import QuantityLine

#: words that are numbers only beside other numbers
_LONE_WORDS = {("unit", 1), ("teen_unit", 1), ("teen_unit", 2)}


def number(line: QuantityLine, at: int, free_from: int) -> Quantity | int | None:
    """The quantity of the number at a token, the index behind a number that counts nothing, or
    None where there is no number."""
    bare = bare_number(line.words[at])
    if bare is None:
        return None
    read = read_number([bare, *line.words[at + 1 : at + 12]], 0)
    if read is None:
        return _one_in_a_list(line, at, free_from)
    amount, length = read
    end = at + length
    amount = _dotted_thousands(line, at, end, amount)
    end = told_again(line, at, end, amount)
    if at and unjoined(line.words[at - 1], "و") == "نصف" and amount >= 1000:
        amount /= 2  # نصف مليون
    if end == at + 1 and number_words().get(bare, ("", 0)) in _LONE_WORDS:
        return _one_in_a_list(line, at, free_from)
    if counts_nothing(line, at, end, amount, bare):
        return end
    value = int(amount)
    other = range_end(line, at, end, value)
    if other is not None:
        high, end = other
        if line.is_unit(end):
            return end
        first = at - 1 if at > free_from and line.tokens[at - 1].forms[-1] == "بين" else at
        return line.quantity(first, end, (value, value, high), "between")
    first, kind = quantifier_before(line, at, free_from)
    if kind == "exact":
        kind = quantifier_after(line, end)
    noun_inside = None
    if (
        value == 2
        and line.words[at].startswith("اثن")
        and at > free_from
        and line.gap(at - 1) == ""
        and line.noun_at(at - 1) is not None
    ):  # مدنيين اثنين
        first = noun_inside = at - 1
    return line.quantity(first, end, bounds(value, kind), kind, noun_inside=noun_inside)


def _one_in_a_list(line: QuantityLine, at: int, free_from: int) -> Quantity | None:
    """The one more of a list: خمسة في الخليل وواحدا في يطا."""
    listed = free_from > 0 and line.words[at].startswith("وواحد")
    if not listed or line.words[at + 1 : at + 2] != ["في"] or line.gap(at):
        return None
    return line.quantity(at, at + 1, (1, 1, 1), "exact")


def _dotted_thousands(line: QuantityLine, at: int, end: int, amount: float) -> float:
    """1.200 read as 1200 where people are counted."""
    word = line.words[at]
    if end == at + 1 and DOTTED_THOUSANDS.match(word) and line.noun_at(end):
        return int(word.replace(".", ""))
    return amount
