"""What stands beside a figure and makes a bound of it: at least, more than, up to, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.text.clitics import unjoined
from extractors.text.number_words import bare_number

if TYPE_CHECKING:
    from extractors.text.quantity_line import QuantityLine
    from extractors.text.quantity_words import Kind


def quantifier_before(line: QuantityLine, at: int, free_from: int) -> tuple[int, Kind]:
    """Where the quantifier before a number starts, and what it makes of the number."""
    if at in (free_from, 0):
        return at, "exact"
    for form in line.tokens[at - 1].forms:
        for phrase in line.lexicon.before.get(form, ()):
            first = at - len(phrase.words)
            if first < free_from:
                continue
            rest = phrase.words[1:]  # reversed: the words before the last one
            if all(
                word in line.tokens[at - 2 - k].forms
                or unjoined(line.words[at - 2 - k], "و") == word
                for k, word in enumerate(rest)
            ):
                return first, phrase.kind
    return at, "exact"


def quantifier_after(line: QuantityLine, end: int) -> Kind:
    """What a quantifier up to four words behind a number makes of it; no pause and no other number
    stands between."""
    for at in range(end, min(end + 5, len(line.tokens))):
        if line.gap(at - 1) not in ("", '"', "(", ")"):
            break
        for phrase in line.lexicon.after.get(line.words[at], ()):
            last = at + len(phrase.words)
            if tuple(line.words[at:last]) == phrase.words:
                return phrase.kind
        if bare_number(line.words[at]) is not None:
            break
    return "exact"


def bounds(value: int, kind: Kind) -> tuple[int | None, int | None, int | None]:
    """(low, value, high) of a figure with its quantifier."""
    if kind in ("at_least", "more_than"):
        return value, value, None
    if kind == "up_to":
        return None, value, value
    return value, value, value
