"""Nouns for people that can be counted; seeds/lexicon/counted_nouns.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.document import Token


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """A noun for people that can be counted. `victim_class` as in records.CasualtyClaim, None
    where the noun does not say; `kind`: person, killed, wounded, abducted, arrested, body, other.
    `stands_alone`: whether its singular means one person without a word such as مقتل before it
    (مسلح and عسكري are mostly adjectives)."""

    lemma: str
    victim_class: str | None
    kind: str
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class NounForms:
    """The nouns by folded form, in each number."""

    singular: Mapping[str, CountedNoun]
    dual: Mapping[str, CountedNoun]
    plural: Mapping[str, CountedNoun]


@lru_cache(maxsize=1)
def noun_forms() -> NounForms:
    """The list of seeds/lexicon, read once."""
    columns = ["lemma", "singulars", "duals", "plurals", "victim_class", "kind", "stands_alone"]
    tables: tuple[dict[str, CountedNoun], ...] = ({}, {}, {})
    for row in read_seed("lexicon/counted_nouns.csv", columns):
        noun = CountedNoun(
            row["lemma"], row["victim_class"] or None, row["kind"], row["stands_alone"] == "yes"
        )
        for table, column in zip(tables, ("singulars", "duals", "plurals"), strict=True):
            for form in row[column].split(";"):
                if form:
                    table.setdefault(fold(form), noun)
    return NounForms(*tables)


def counted_noun(token: Token) -> CountedNoun | None:
    """The counted noun that a token is, in any number and with any proclitics, or None."""
    nouns = noun_forms()
    for form in token.forms:
        for table in (nouns.dual, nouns.plural, nouns.singular):
            if form in table:
                return table[form]
    return None


def is_accusative(token: Token) -> bool:
    """Whether a token is the indefinite object of a noun whose singular is known: إرهابيا beside
    إرهابي."""
    singular = noun_forms().singular
    noun = singular.get(token.text)
    return noun is not None and token.text[-1] == "ا" and singular.get(token.text[:-1]) == noun
