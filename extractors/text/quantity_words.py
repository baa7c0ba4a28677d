"""The words around numbers, as seeds/lexicon has them: quantifiers.csv, vague_quantities.csv,
units.csv, numbered_nouns.csv, construct_words.csv, count_openers.csv, count_blockers.csv,
number_contexts.csv; and the names of months and weekdays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["exact", "at_least", "more_than", "up_to", "about", "between", "vague"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quantifier, or a vague quantity with its bounds."""

    words: tuple[str, ...]
    kind: Kind
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """All that is known of the words around numbers, folded."""

    before: Mapping[str, tuple[Phrase, ...]]  # by their LAST word
    after: Mapping[str, tuple[Phrase, ...]]
    vague: Mapping[str, tuple[Phrase, ...]]
    units: Mapping[str, tuple[tuple[str, ...], ...]]
    numbered: frozenset[str]
    openers: frozenset[str]
    construct: frozenset[str]
    blockers: frozenset[str]
    months: frozenset[str]
    weekdays: tuple[list[str], ...]
    contexts: Mapping[str, frozenset[str]]


_KINDS: dict[str, Kind] = {
    "at_least": "at_least",
    "more_than": "more_than",
    "up_to": "up_to",
    "about": "about",
}


@lru_cache(maxsize=1)
def quantity_words() -> QuantityWords:
    """The lists of seeds/lexicon, read once."""
    before: list[Phrase] = []
    after: list[Phrase] = []
    for row in read_seed("lexicon/quantifiers.csv", ["phrase", "kind", "position"]):
        words = tuple(fold(row["phrase"]).split())
        if row["position"] == "before":
            before.append(Phrase(words[::-1], _KINDS[row["kind"]]))
        else:
            after.append(Phrase(words, _KINDS[row["kind"]]))
    vague = [
        Phrase(
            tuple(fold(r["phrase"]).split()),
            "vague",
            int(r["low"]),
            int(r["high"]) if r["high"] else None,
        )
        for r in read_seed("lexicon/vague_quantities.csv", ["phrase", "low", "high"])
    ]
    units: dict[str, list[tuple[str, ...]]] = {}
    for row in read_seed("lexicon/units.csv", ["word", "kind"]):
        unit = tuple(fold(row["word"]).split())
        units.setdefault(unit[0], []).append(unit)
    contexts: dict[str, set[str]] = {}
    for row in read_seed("lexicon/number_contexts.csv", ["word", "kind"]):
        contexts.setdefault(row["kind"], set()).add(fold(row["word"]))
    return QuantityWords(
        contexts={kind: frozenset(found) for kind, found in contexts.items()},
        before=_by_first(before),
        after=_by_first(after),
        vague=_by_first(vague),
        units={key: tuple(value) for key, value in units.items()},
        numbered=_folded_words("numbered_nouns"),
        openers=_folded_words("count_openers"),
        construct=_folded_words("construct_words"),
        blockers=_folded_words("count_blockers"),
        weekdays=tuple(
            [fold(name)]
            for r in read_seed("lexicon/weekdays.csv", ["name"])
            for name in r["name"].split("|")
        ),
        months=frozenset(
            fold(r["name"]).split()[0]
            for r in read_seed("lexicon/months.csv", ["name", "month", "calendar"])
        ),
    )


def _by_first(phrases: list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=lambda p: -len(p.words)):
        table.setdefault(phrase.words[0], []).append(phrase)
    return {key: tuple(value) for key, value in table.items()}


def _folded_words(name: str) -> frozenset[str]:
    return frozenset(fold(r["word"]) for r in read_seed(f"lexicon/{name}.csv", ["word"]))
