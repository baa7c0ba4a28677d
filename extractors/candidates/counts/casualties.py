"""One statement of how many were killed, wounded, arrested or abducted, and the sum of several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.records import ClaimRole, Toll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Token

#: behind a number, it is of those who were told of before
_OF_THEM = "منهم"


@dataclass(frozen=True, slots=True)
class Count:
    """One statement of a count. `first`, `last`: its tokens; `measure` as in CasualtyClaim.

    `joins`: it is a further member of the list that the count before it began, to be added;
    `opposed`: it is told in a clause of its own, as the other side's.
    `update`: the text says that the toll rose to it. `firm`: a number is told, not implied.
    `resumes`: a pronoun means people who were told of before, however many they were.
    `named`: people of whom nothing but a name is told, often those whom a figure counted before.
    `target_type` is what the victims' class says of the target.
    """

    sentence: int
    first: int
    last: int
    measure: str
    low: int | None
    value: int | None
    high: int | None
    role: ClaimRole
    victim_class: str | None = None
    target_type: str | None = None
    joins: bool = False
    opposed: bool = False
    update: bool = False
    firm: bool = True
    resumes: bool = False
    named: bool = False

    @property
    def toll(self) -> Toll:
        """The count with its bounds."""
        return Toll(self.low, self.value, self.high)


def is_of_them(count: Count, tokens: Sequence[Token]) -> bool:
    """Whether it counts some of those who were told of before, by the tokens of its sentence:
    مقتل 40 من التنظيم … قتل 29 منهم."""
    return any(token.text == _OF_THEM for token in tokens[count.last : count.last + 2])


def summed(members: list[Count]) -> Count:
    """One count of a list's members, bounds added. Where they are told in clauses of their own, the
    largest alone is the lower bound.

    A vague member (3 جنود وعدد من المدنيين) adds nothing to the value and leaves the top open; one
    that may outnumber the others (عشرات وخمسة) leaves no value.
    """
    head = members[0]
    if len(members) == 1:
        return head
    counted = [m for m in members if m.value is not None]
    value = _added([m.value for m in counted])
    vague = _added([m.low for m in members if m.value is None]) or 0
    if value is None or vague > value:
        counted, value = members, None
    lows = [m.low for m in counted if m.low is not None]
    opposed = bool(lows) and any(m.opposed for m in members)
    return replace(
        head,
        last=members[-1].last,
        low=max(lows) if opposed else _added([m.low for m in counted]),
        value=value,
        high=_added([m.high for m in counted]) if len(counted) == len(members) else None,
    )


def _added(figures: list[int | None]) -> int | None:
    """Their sum, where all of them are known."""
    known = [f for f in figures if f is not None]
    return sum(known) if known and len(known) == len(figures) else None
