"""The words that places are told with: heads, directions, prepositions, proclitics.

Vocabulary: seeds/lexicon/place_*.csv, directions.csv, person_words.csv, common_words.csv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.candidates.places.gazetteer import RANKS, Name, gazetteer
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from extractors.text.word_forms import is_protected

if TYPE_CHECKING:
    from collections.abc import Mapping

Relation = Literal["inside", "near", "origin", "destination", "none"]
_RELATIONS: Mapping[str, Relation] = {
    "inside": "inside",
    "near": "near",
    "origin": "origin",
    "destination": "destination",
    "none": "none",
}


#: kinds of actors that say where the news is from: governments and their forces act abroad
_AT_HOME = frozenset({"armed_group", "irregular_force"})


@lru_cache(maxsize=1)
def homes_of_actors() -> Mapping[str, str]:
    """The country of each armed group that has one, by id."""
    rows = read_seed("actors.csv", ["actor_id", "actor_type", "country_code"])
    return {
        r["actor_id"]: r["country_code"]
        for r in rows
        if r["country_code"] and r["actor_type"] in _AT_HOME
    }


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that a place name follows. `keep`: the noun is part of the name (شارع الستين);
    `of_place`: the name behind it is the place where it stands (مطار بغداد)."""

    kind: str
    #: each of the places behind it is one (بلدتي الفوعة وكفريا)
    many: bool
    #: any number of things in the place behind it (أسواق مدينة الصدر), which alone is the place
    plural: bool
    keep: bool
    of_place: bool
    #: the noun has other uses (مركز، قاعدة، قطاع): an everyday word behind it is no name
    strict: bool


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """The seeds' words, folded. `directions`: bearing in degrees and relation; `masks`: phrases
    that hold no place, by their first word."""

    heads: Mapping[str, Head]
    directions: Mapping[str, tuple[float | None, Relation]]
    prepositions: Mapping[str, Relation]
    taking: Mapping[str, Relation]
    stop: frozenset[str]
    generic: frozenset[str]
    compound: frozenset[str]
    adjectives: frozenset[str]
    masks: Mapping[str, tuple[tuple[str, ...], ...]]
    persons: frozenset[str]
    common: frozenset[str]
    links: frozenset[str]
    owners: frozenset[str]
    kilometres: frozenset[str]
    #: the names of months, by their words
    months: frozenset[tuple[str, ...]]
    #: how words begin that say that a hospital was hit, or that it was near one
    hit: tuple[str, ...]


def _words(name: str, column: str = "word") -> frozenset[str]:
    return frozenset(fold(r[column]) for r in read_seed(f"lexicon/{name}.csv", [column]))


def _relations(name: str) -> dict[str, Relation]:
    rows = read_seed(f"lexicon/{name}.csv", ["word", "relation"])
    return {fold(r["word"]): _RELATIONS[r["relation"]] for r in rows}


@lru_cache(maxsize=1)
def place_lexicon() -> PlaceLexicon:
    """The words of the seeds, read once a process. Raises LexiconError where one is faulty."""
    heads = {
        fold(r["word"]): Head(
            r["kind"],
            r["number"] == "many",
            r["number"] == "plural",
            r["keep"] == "yes",
            r["of_place"] == "yes",
            r["strict"] == "yes",
        )
        for r in read_seed(
            "lexicon/place_heads.csv", ["word", "kind", "number", "keep", "of_place", "strict"]
        )
    }
    masks: dict[str, list[tuple[str, ...]]] = {}
    for row in read_seed("lexicon/place_masks.csv", ["phrase"]):
        words = tuple(fold(row["phrase"]).split())
        masks.setdefault(words[0], []).append(words)
    weekdays = {fold(r["name"]) for r in read_seed("lexicon/weekdays.csv", ["name"])}
    return PlaceLexicon(
        heads=heads,
        directions={
            fold(r["word"]): (
                float(r["bearing"]) if r["bearing"] else None,
                _RELATIONS[r["relation"]],
            )
            for r in read_seed("lexicon/directions.csv", ["word", "bearing", "relation"])
        },
        prepositions=_relations("place_prepositions"),
        taking=_relations("place_taking_words"),
        stop=_words("place_stop_words") | weekdays,
        generic=_words("place_generic_modifiers"),
        compound=_words("place_compound_starts"),
        adjectives=_words("place_name_adjectives"),
        masks={k: tuple(v) for k, v in masks.items()},
        persons=_words("person_words"),
        common=_words("common_words"),
        links=_words("place_links"),
        owners=_words("place_owner_words"),
        months=frozenset(
            tuple(fold(r["name"]).split()) for r in read_seed("lexicon/months.csv", ["name"])
        ),
        kilometres=frozenset(
            fold(r["word"])
            for r in read_seed("lexicon/units.csv", ["word", "kind"])
            if r["kind"] == "distance" and fold(r["word"]).startswith("ك")
        ),
        hit=tuple(sorted(_words("place_hit_words", "beginning"))),
    )


#: proclitics that a place name may carry, the longest first; "لل" hides the ا of ال
_PROCLITICS = ("وب", "ول", "فب", "و", "ف", "ب", "ل")


