"""What each sign weighs for and against a mention's being of an incident: seeds/joining.csv."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = "joining.csv"
#: the weight of a sign that forbids it
_NEVER = "never"
#: no sum of what speaks for a mention outweighs this
AGAINST = -99.0


@cache
def weights() -> Mapping[str, float]:
    """The signs, and what each weighs; AGAINST where it forbids the joining.

    Raises LexiconError where a sign stands twice or its weight is neither a number nor `never`.
    """
    found: dict[str, float] = {}
    for row in read_seed(FILE, ("sign", "weight", "says")):
        sign, weight = row["sign"], row["weight"]
        try:
            value = AGAINST if weight == _NEVER else float(weight)
        except ValueError:
            raise LexiconError(
                f"seeds/{FILE}: the weight of {sign} is {weight!r}", "give a number, or never"
            ) from None
        if sign in found:
            raise LexiconError(f"seeds/{FILE}: {sign} stands twice", "one row a sign")
        found[sign] = value
    return MappingProxyType(found)


def total(signs: Iterable[str]) -> float:
    """What signs weigh together."""
    known = weights()
    return sum(known[sign] for sign in signs)
