"""What each word says about names: is it one, does it introduce one, is a place called by one.

The words are those of vocabulary.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.names.vocabulary import (
    ARABIC,
    ARTICLE,
    LETTERS_BEFORE,
    NOT,
    PERHAPS,
    Vocabulary,
)
from extractors.patterns.word_sets import word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: words whose records are remembered
_VOCABULARY = 200_000
_PROCLITICS = (*LETTERS_BEFORE, "وب", "ول", "فب", "فل")
#: a word without its proclitic has so many letters at least
_SHORTEST = 3
_AND = "و"
#: the ending of a verb of several
_THEY = "وا"
#: words that begin as if a conjunction or preposition stood before a listed one: بدوره، لطالبان
_WHOLE = word_set("names.whole")
#: endings of duals and plurals
_NUMBERS = word_list("names.numbers")


@dataclass(frozen=True, slots=True)
class NameWord:
    """What is known of one folded word.

    `core`: the word without the `clitic` letters before it that belong to no name (وعلي: 1).
    `given`, `family`: NOT, PERHAPS (it is an ordinary word too), SURELY; `mostly`: a given name
    that is seldom an ordinary word. `part`: a kind of
    name_parts.csv, or "". `introduces`: kinds of name_introducers.csv that it has as it stands
    here: person and the like where it is definite, "his" with a pronoun (نجله), "of" where it
    governs the next word (نجل). `is_office`: a title of office; `construct`: one without an
    article. `head`: a kind of named_after.csv or place_heads.csv, or "". `harms_before`,
    `harms_after`, `of_person`, `says`, `acts`: kinds of name_verbs.csv; `is_being`: its kind "is".
    `is_verb`: it has the form of one. `is_thing`: a head or a word that introduces, with an article
    or without. `ordinary`: a word of the language in some
    form, `listed`: as it stands, or behind one letter (`prefixed`). `definite`: it has an article.
    `limit`: a kind of name_limits.csv, or "": "time" is a time of day where a day follows, "never"
    no surname. `is_person_noun`: it says what somebody is (طبيب), without an article. `joins`: a
    preposition or the like.
    `is_arabic`: two Arabic letters or more. `is_name`: it may stand in a name. `unknown`: no
    lexicon holds it; `rare`: plain_words.csv neither. `starts`: a name could begin here or behind
    it.
    """

    text: str
    core: str
    clitic: int
    given: int
    mostly: bool
    family: int
    part: str
    introduces: frozenset[str]
    is_office: bool
    construct: bool
    head: str
    harms_before: bool
    harms_after: bool
    of_person: bool
    says: bool
    acts: bool
    is_being: bool
    is_verb: bool
    is_thing: bool
    ordinary: bool
    listed: bool
    prefixed: bool
    definite: bool
    limit: str
    is_person_noun: bool
    joins: bool
    is_arabic: bool
    is_name: bool
    unknown: bool
    rare: bool
    starts: bool


class NameWords:
    """The lexicons of names, as one look-up by folded word."""

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seeds. Raises LexiconError where one is missing or faulty."""
        read = Vocabulary(seeds_dir)
        self._given, self._family, self._parts = read.given, read.family, read.parts
        self._by_hand, self._mostly = read.by_hand, read.mostly
        self._introducers, self._heads, self._limits = read.introducers, read.heads, read.limits
        self._offices = read.offices
        self._verbs, self._towns, self._grammar = read.verbs, read.towns, read.grammar
        self._ordinary, self._plain = read.ordinary, read.plain
        self._known: dict[str, NameWord] = {}

    def __getitem__(self, text: str) -> NameWord:
        """The record of a folded word."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _VOCABULARY:
                self._known.clear()
            known = self._known[text] = self._look_up(text)
        return known

    def with_offices(self, words: Sequence[NameWord]) -> Sequence[NameWord]:
        """The words of a sentence, those a title of office that are one before the word behind."""
        titled = [
            at
            for at, (word, governed) in enumerate(pairwise(words))
            if governed.text in self._offices.get(word.text.removeprefix(_AND), ())
        ]
        if not titled:
            return words
        found = list(words)
        for at in titled:
            found[at] = replace(found[at], is_office=True)
        return found

    def _look_up(self, text: str) -> NameWord:
        ordinary = any(form in self._ordinary for form in _forms(text))
        core, clitic = self._name_core(text)
        given, family = self._given.get(core, NOT), self._family.get(core, NOT)
        if clitic and text in self._ordinary:  # وعلي is mostly على, لجان never جان
            most = PERHAPS if text[0] == "و" else NOT
            given, family = min(given, most), min(family, most)
        bare, bare_clitic = self._without_clitic(text)
        definite = bare.startswith(ARTICLE) and len(bare) > _SHORTEST
        stem = bare.removeprefix(ARTICLE) if definite else bare
        introduces = self._introduced(bare, stem, definite=definite)
        office = "office" in self._introducers.get(stem, ())
        theirs = not (office or definite) and any(
            "office" in self._introducers.get(form, ()) for form in _without_pronoun(bare)
        )
        part = self._parts.get(core, "")
        is_name, is_arabic = bool(given or family or part), ARABIC.match(text) is not None
        town = any(text.removeprefix(p) in self._towns for p in ("", *LETTERS_BEFORE))
        unknown = is_arabic and not (ordinary or is_name or town or self._is_plural_verb(text))
        bare_listed = any(
            text.removeprefix(p) in self._ordinary for p in LETTERS_BEFORE if text[0] == p
        )
        return NameWord(
            text=text,
            core=core,
            clitic=clitic,
            given=given,
            mostly=given == PERHAPS and core in self._mostly,
            family=family,
            part=part,
            introduces=introduces,
            is_office=office or theirs,
            construct=office and not definite,
            head=self._heads.get(bare, ""),
            harms_before=self._verb(text, bare, "before"),
            harms_after=self._verb(text, bare, "after"),
            of_person=self._verb(text, bare, "of_person"),
            says=self._verb(text, bare, "says"),
            acts=self._verb(text, bare, "acts"),
            is_being=self._verb(text, bare, "is"),
            is_verb=self._verb(text, bare, "form") or self._is_plural_verb(text),
            is_thing=stem in self._heads or stem in self._introducers,
            ordinary=ordinary,
            listed=text in self._ordinary or bare_listed,
            prefixed=text not in self._ordinary and bare_listed,
            definite=definite or text[bare_clitic:].startswith(ARTICLE),
            limit=self._limits.get(core, ""),
            is_person_noun=not definite and "person" in self._introducers.get(bare, ()),
            joins=any(text.removeprefix(p) in self._grammar for p in ("", "و", "ف")),
            is_arabic=is_arabic,
            is_name=is_name,
            unknown=unknown,
            rare=unknown and not self._is_plain(text),
            starts=bool(is_name or introduces or unknown),
        )

    def _is_name(self, word: str) -> bool:
        return word in self._given or word in self._family or word in self._parts

    def _name_core(self, text: str) -> tuple[str, int]:
        """The word as a list of names has it, and how many letters of a proclitic stand before."""
        if self._is_name(text):
            return text, 0
        for proclitic in _PROCLITICS:
            rest = text[len(proclitic) :]
            if not text.startswith(proclitic) or len(rest) < 2 or not self._is_name(rest):
                continue
            if proclitic[0] != "و" and rest not in self._by_hand and rest not in self._parts:
                continue  # بايتون is no ايتون
            return rest, len(proclitic)
        for doubled in ("لل", "ولل"):
            rest = ARTICLE + text[len(doubled) :]
            if text.startswith(doubled) and self._is_name(rest):
                return rest, len(doubled) - 1
        return text, 0

    def _without_clitic(self, text: str) -> tuple[str, int]:
        """The word without a conjunction or preposition, if it is listed so."""
        listed = self._introducers, self._heads
        for proclitic in ("", *_PROCLITICS):
            rest = text[len(proclitic) :]
            if not text.startswith(proclitic) or len(rest) < 2:
                continue
            stem = rest.removeprefix(ARTICLE)
            short = len(stem) < _SHORTEST and text in self._ordinary  # باب is no أب
            if proclitic and (short or text in _WHOLE):
                break
            if any(rest in words or stem in words for words in listed):
                return rest, len(proclitic)
        for doubled in ("لل", "ولل"):
            if text.startswith(doubled) and text[len(doubled) :] in self._introducers:
                return ARTICLE + text[len(doubled) :], len(doubled)
        return text, 0

    def _introduced(self, bare: str, stem: str, *, definite: bool) -> frozenset[str]:
        """The kinds of name that may follow."""
        if not definite:
            kinds = self._introducers.get(bare, frozenset())
            found = kinds & {"called", "each", "family", "listing", "nickname", "step"}
            if kinds & {"person", "kin", "honorific"}:
                found |= {"of"}
            owners: frozenset[str] = frozenset()
            for form in _without_pronoun(bare):  # نجله، وزوجتها
                owners |= self._introducers.get(form, frozenset()) & {"kin"}
            return found | (frozenset({"his"}) if owners else frozenset())
        kinds = self._introducers.get(stem, frozenset()) | self._introducers.get(bare, frozenset())
        return frozenset("person" if kind == "kin" else kind for kind in kinds - {"office"})

    def _is_plain(self, text: str) -> bool:
        """Whether a word is one of plain_words.csv, or a dual or plural of a word (أجنبيان)."""
        if any(form in self._plain for form in _forms(text)):
            return True
        stems = (text.removesuffix(ending) for ending in _NUMBERS if text.endswith(ending))
        return any(
            len(stem) >= _SHORTEST and (stem in self._ordinary or stem in self._plain)
            for stem in stems
        )

    def _is_plural_verb(self, text: str) -> bool:
        """Whether a word is a verb of several: هاجموا."""
        if not text.endswith(_THEY) or len(text) <= _SHORTEST + len(_THEY):
            return False
        forms = self._verbs.get("form", set())
        return any(
            form in forms or form in self._ordinary for form in _forms(text.removesuffix(_THEY))
        )

    def _verb(self, text: str, bare: str, kind: str) -> bool:
        words = self._verbs.get(kind, set())
        return text in words or bare in words or (text[0] in "وفلب" and text[1:] in words)


def _forms(word: str) -> Iterator[str]:
    """The word, and what it is without the prefixes and pronouns that news mostly attaches."""
    yield word
    for joined in ("", "و", "ف"):
        if not word.startswith(joined):
            continue
        rest = word[len(joined) :]
        for prefix in ("", "ال", "ب", "ل", "ك", "بال", "كال", "لل", "س"):
            stem = rest[len(prefix) :]
            if not rest.startswith(prefix) or len(stem) < _SHORTEST:
                continue
            if prefix == "س" and stem[0] not in "يتن":
                continue
            yield stem
            for pronoun in ("هما", "هم", "هن", "ها", "نا", "ه"):
                bare = stem.removesuffix(pronoun)
                if bare != stem and len(bare) >= _SHORTEST:
                    yield bare
                    if bare.endswith("ت"):
                        yield bare[:-1] + "ه"


def _without_pronoun(word: str) -> Iterator[str]:
    """What a word with an attached pronoun may be without it."""
    for proclitic in ("", "و", "ف", "ب", "ل"):
        if not word.startswith(proclitic):
            continue
        rest = word[len(proclitic) :]
        for pronoun in ("هما", "هم", "هن", "ها", "نا", "ه", "ي"):
            stem = rest.removesuffix(pronoun)
            if stem != rest and len(stem) > 1:
                yield stem
                if stem.endswith("ت"):
                    yield stem[:-1] + "ه"
                if stem.endswith(("ا", "ي")):  # شقيقاه، ولديه
                    yield stem + "ن"