@lru_cache(maxsize=1 << 16)
def stripped(word: str) -> tuple[tuple[str, str], ...]:
    """(proclitic, rest) of a word: itself first, then without each proclitic that it may carry."""
    out = [("", word)]
    if is_protected(word):
        return tuple(out)
    for proclitic in ("لل", "ولل"):
        if word.startswith(proclitic) and len(word) > len(proclitic) + 1:
            out.append((proclitic, "ال" + word[len(proclitic) :]))
    for proclitic in _PROCLITICS:
        rest = word[len(proclitic) :]
        if word.startswith(proclitic) and len(rest) >= 2:
            if proclitic.endswith("ل") and rest.startswith("ل") and rest[1:2] != "":
                continue  # للحج is ل + الحج
            if len(proclitic) == 2 and is_protected(word[1:]):
                continue
            out.append((proclitic, rest))
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def name_starts(word: str) -> tuple[tuple[str, tuple[Name, ...]], ...]:
    """(proclitic, names) for each way to read a word as the first one of a gazetteer's name."""
    book = gazetteer()
    common = place_lexicon().common
    found: list[tuple[str, tuple[Name, ...]]] = []
    for proclitic, rest in stripped(word):
        # وبلاد is "and lands" before it is "and in Lad"
        everyday = any(
            proclitic.startswith(shorter) and proclitic != shorter and longer in common
            for shorter, longer in stripped(word)
        )
        names = tuple(n for n in book.names_from(rest) if not everyday or n.is_plain)
        if names:
            found.append((proclitic, names))
    if not found:  # جنوبالعريش: the blank is lost in many archives
        for direction, (bearing, _) in place_lexicon().directions.items():
            rest = word.removeprefix(direction)
            if bearing is not None and len(rest) >= 4 and rest != word:
                names = tuple(n for n in book.names_from(rest) if n.support != "head")
                if names:
                    found.append((direction, names))
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def head_of(word: str) -> tuple[str, Head] | None:
    """(proclitic, head) where a word is a head noun."""
    heads = place_lexicon().heads
    for proclitic, rest in stripped(word):
        if rest in heads and not proclitic.endswith("لل"):
            return proclitic, heads[rest]
    return None


@lru_cache(maxsize=1 << 16)
def may_start(word: str) -> bool:
    """Whether a component can start at a word; most words end here."""
    return (
        bool(name_starts(word))
        or head_of(word) is not None
        or direction_of(word) is not None
        or capital_proclitic(word) is not None
        or is_anaphoric(word.removeprefix("ب"))
        or side_of(word) is not None
    )


@lru_cache(maxsize=1 << 16)
def masks_from(word: str) -> tuple[tuple[str, ...], ...]:
    """The phrases without a place that start with a word, or with it behind a proclitic."""
    masks = place_lexicon().masks
    return tuple(phrase for _, rest in stripped(word) for phrase in masks.get(rest, ()))


@lru_cache(maxsize=1 << 16)
def demonym_of(word: str) -> str | None:
    """The country that a word is an adjective of, behind و, ب or ل too."""
    demonyms = gazetteer().demonyms
    codes = (demonyms.get(rest) for p, rest in stripped(word) if p in ("", "و", "ب", "ل"))
    return next(filter(None, codes), None)


@lru_cache(maxsize=1 << 16)
def capital_proclitic(word: str) -> str | None:
    """What stands before العاصمة in a word that is it."""
    return next((p for p, rest in stripped(word) if rest == "العاصمه"), None)


def is_anaphoric(word: str) -> bool:
    """Whether a word is "the town", "the areas": a place that was named before."""
    head = place_lexicon().heads.get(word[2:]) if word.startswith("ال") else None
    return head is not None and RANKS[head.kind] >= RANKS["settlement"] and not head.keep


@lru_cache(maxsize=1 << 16)
def direction_of(word: str) -> tuple[str, float | None, Relation] | None:
    """(proclitic, bearing in degrees, relation) where a word is a direction or surrounding."""
    directions = place_lexicon().directions
    for proclitic, rest in stripped(word):
        if rest in directions:
            bearing, relation = directions[rest]
            return proclitic, bearing, relation
    return None


@lru_cache(maxsize=1 << 10)
def side_of(word: str) -> tuple[str, float | None, Relation] | None:
    """As direction_of, for a side with its article (إلى الشرق من المدينة، الأحياء الغربية من
    المدينة), which only tells a place with "from" behind it."""
    if not word.startswith("ال"):
        return None
    directions = place_lexicon().directions
    found = directions.get(word[2:]) or directions.get(word[2:].removesuffix("ه"))
    return ("", *found) if found is not None and found[0] is not None else None


#: buildings and grounds, which are often called after the place that they lie in
BUILDINGS = frozenset({"facility", "hospital"})
#: what may stand between a place and what contains it
SHORT_PAUSES = frozenset({"", '"', "،", ",", '"،', '",', ")", "("})
#: words that lead on to what contains a place
CONTAINING = frozenset({"في", "فى", "ضمن", "داخل", "ل"})
