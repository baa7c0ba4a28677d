"""How many: quantities in digits, in words, in the dual and in the singular.

Arabic writes a count as digits (1,200 or ١٢٠٠), as words that agree in gender and case (ثلاثة عشر،
مئة وعشرين، ألفي), as a dual (قتيلان، جنديين) or as a bare singular (مقتل جندي). Numbers that count
nothing (dates, clock times, ages, distances, money, unit numbers) are left out.

`quantity_numbers` reads figures (`number_words`, `number_grammar`; `number_uses` has those that
count nothing), `quantity_nouns` people told without one (`counted_nouns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.text.quantifiers import quantifier_before
from extractors.text.quantity_line import QuantityLine
from extractors.text.quantity_nouns import people_without_number
from extractors.text.quantity_numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.document import Quantity, Sentence


#: whose some of those counted are, behind "of": من عناصر الشرطة
_OF_WHOM = 3


def quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The counts of a sentence in the order of the text; they do not overlap.

    A bound keeps its figure as `value` ("at least 5": low 5, value 5, high None); a vague word has
    no value but a range; a range (بين 3 و5) has its lower end as value.
    """
    if not sentence.tokens:
        return ()
    return tuple(_read(QuantityLine(sentence)))


def _read(line: QuantityLine) -> Iterator[Quantity]:
    """One pass over the tokens: words without a figure first, then numbers, then nouns."""
    at = 0
    free_from = 0  # tokens before this one belong to an earlier quantity
    while at < len(line.tokens):
        found = (
            _vague(line, at, free_from)
            or number(line, at, free_from)
            or people_without_number(line, at, free_from)
        )
        if isinstance(found, int):  # a number that counts nothing
            at = free_from = found
        elif found is None:
            at += 1
        else:
            yield found
            at = free_from = max(found.after, at + 1)
            line.people_end = _end_of_people(line, found)
            line.people_told = line.people_told or line.people_end > 0


def _end_of_people(line: QuantityLine, quantity: Quantity) -> int:
    """The index behind a quantity of people and a word that says whose: ضابطي شرطة, ثلاثة من عناصر
    الشرطة."""
    after = quantity.after
    if line.words[after : after + 1] == ["من"]:
        return after + _OF_WHOM
    noun = after if quantity.noun_inside is None else quantity.noun_inside
    return noun + 2 if line.noun_at(noun) is not None else -1


def _vague(line: QuantityLine, at: int, free_from: int) -> Quantity | None:
    """A word for a number that is not told: عشرات, بضعة."""
    for form in line.tokens[at].forms:
        for phrase in line.lexicon.vague.get(form, ()):
            end = at + len(phrase.words)
            if tuple(line.words[at + 1 : end]) != phrase.words[1:]:
                continue
            if line.is_unit(end) or (
                form != line.words[at] and line.words[at].endswith(("هم", "ها", "هن"))
            ):
                return None  # بعضهم: of those who were counted
            first, _ = quantifier_before(line, at, free_from)
            return line.quantity(first, end, (phrase.low, None, phrase.high), "vague")
    return None
