"""Where: place expressions, read as the text nests them and resolved against the gazetteer.

"سوق مريدي بمدينة الصدر شرقي بغداد" is one mention: the most specific name gives `value.name`, and
what contains it gives governorate, country and, where no gazetteer knows the name itself,
coordinates with a coarser precision. Three steps:

1. read components (a head noun with a name, a direction, a bare known name) and chain them by
   their prepositions;
2. take the candidates of each name from the gazetteer and choose by what contains it, the
   countries that the article speaks of, the outlet's country and the size;
3. names that nothing in the gazetteer and nothing around them places lean on the place that the
   text named last.

Vocabulary: seeds/places/*, seeds/lexicon/place_*.csv, directions.csv, person_words.csv.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.document import PlaceMention
from extractors.facts.gazetteer import RANKS, Gazetteer, Name, Place, distance_km, gazetteer
from extractors.records import PlaceValue
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from extractors.text.numbers import parse_number
from extractors.text.segment import is_protected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractors.document import Document, Sentence, Token

__all__ = ["Gazetteer", "gazetteer", "places"]

Relation = Literal["inside", "near", "origin", "destination", "none"]
_RELATIONS: Mapping[str, Relation] = {
    "inside": "inside",
    "near": "near",
    "origin": "origin",
    "destination": "destination",
    "none": "none",
}


# --- vocabulary --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
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
class _Lexicon:
    heads: Mapping[str, _Head]
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
    kilometres: frozenset[str]


def _words(name: str, column: str = "word") -> frozenset[str]:
    return frozenset(fold(r[column]) for r in read_seed(f"lexicon/{name}.csv", [column]))


def _relations(name: str) -> dict[str, Relation]:
    rows = read_seed(f"lexicon/{name}.csv", ["word", "relation"])
    return {fold(r["word"]): _RELATIONS[r["relation"]] for r in rows}


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    heads = {
        fold(r["word"]): _Head(
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
    return _Lexicon(
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
        kilometres=frozenset(
            fold(r["word"])
            for r in read_seed("lexicon/units.csv", ["word", "kind"])
            if r["kind"] == "distance" and fold(r["word"]).startswith("ك")
        ),
    )


#: proclitics that a place name may carry, the longest first; "لل" hides the ا of ال
_PROCLITICS = ("وب", "ول", "فب", "و", "ف", "ب", "ل")


@lru_cache(maxsize=1 << 16)
def _stripped(word: str) -> tuple[tuple[str, str], ...]:
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
def _name_starts(word: str) -> tuple[tuple[str, tuple[Name, ...]], ...]:
    """(proclitic, names) for each way to read a word as the first one of a gazetteer's name."""
    book = gazetteer()
    common = _lexicon().common
    found: list[tuple[str, tuple[Name, ...]]] = []
    for proclitic, rest in _stripped(word):
        # وبلاد is "and lands" before it is "and in Lad"
        everyday = any(
            proclitic.startswith(shorter) and proclitic != shorter and longer in common
            for shorter, longer in _stripped(word)
        )
        names = tuple(n for n in book.names_from(rest) if not everyday or n.is_plain)
        if names:
            found.append((proclitic, names))
    if not found:  # جنوبالعريش: the blank is lost in many archives
        for direction, (bearing, _) in _lexicon().directions.items():
            rest = word.removeprefix(direction)
            if bearing is not None and len(rest) >= 4 and rest != word:
                names = tuple(n for n in book.names_from(rest) if n.support != "head")
                if names:
                    found.append((direction, names))
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def _head_of(word: str) -> tuple[str, _Head] | None:
    """(proclitic, head) where a word is a head noun."""
    heads = _lexicon().heads
    for proclitic, rest in _stripped(word):
        if rest in heads and not proclitic.endswith("لل"):
            return proclitic, heads[rest]
    return None


def _is_anaphoric(word: str) -> bool:
    """Whether a word is "the town", "the areas": a place that was named before."""
    head = _lexicon().heads.get(word[2:]) if word.startswith("ال") else None
    return head is not None and RANKS[head.kind] >= RANKS["settlement"] and not head.keep


@lru_cache(maxsize=1 << 16)
def _direction_of(word: str) -> tuple[str, float | None, Relation] | None:
    """(proclitic, bearing in degrees, relation) where a word is a direction or surrounding."""
    directions = _lexicon().directions
    for proclitic, rest in _stripped(word):
        if rest in directions:
            bearing, relation = directions[rest]
            return proclitic, bearing, relation
    return None


# --- components and groups ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Component:
    """One named place: tokens first..last, of which name_first..name_last are the name.

    `places`: what the gazetteer knows under the name; `of`: what it knows under the name of the
    place that a facility belongs to. `skip`: characters of a proclitic before the name.
    """

    first: int
    last: int
    name_first: int
    name_last: int
    kind: str
    places: tuple[Place, ...] = ()
    of: tuple[Place, ...] = ()
    head: _Head | None = None
    support: str = "none"
    skip: int = 0
    proclitic: str = ""
    relation: Relation | None = None
    bearing: float | None = None
    name: str | None = None
    words: tuple[str, ...] = ()
    #: where the place itself starts, behind the things in it (أسواق مدينة الصدر)
    behind: int | None = None

    @property
    def rank(self) -> int:
        if self.places and not (self.head and self.head.kind in ("governorate", "district")):
            return min(RANKS[p.kind] for p in self.places)
        return RANKS[self.kind]


@dataclass(slots=True)
class _Group:
    """Places that stand side by side (نبل والزهراء) and what contains them, the nearest first."""

    sentence: Sentence
    items: list[_Component]
    containers: list[_Component]
    relation: Relation
    country: str | None = None
    is_dateline: bool = False
    #: في, ب or إلى stands before the group
    is_within: bool = False
    kilometres: float | None = None
    end: int = 0
    resolved: list[Place | None] = field(default_factory=list)


def places(doc: Document) -> tuple[PlaceMention, ...]:
    """The places of a document in the order of the text; they do not overlap.

    Furniture gives none. A capital that stands for its government, a place in an organisation's
    name and the like have no relation or are left out. Each mention has a country unless neither
    text nor outlet tells one.
    """
    groups: list[_Group] = []
    votes: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    head_line = next(
        (s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture), -1
    )
    for sentence in doc.sentences:
        if sentence.furniture:
            continue
        reader = _Reader(sentence, is_first=sentence.index == head_line)
        groups.extend(reader.read())
        reader.count_countries(votes, sure)
    resolver = _Resolver(doc, groups, votes, sure)
    mentions = [m for group in groups for m in resolver.mentions(group)]
    return tuple(sorted(mentions, key=lambda m: (m.sentence, m.start)))


# --- step 1: reading ---------------------------------------------------------------------------


class _Reader:
    """Reads the groups of one sentence."""

    def __init__(self, sentence: Sentence, *, is_first: bool) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = sentence.tokens
        self.words = [t.text for t in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = _lexicon()
        self.book = gazetteer()
        self.is_first = is_first
        self.masked = self._masked()

    def _masked(self) -> set[int]:
        """Tokens that belong to the name of an organisation and the like."""
        out: set[int] = set()
        for at, word in enumerate(self.words):
            for _, rest in _stripped(word):
                for phrase in self.lexicon.masks.get(rest, ()):
                    if tuple(self.words[at + 1 : at + len(phrase)]) == phrase[1:]:
                        out.update(range(at, at + len(phrase)))
        return out

    def count_countries(self, votes: Counter[str], sure: Counter[str]) -> None:
        """Add how often the sentence speaks of each country, by name, adjective or town; to `sure`
        only what cannot be another word."""
        for at, word in enumerate(self.words):
            for proclitic, rest in _stripped(word):
                code = self.book.demonyms.get(rest)
                if code is not None and proclitic in ("", "و", "ب", "ل"):
                    votes[code] += 1
                    sure[code] += 1
                    break
            else:
                known = self._known(at)
                if known is not None and known[0].places and known[0].support != "head":
                    codes = {p.country for p in known[0].places}
                    if len(codes) == 1:
                        code = codes.pop()
                        votes[code] += 2
                        sure[code] += 2 if known[0].support == "none" else 0

    def read(self) -> list[_Group]:
        """The groups from left to right."""
        groups: list[_Group] = []
        at = 0
        while at < len(self.tokens):
            group = None if at in self.masked else self._group(at)
            if group is None:
                at += 1
            else:
                groups.append(group)
                at = max(group.end, at + 1)
        return groups

    # small tools

    def _gap(self, left: int) -> str:
        """What stands between a token and the next one, blanks apart; a full stop at the ends."""
        if left < 0 or left + 1 >= len(self.tokens):
            return "."
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _known(self, at: int) -> tuple[Name, int, str] | None:
        """(name, index behind it, proclitic) of the longest gazetteer name at a token."""
        if not 0 <= at < len(self.words) or at in self.masked:
            return None
        best: tuple[Name, int, str] | None = None
        for proclitic, names in _name_starts(self.words[at]):
            for name in names:
                end = at + len(name.words)
                if best is not None and end <= best[1]:
                    break
                if len(name.words) == 1 and self._is_cut_short(at, name):
                    continue
                if tuple(self.words[at + 1 : end]) == name.words[1:] and self._unbroken(at, end):
                    best = name, end, proclitic
                    break
        return best

    def _is_cut_short(self, at: int, name: Name) -> bool:
        """Whether a one-word name is the start of a longer one that nobody knows (عين ذكر)."""
        return (
            name.words[0] in self.lexicon.compound
            and not any(p.curated for p in name.places)
            and self._gap(at) == ""
            and self._word(at + 1) not in self.lexicon.stop
        )

    def _unbroken(self, first: int, last: int) -> bool:
        """Whether no pause stands inside tokens first..last."""
        return all(self._gap(k) in ("", '"', "-", "'") for k in range(first, last - 1))

    def _country_word(self, at: int) -> str | None:
        """The country of a demonym at a token (السورية)."""
        return self.book.demonyms.get(self._word(at)) if 0 <= at < len(self.words) else None

    # components

    def _component(self, at: int, depth: int = 0) -> _Component | None:
        """The named place that starts at a token."""
        if not 0 <= at < len(self.words) or at in self.masked or depth > 4:
            return None
        capital = self._capital(at)
        if capital is not None:
            return capital
        known = self._known(at)
        if known is not None and not known[0].places:
            known = None
        if known is not None and (known[1] - at > 1 or _head_of(self.words[at]) is None):
            head = _head_of(self.words[at])
            if head is not None and not head[1].keep and not _is_quarter(head[1], known[0]):
                headed = self._headed(at, depth)
                if headed is not None and headed.places:
                    return headed  # قضاء الحويجة is in the seeds, and still a district
            if known[1] - at > 1 or _direction_of(self.words[at]) is None:
                return self._from_known(at, known)
        return self._direction(at, depth) or self._headed(at, depth)

    def _from_known(self, at: int, known: tuple[Name, int, str]) -> _Component:
        name, end, proclitic = known
        kind = min((p.kind for p in name.places), key=lambda k: RANKS[k])
        skip = len(proclitic)
        if proclitic.endswith("لل"):
            skip = len(proclitic) - 1
        head = _head_of(name.words[0])
        glued = self.lexicon.directions.get(proclitic)
        keep = 0
        if (
            head is not None
            and not (head[1].keep or head[0] or len(name.words) == 1)
            and not _is_quarter(head[1], name)
        ):
            keep = 1  # حي الشعب is told as الشعب
        return _Component(
            at, end, at + keep, end, kind, name.places, support=name.support,
            skip=0 if keep else skip, proclitic="" if glued is not None else proclitic,
            words=name.words, relation=None if glued is None else glued[1],
            bearing=None if glued is None else glued[0],
        )  # fmt: skip

    def _direction(self, at: int, depth: int) -> _Component | None:
        """جنوب غربي بغداد, بالقرب من قرية الحضر, شمال وشرق الموصل."""
        found = _direction_of(self.words[at])
        if found is None:
            return None
        proclitic, bearing, relation = found
        j = at + 1
        for _ in range(2):
            second = _direction_of(self._word(j)) if self._gap(j - 1) in ("", "-") else None
            if second is None or second[0] not in ("", "و", "ب"):
                break
            if bearing is not None and second[1] is not None:
                bearing = _middle(bearing, second[1])
            elif bearing is None:
                bearing = second[1]
            j += 1
        if self._word(j) == "من" and self._gap(j - 1) == "":
            j += 1
        if self._gap(j - 1) not in ("", '"', "("):
            return None
        inner = self._component(j, depth + 1)
        if inner is None or inner.proclitic not in ("", "ل", "لل"):
            return None
        if inner.support == "head" and inner.head is None:
            return None  # وسط المدينة
        return replace(
            inner, first=at, relation=relation, bearing=bearing, proclitic=proclitic,
            support="none" if inner.support == "place" else inner.support,
        )  # fmt: skip

    def _capital(self, at: int) -> _Component | None:
        """العاصمة, العاصمة العراقية, العاصمة بغداد."""
        proclitic = next((p for p, rest in _stripped(self.words[at]) if rest == "العاصمه"), None)
        if proclitic is None:
            return None
        j = at + 1
        country = self._country_word(j) if self._gap(at) == "" else None
        if country is not None:
            j += 1
        elif self._gap(at) == "" and _is_adjective(self._word(j)):
            return None  # العاصمة الاقتصادية, الدينية: another city
        known = self._known(j) if self._gap(j - 1) in ("", '"') else None
        if known is not None and known[2] == "":
            capitals = tuple(p for p in known[0].places if p in self.book.capitals.values())
            if capitals:
                return _Component(
                    at, known[1], j, known[1], "settlement", capitals, proclitic=proclitic
                )
        if country is not None:
            capital = self.book.capitals.get(country)
            if capital is None:
                return None
            return _Component(
                at, j, at, j, "settlement", (capital,), proclitic=proclitic, name=capital.name
            )
        return _Component(at, at + 1, at, at + 1, "settlement", proclitic=proclitic, name="")

    def _headed(self, at: int, depth: int) -> _Component | None:
        """A head noun and its name: حي البياع, منطقة سوق مريدي, مطار بغداد, السفارة الأمريكية."""
        found = _head_of(self.words[at])
        if found is None:
            return None
        proclitic, head = found
        gap = self._gap(at)
        if gap not in ("", '"', '("', "("):
            return None
        j = at + 1
        if head.kind == "mission":
            return self._mission(at, proclitic, head)
        if self.words[at].removeprefix(proclitic).startswith("ال"):
            # السجن المركزي: a definite noun and its adjective are a name
            if gap == "" and self._word(j) in self.lexicon.adjectives:
                return _Component(
                    at, j + 1, at, j + 1, head.kind, head=head, skip=len(proclitic),
                    proclitic=proclitic,
                )  # fmt: skip
            return None
        second = _head_of(self._word(j))
        known = self._known(j)
        if second is not None and second[0] == "" and (known is None or known[1] == j + 1):
            inner = self._headed(j, depth + 1) if depth < 4 else None
            if inner is not None:
                behind = (inner.behind or j) if head.plural else inner.behind
                return replace(inner, first=at, proclitic=proclitic, behind=behind)
            if head.plural:
                return None
        if known is not None and known[2] == "" and not self._is_other_use(j, known):
            return self._headed_known(at, proclitic, head, known)
        end = None if head.plural else self._name_end(j, head, quoted='"' in gap)
        if end is None:
            return None
        return _Component(
            at, end, at if head.keep else j, end, head.kind, head=head,
            skip=len(proclitic) if head.keep else 0, proclitic=proclitic,
        )  # fmt: skip

    def _is_other_use(self, at: int, known: tuple[Name, int, str]) -> bool:
        """Whether the name behind a head is a demonym or a country (مدينة العراق is none)."""
        return known[1] == at + 1 and self._country_word(at) is not None

    def _headed_known(
        self, at: int, proclitic: str, head: _Head, known: tuple[Name, int, str]
    ) -> _Component | None:
        name, end, _ = known
        j = at + 1
        if name.support == "head" and (head.strict or self._is_anaphora(name)):
            return None
        bearers = (*name.places, *name.headed)
        fitting = tuple(p for p in bearers if _fits(head, p))
        if head.kind == "governorate" and not fitting:
            # a Saudi محافظة is a district
            fitting = tuple(p for p in bearers if p.kind == "settlement")
        whole_country = _is_country(bearers)
        if whole_country and not head.of_place:
            return None
        if head.plural:
            inner = self._from_known(j, known)
            return replace(
                inner, first=at, proclitic=proclitic, relation="inside", support="none", behind=j
            )
        if head.kind in ("region",) and head.of_place:  # ريف حلب الشمالي
            while self._gap(end - 1) == "" and (
                self._word(end) in self.lexicon.adjectives
                or self._word(end).removeprefix("و") in self.lexicon.adjectives
            ):
                end += 1
            return _Component(
                at,
                end,
                at,
                end,
                "region",
                of=bearers,
                head=head,
                skip=len(proclitic),
                proclitic=proclitic,
            )
        if head.of_place or (head.kind in _BUILDINGS and any(_is_big(p) for p in bearers)):
            while self._gap(end - 1) == "" and self._word(end) in self.lexicon.adjectives:
                end += 1
            return _Component(
                at,
                end,
                at,
                end,
                head.kind,
                of=bearers,
                head=head,
                skip=len(proclitic),
                proclitic=proclitic,
            )
        if head.many and not fitting and any(_is_big(p) for p in bearers):
            # أحياء إسطنبول: somewhere in the city
            return _Component(
                at, end, j, end, "settlement", bearers, proclitic=proclitic, relation="inside",
                words=name.words,
            )  # fmt: skip
        extended = end
        while self._gap(extended - 1) == "" and self._word(extended) in self.lexicon.adjectives:
            extended += 1
        if extended > end and not head.keep:
            end = extended
        return _Component(
            at, end, at if head.keep else j, end, head.kind, fitting, head=head,
            skip=len(proclitic) if head.keep else 0, proclitic=proclitic, words=name.words,
        )  # fmt: skip

    @staticmethod
    def _is_anaphora(name: Name) -> bool:
        """Whether a name is just "the town" (أحياء المدينة)."""
        return len(name.words) == 1 and _is_anaphoric(name.words[0])

    def _mission(self, at: int, proclitic: str, head: _Head) -> _Component | None:
        """السفارة الأمريكية, سفارة الولايات المتحدة, القنصلية."""
        definite = self.words[at].removeprefix(proclitic).startswith("ال")
        end = at + 1
        if definite and self._country_word(end) is not None:
            end += 1
        elif not definite:
            known = self._known(end)
            if known is None or not all(p.kind == "country" for p in known[0].places):
                return None
            end = known[1]
        return _Component(
            at, end, at, end, "mission", head=head, skip=len(proclitic), proclitic=proclitic
        )

    def _is_name_word(self, at: int) -> bool:
        """Whether a word can be part of a name: no function word, number, verb marker or head."""
        word = self._word(at)
        if len(word) < 2 or not "\u0620" <= word[0] <= "\u06d3" or at in self.masked:
            return False
        if word in self.lexicon.stop or word in self.lexicon.generic:
            return False
        if word[0] == "و" and (
            word[1:] in self.lexicon.stop or (len(word) > 3 and word[1:3] == "ال")
        ):
            return False
        if word in self.lexicon.prepositions or self._country_word(at) is not None:
            return False
        if _is_anaphoric(word):
            return False
        if word.endswith(("ها", "هم")) and not word.startswith("ال"):
            return False  # a verb or noun with a pronoun: قاعدة تستخدمها القوات
        known = self._known(at)
        if known is not None and known[2] and known[0].support == "none":
            return False
        direction, head = _direction_of(word), _head_of(word)
        return direction is None and (head is None or head[0] == "")

    def _name_end(self, at: int, head: _Head, *, quoted: bool) -> int | None:
        """Index behind the unknown name that starts at a token, or None where none does."""
        if at in self.masked:
            return None
        if quoted:
            end = at + 1
            while end < len(self.words) and end - at < 4 and '"' not in self._gap(end - 1):
                end += 1
            closed = '"' in self._gap(end - 1) or end == len(self.words)
            return end if closed and self._word(at) not in self.lexicon.generic else None
        if not self._is_name_word(at):
            return None
        first = self.words[at]
        definite = first.startswith("ال")
        compound = first in self.lexicon.compound
        everyday = first in self.lexicon.common and not compound
        if everyday and (
            head.strict
            or not definite
            or (head.kind in _KNOWN_BY_NAME and not self._is_placed(at + 1))
        ):
            return None
        if first.startswith("و") and self._starts_clause(first[1:]):
            return None
        if not definite and not compound:
            if head.kind not in _BARE_NAME_KINDS and head.kind not in _BUILDINGS:
                return None
            if (
                first.endswith(("يه", "ي", "يين", "ين", "ات", "تين", "ت"))
                or first.startswith("ي")
                or len(first) < 3
            ):
                return None  # an adjective or a plural: منطقة عشوائية
            if head.kind in _BUILDINGS and not (
                self._word(at + 1).startswith("ال")
                and self._is_name_word(at + 1)
                and self._gap(at) == ""
            ):
                return None
        elif definite and head.kind in _BUILDINGS and first.endswith("يه") and not head.of_place:
            return None if first not in self.lexicon.adjectives else at + 1
        return self._extended(at)

    def _is_placed(self, at: int) -> bool:
        """Whether the text goes on with where a place lies (منطقة التحرير وسط صنعاء)."""
        if self._gap(at - 1) not in _SHORT_PAUSES:
            return False
        if _direction_of(self._word(at)) is not None:
            return True
        known = self._known(at + 1 if self._word(at) in _CONTAINING else at)
        return known is not None and known[0].support == "none"

    def _starts_clause(self, rest: str) -> bool:
        """Whether a word is "and" with an everyday word or a verb (بلدات ويقتل)."""
        return rest in self.lexicon.common or rest.startswith("ي")

    def _extended(self, at: int) -> int:
        """Index behind a name of up to three words: أبو ناعورة, الشرطة الرابعة, بوابة الموصل."""
        end = at + 1
        while end < len(self.words) and end - at < 3 and self._gap(end - 1) == "":
            previous, word = self.words[end - 1], self.words[end]
            definite = previous.startswith("ال")
            adjective = word in self.lexicon.adjectives
            goes_on = previous in self.lexicon.compound and self._is_name_word(end)
            if goes_on or (adjective and (definite or end - at > 1)):
                end += 1
            elif not (adjective or definite) and word.startswith("ال") and self._is_name_word(end):
                return end + 1  # a genitive closes the name
            else:
                break
        return end

    # groups

    def _group(self, at: int) -> _Group | None:
        first = self._component(at)
        if first is None:
            return None
        preposition = self._preposition(first)
        if first.proclitic.endswith("ل") and first.support == "place":
            preposition = None  # ل carries too much else to make a place of an everyday word
        items = [first]
        end = first.last
        while (sibling := self._sibling(end, items)) is not None:
            items.append(sibling)
            end = sibling.last
        group = _Group(self.sentence, items, [], "none", end=end)
        self._contain(group)
        bare = first.head is None and first.relation is None and first.name is None
        supported = (
            not bare
            or preposition in ("inside", "near", "origin", "destination")
            or bool(group.containers)
            or group.country is not None
            or len(items) > 1
            or self._is_taken(first)
        )
        if (
            bare
            and first.last - first.first > 1
            and _head_of(first.words[0] if first.words else "") is not None
        ):
            supported, bare = True, False
        if bare and first.support == "head" and not (group.containers and preposition == "inside"):
            return None
        if bare and first.support == "place" and not supported:
            return None
        if bare and preposition is None and self._is_person(first, group):
            return None
        if bare and self._is_accusative(first):
            return None
        if bare and self._is_newspaper(first):
            return None
        if (
            not bare
            and first.head is not None
            and not first.places
            and not self._unknown_holds(group, preposition)
        ):
            return None
        group.relation = self._relation(group, preposition)
        group.is_within = preposition in ("inside", "destination") and (
            self._word(first.first - 1) != "علي"
        )
        group.is_dateline = self._is_dateline(group)
        group.kilometres = self._kilometres(first)
        return group

    def _unknown_holds(self, group: _Group, preposition: Relation | None) -> bool:
        """Whether an unknown name behind a weak head (مركز، قاعدة) is a place at all: it has a
        preposition, a container, or a head that is used for places only."""
        head = group.items[0].head
        return (
            head is None
            or group.items[0].relation is not None
            or '"' in self._gap(group.items[0].first)
            or head.kind in _PLACE_ONLY_KINDS
            or preposition is not None
            or bool(group.containers)
            or bool(group.items[0].of)
        )

    def _preposition(self, component: _Component) -> Relation | None:
        """The relation that a proclitic or the word before a component gives."""
        for letter in component.proclitic[::-1]:
            if letter in self.lexicon.prepositions:
                return self.lexicon.prepositions[letter]
        before = self._word(component.first - 1)
        gap = self._gap(component.first - 1)
        if gap not in ("", '"', "("):
            return None
        if before == "علي" and self._word(component.first - 2) in self.lexicon.persons:
            return None  # محمد علي الشدادي: folded, the name is written as the preposition
        for candidate in (before, before[1:] if before[:1] in ("و", "ف") else ""):
            if candidate and candidate in self.lexicon.prepositions:
                return self.lexicon.prepositions[candidate]
        return None

    def _relation(self, group: _Group, preposition: Relation | None) -> Relation:
        first = group.items[0]
        if first.relation is not None:
            return first.relation
        whole_country = _is_country(first.places)
        if preposition is not None:
            against = whole_country and self._word(first.first - 1) == "علي"
            return "none" if against or first.proclitic.endswith("ل") else preposition
        if group.containers and group.containers[0].rank > first.rank and not whole_country:
            return "inside"
        taking = self._taking(first)
        if taking is not None:
            return taking
        if first.head is not None and not first.head.of_place:
            return "inside"
        if first.first == 0 and self._gap(first.last - 1)[:1] in (":", "."):
            return "inside"  # سيناء.. مقتل سبعة
        return "none"

    def _taking(self, component: _Component) -> Relation | None:
        """The relation that a word like قصف or مجلس right before a component gives."""
        previous = self._word(component.first - 1)
        if self._gap(component.first - 1) != "":
            return None
        for candidate in (previous, previous[1:] if previous[:1] in ("و", "ف", "ب", "ل") else ""):
            if candidate in self.lexicon.taking:
                return self.lexicon.taking[candidate]
        return None

    def _is_taken(self, component: _Component) -> bool:
        """Whether what happens to places is said of a component (معارك سرت), and not as an aim
        (لاستعادة الرمادي)."""
        aim = self._word(component.first - 1).startswith("ل")
        return not aim and component.proclitic == "" and self._taking(component) == "inside"

    def _sibling(self, end: int, items: list[_Component]) -> _Component | None:
        """The next place of a list: نبل والزهراء, منطقتي المنصور والشعلة."""
        gap = self._gap(end - 1)
        if self._word(end) == "و" and gap in ("", ")", '"') and self._gap(end) in ("(", '"'):
            return self._quoted_sibling(end + 1, items[0])
        word = self._word(end)
        if not word.startswith("و") or len(word) < 3 or gap not in ("", '"', "،", ","):
            return None
        if _direction_of(word) is not None or word in self.lexicon.stop or is_protected(word):
            return None
        first = items[0]
        head = first.head if first.head is not None and first.head.many else None
        known = self._known(end)
        if known is not None and known[2] == "و":
            name, last, _ = known
            if _is_country(name.places) != _is_country(first.places):
                return None
            fitting = name.places
            if head is not None:
                fitting = tuple(p for p in (*name.places, *name.headed) if _fits(head, p))
            elif not fitting or name.support == "head":
                return None
            return _Component(
                end, last, end, last, first.kind, fitting, head=head, skip=1, words=name.words
            )
        if head is None or _head_of(word) is not None or word[1:] in self.lexicon.stop:
            return None
        if _is_anaphoric(word[1:]):
            return None
        proper = word.startswith("وال") and word[1:] not in self.lexicon.generic
        if not proper and not self._ends_list(end):
            return None
        return _Component(end, end + 1, end, end + 1, first.kind, head=head, skip=1)

    def _quoted_sibling(self, at: int, first: _Component) -> _Component | None:
        """The second of منطقتي (المهدية) و(الماسورة)."""
        known = self._known(at)
        if known is None or known[2] != "":
            return None
        name, end, _ = known
        head = first.head if first.head and first.head.many else None
        found = tuple(p for p in (*name.places, *name.headed) if head is None or _fits(head, p))
        return _Component(
            at, end, at, end, first.kind, found, head=head, support="none", words=name.words
        )

    def _ends_list(self, at: int) -> bool:
        """Whether the word behind a possible name goes on as behind a place (بريف حلب, في, ،)."""
        following = self._word(at + 1)
        if self._gap(at) not in ("",):
            return True
        found = _head_of(following) or _direction_of(following)
        return (
            following in self.lexicon.prepositions
            or found is not None
            or self._known(at + 1) is not None
        )

    def _contain(self, group: _Group) -> None:
        """Take in what contains the group's places, as long as the text goes on with it."""
        for _ in range(5):
            at = group.end
            gap = self._gap(at - 1)
            if gap not in _PAUSES:
                return
            country = self._country_word(at) if gap in ("", '"') else None
            if country is not None and self._word(at).startswith("ال"):
                group.country, group.end = country, at + 1
                continue
            step = at
            if self._word(step) in self.lexicon.links and gap in _SHORT_PAUSES:
                step += 1
            if self._word(step) in _CONTAINING and self._gap(step - 1) in _SHORT_PAUSES:
                step += 1
            component = self._component(step)
            if component is None or component.proclitic not in ("", "ب", "ل"):
                return
            if step > at and self._gap(step - 1) not in _SHORT_PAUSES:
                return
            explicit = step > at or component.proclitic != "" or component.relation is not None
            if not self._may_contain(group, component, explicit=explicit, pause=gap):
                return
            group.containers.append(component)
            group.end = component.last
            if gap.startswith("(") or gap.endswith("("):
                return

    def _may_contain(self, group: _Group, outer: _Component, *, explicit: bool, pause: str) -> bool:
        """Whether a component goes with a group as its container (or its more specific inside)."""
        inner = group.containers[-1] if group.containers else group.items[0]
        if (
            inner.places
            and outer.places
            and set(inner.places) & set(outer.places)
            and outer.relation is None
        ):
            return False
        if outer.support == "head" and outer.head is None:
            return False
        if "،" in pause or "," in pause:
            # behind a pause only what is larger, or "near": else it is the next item
            if not explicit and outer.rank <= inner.rank:
                return False
            if explicit and outer.rank < inner.rank:
                return False
        if not explicit and pause in ("", '"') and outer.rank <= inner.rank:
            return False
        if not (inner.places or inner.of) or not (outer.places or outer.of):
            return True
        if inner.head is not None and explicit:
            return True  # a namesake of the inner one will give way
        return any(
            _plausible(a, b) for a in (inner.places or inner.of) for b in (outer.places or outer.of)
        )

    def _is_person(self, component: _Component, group: _Group) -> bool:
        """Whether a bare name is a person's: behind a title or a first name (اللواء صلاح الدين …),
        or a family name as people are called after towns (الشدادي)."""
        at = component.first
        if self._gap(at - 1) == "" and self._word(at - 1) in self.lexicon.persons:
            return True
        word = self.words[at]
        looks_like_one = component.last - at == 1 and word.startswith("ال") and word.endswith("ي")
        big = any(p.population >= 150_000 for p in component.places)
        return looks_like_one and not big and not group.containers

    def _is_accusative(self, component: _Component) -> bool:
        """Whether a country's name is its adjective in the accusative (رتلا عسكريا تركيا)."""
        at = component.first
        word, previous = self.words[at], self._word(at - 1)
        return (
            component.last - at == 1
            and word.endswith("يا")
            and word[:-1] in self.book.demonyms
            and self._gap(at - 1) == ""
            and len(previous) > 3
            and previous.endswith("ا")
            and not previous.endswith("وا")
            and previous not in self.lexicon.stop
            and self._known(at - 1) is None
        )

    def _is_newspaper(self, component: _Component) -> bool:
        """Whether a name stands in quotes behind ل: "told the newspaper so and so"."""
        if self._gap(component.last - 1)[:1] != '"' or component.last - component.first > 2:
            return False
        before = self._gap(component.first - 1)
        return '"' in before and self._word(component.first - 1) == "ل"

    def _is_dateline(self, group: _Group) -> bool:
        """Whether the group heads the article: بغداد (رويترز) -, سبق- أبها:, جدة – عين اليوم."""
        first = group.items[0]
        if not self.is_first or first.first > 3 or first.head is not None:
            return False
        before, behind = self._gap(first.first - 1)[:1], self._gap(first.last - 1)[:1]
        starts = (
            first.first == 0 or before in tuple("-/:_.،,") or self._word(first.first - 1) == "من"
        )
        short_line = len(self.tokens) <= 6 and behind in tuple("(.،")
        dated = len(self.tokens) <= 18 and any(
            w.isdigit() for w in self.words[group.end : group.end + 2]
        )
        agency = behind == "(" and first.first == 0
        return starts and (behind in tuple(":-/_") or agency or short_line or dated)

    def _kilometres(self, component: _Component) -> float | None:
        """The distance before a direction: (على بعد) 20 كم شمال بعقوبة."""
        if (
            component.bearing is None
            or self._word(component.first - 1) not in self.lexicon.kilometres
        ):
            return None
        for length in (2, 1):
            start = component.first - 1 - length
            if start >= 0:
                number = parse_number(self.words[start : component.first - 1])
                if number is not None:
                    return float(number)
        return None


_BARE_NAME_KINDS = frozenset(
    {"settlement", "neighbourhood", "area", "district", "camp", "governorate", "road"}
)
_BUILDINGS = frozenset({"facility", "hospital"})
#: an everyday word behind these is none of their names, unless the gazetteer knows it: منطقة also
#: means zone, قضاء spending and ولاية guardianship
_KNOWN_BY_NAME = frozenset({"area", "district", "governorate"})
_PLACE_ONLY_KINDS = frozenset(
    {"settlement", "neighbourhood", "area", "camp", "governorate", "mission"}
)
#: what may stand between a place and what contains it
_SHORT_PAUSES = frozenset({"", '"', "،", ",", '"،', '",', ")", "("})
_PAUSES = _SHORT_PAUSES | {"-", "),", ")،", '")', ',"', '،"', '"('}
_CONTAINING = frozenset({"في", "فى", "ضمن", "داخل", "ل"})


def _is_adjective(word: str) -> bool:
    """Whether a word looks like a definite feminine relative adjective (الاقتصادية)."""
    return word.startswith("ال") and word.endswith("يه")


def _middle(a: float, b: float) -> float:
    """The bearing between two, the short way round: north and west give north-west."""
    x = math.cos(math.radians(a)) + math.cos(math.radians(b))
    y = math.sin(math.radians(a)) + math.sin(math.radians(b))
    return math.degrees(math.atan2(y, x)) % 360


def _is_quarter(head: _Head, name: Name) -> bool:
    """Whether a quarter's own name calls it a town: the noun is part of it (مدينة الصدر)."""
    return head.kind == "settlement" and all(
        p.kind == "neighbourhood" and tuple(fold(p.name).split()) == name.words for p in name.places
    )


def _is_country(places_: Sequence[Place]) -> bool:
    """Whether a name stands for countries only."""
    return bool(places_) and all(p.kind == "country" for p in places_)


def _is_big(place: Place) -> bool:
    """Whether a facility may be called after the place that it lies in."""
    return place.kind == "governorate" or place.population >= 50_000


_FITTING: Mapping[str, frozenset[str]] = {
    "governorate": frozenset({"governorate", "region"}),
    "area": frozenset(RANKS) - {"country"},
    "neighbourhood": frozenset({"neighbourhood", "camp"}),
    "settlement": frozenset({"settlement", "neighbourhood", "camp", "region", "governorate"}),
    "district": frozenset({"settlement", "neighbourhood", "camp", "region", "governorate"}),
    "region": frozenset({"region", "settlement", "neighbourhood"}),
    "camp": frozenset({"camp"}),
}


def _fits(head: _Head, place: Place) -> bool:
    """Whether a gazetteer's place can be what stands behind a head noun."""
    if head.kind == "neighbourhood" and place.kind == "settlement":
        return place.curated and place.population < 20_000
    return place.kind in _FITTING.get(head.kind, frozenset())


def _plausible(inner: Place, outer: Place) -> bool:
    """Whether one place can lie in, or by, another."""
    if inner.country != outer.country and inner.kind != "country" and outer.kind != "country":
        return distance_km(inner, outer) < 60
    if outer.kind == "country":
        return inner.country == outer.country
    if outer.kind == "governorate" and inner.admin1_code is not None:
        return inner.admin1_code == outer.admin1_code or distance_km(inner, outer) < 200
    return distance_km(inner, outer) < 250


# --- step 2 and 3: resolving -------------------------------------------------------------------


#: an article that speaks of countries as often as this tells which ones it is about
_MANY_VOTES = 4
#: a town of so many people is read in an article that does not speak of its country
_WELL_KNOWN = 500_000


class _Resolver:
    """Chooses among namesakes and fills PlaceValue."""

    def __init__(
        self, doc: Document, groups: list[_Group], votes: Counter[str], sure: Counter[str]
    ) -> None:
        self.book = gazetteer()
        self.votes = votes
        self.sure = sure
        if doc.article.outlet_country:
            votes[doc.article.outlet_country] += 1
            sure[doc.article.outlet_country] += 1
        self.total = sum(votes.values()) or 1
        self.country = max(sorted(votes), key=lambda c: votes[c]) if votes else None
        self.admin1: Counter[str] = Counter()
        for group in groups:
            for component in (*group.items, *group.containers):
                codes = {p.admin1_code for p in component.places or component.of}
                if len(codes) == 1 and (code := codes.pop()) is not None:
                    self.admin1[code] += 1
        self.certain = {
            code
            for group in groups
            for component in (*group.items, *group.containers)
            if component.rank >= RANKS["settlement"]
            for code in _sole_admin1(component.places or component.of)
        }
        self.last: tuple[int, Place] | None = None
        for group in groups:
            self._resolve(group)

    def _choose(
        self,
        candidates: Sequence[Place],
        component: _Component,
        outer: Place | None,
        country: str | None,
    ) -> Place | None:
        candidates = [p for p in candidates if not self._is_elsewhere(p, component, outer)]
        if not candidates:
            return None
        best = max(
            candidates, key=lambda p: (self._score(p, component, outer, country), p.place_id)
        )
        ambiguous = component.support in ("place", "head") or component.kind == "area"
        spoken_of = self.sure[best.country] > 0 or best.population >= _WELL_KNOWN
        far = best.country not in self.book.region and component.support != "none"
        silent = not spoken_of and (far or self.total >= _MANY_VOTES)
        return None if ambiguous and silent and outer is None and country is None else best

    def _is_elsewhere(self, place: Place, component: _Component, outer: Place | None) -> bool:
        """Whether a neighbourhood is another city's: it lies in none of the governorates that the
        text speaks of (حي الرسالة in Falluja's news is not Baghdad's)."""
        if component.head is None:
            return False
        if outer is not None and not _plausible(place, outer):
            return True
        if RANKS[place.kind] >= RANKS["settlement"]:
            return False
        if outer is not None and outer.admin1_code is not None:
            return outer.admin1_code != place.admin1_code
        spoken = {c for c in self.certain if c.startswith(place.country)}
        return bool(spoken) and place.admin1_code not in spoken

    def _score(
        self, place: Place, component: _Component, outer: Place | None, country: str | None
    ) -> float:
        score = 0.8 * math.log10(place.population + 3000) + (1.0 if place.curated else 0.0)
        score += 6.0 * self.votes[place.country] / self.total
        if place.admin1_code is not None:
            score += min(self.admin1[place.admin1_code], 3) * 0.4
        head = component.head
        if head is None or component.relation is not None:
            score -= 1.5 if place.kind == "governorate" else 0.0
        if head is not None:
            score += 2.0 if head.kind == place.kind else 0.0
        if country is not None and place.country != country:
            score -= 8.0
        if outer is not None:
            if outer.country != place.country:
                score -= 8.0
            elif outer.admin1_code and place.admin1_code:
                score += 4.0 if outer.admin1_code == place.admin1_code else -2.0
            score -= min(distance_km(place, outer), 800) / 200
        return score

    def _resolve(self, group: _Group) -> None:
        """Set `resolved`: the place of each item, then of each container."""
        outer: Place | None = None
        containers: list[Place | None] = []
        for component in reversed(group.containers):
            place = self._of(component, outer, group.country) or self._choose(
                component.of, component, outer, group.country
            )
            containers.append(place)
            outer = place or outer
        containers.reverse()
        near = next((p for p in containers if p is not None), None)
        items = [self._of(item, near, group.country) for item in group.items]
        group.resolved = [*items, *containers]

    def _of(self, component: _Component, outer: Place | None, country: str | None) -> Place | None:
        if component.name == "":  # العاصمة alone
            code = country or (outer.country if outer else self.country)
            return self.book.capitals.get(code) if code else None
        return self._choose(component.places, component, outer, country)

    def mentions(self, group: _Group) -> list[PlaceMention]:
        """The mentions of a group; one for each item, with all that contains it."""
        count = len(group.items)
        containers = list(zip(group.containers, group.resolved[count:], strict=True))
        out = []
        for component, place in zip(group.items, group.resolved[:count], strict=True):
            inner, found, around = component, place, list(containers)
            if count == 1:
                inner, found, around = self._most_specific(component, place, around)
                if inner.kind == "hospital" and group.is_within and around:
                    # where the victims were taken: the town is what the text tells of the place
                    inner, found = around[0]
                    around = around[1:]
            if inner.name == "" and found is None:
                continue
            if found is None and inner.places and inner.head is None:
                continue  # a namesake in a country that the text is not about
            sure = self._value(inner, found, around, group)
            if sure is None:
                continue
            sentence = group.sentence
            last = group.end if count == 1 else component.last
            out.append(
                PlaceMention(
                    sentence=sentence.index,
                    start=sentence.tokens[component.behind or component.first].start,
                    end=sentence.tokens[last - 1].end,
                    value=sure,
                    kind=self._kind(inner, found),
                    relation=group.relation,
                    is_dateline=group.is_dateline,
                )
            )
        return out

    @staticmethod
    def _most_specific(
        component: _Component,
        place: Place | None,
        around: list[tuple[_Component, Place | None]],
    ) -> tuple[_Component, Place | None, list[tuple[_Component, Place | None]]]:
        """The chain with its most specific part first (في عدن بحي الدمينة is الدمينة)."""
        chain = [(component, place), *around]
        best = 0
        for k, (c, p) in enumerate(chain):
            if not k or c.relation is not None or c.kind in ("road", "hospital"):
                continue
            inner, outer = _rank(c, p), _rank(*chain[best])
            small_in_town = inner < RANKS["settlement"] <= outer
            if outer - inner >= 2 or small_in_town:
                best = k
        chosen, found = chain[best]
        return chosen, found, [pair for k, pair in enumerate(chain) if k != best]

    @staticmethod
    def _kind(component: _Component, place: Place | None) -> str:
        if component.head is not None and (
            place is None or component.head.kind in ("governorate", "district")
        ):
            small = place is not None and place.kind == "settlement"
            return "district" if small else component.head.kind
        return place.kind if place is not None else component.kind

    def _value(
        self,
        component: _Component,
        place: Place | None,
        around: list[tuple[_Component, Place | None]],
        group: _Group,
    ) -> PlaceValue | None:
        name = component.name or _original(group.sentence, component)
        if place is not None and (component.name == "" or component.proclitic.endswith("لل")):
            name = place.name  # للسعودية hides the ا of السعودية
        container = next((p for _, p in around if p is not None), None)
        if place is not None:
            self.last = (group.sentence.index, place) if place.kind != "country" else self.last
            return self._known_value(name, component, place, container, group.kilometres)
        of = self._choose(component.of, component, container, group.country)
        base = of or container
        if base is not None:
            if base.kind != "country":
                self.last = (group.sentence.index, base)
            return self._unknown_value(name, component, base)
        if self.last is not None and group.sentence.index - self.last[0] <= 8:
            return self._leaning_value(name, self.last[1], group)
        country = self.book.countries.get(group.country or self.country or "")
        if country is None:
            return PlaceValue(name, None, None, None, None, None, None, None, None)
        return PlaceValue(
            name,
            None,
            None,
            None,
            country.country,
            country.latitude,
            country.longitude,
            6,
            country.radius_km,
        )

    def _known_value(
        self,
        name: str,
        component: _Component,
        place: Place,
        container: Place | None,
        kilometres: float | None,
    ) -> PlaceValue:
        admin1 = place.admin1_code
        if admin1 is None and container is not None and container.country == place.country:
            admin1 = container.admin1_code
        latitude, longitude = place.latitude, place.longitude
        precision, radius = place.precision, place.radius_km
        if component.head is not None and component.head.kind == "district" and precision < 3:
            precision, radius = 3, max(radius, 20.0)
        if component.relation == "near" and precision <= 3:
            precision, radius = max(precision, 2), max(radius * 1.5, 15.0)
            if kilometres is not None and component.bearing is not None:
                latitude, longitude = _moved(place, kilometres, component.bearing)
                radius = max(5.0, kilometres * 0.3)
        return PlaceValue(
            name, place.place_id, self.book.admin1_names.get(admin1 or ""), admin1, place.country,
            round(latitude, 4), round(longitude, 4), precision, radius,
        )  # fmt: skip

    def _unknown_value(self, name: str, component: _Component, base: Place) -> PlaceValue:
        """A name that the gazetteer does not know, placed by what contains it."""
        if component.kind == "governorate" and base.kind != "country":
            # a governorate outside the seeds: what lies beside it tells no more than the country
            return PlaceValue(
                name, None, name, None, base.country, round(base.latitude, 4),
                round(base.longitude, 4), 4, max(base.radius_km, 100.0),
            )  # fmt: skip
        small = RANKS[component.kind] < RANKS["settlement"]
        if base.kind in ("governorate", "region", "country"):
            precision, radius = base.precision, base.radius_km
        elif component.kind == "region":
            precision, radius = 3, 30.0
        else:
            precision, radius = 2, base.radius_km if small else max(base.radius_km, 20.0)
        return PlaceValue(
            name, base.place_id if base.kind != "country" else None,
            self.book.admin1_names.get(base.admin1_code or ""), base.admin1_code, base.country,
            round(base.latitude, 4), round(base.longitude, 4), precision, radius,
        )  # fmt: skip

    def _leaning_value(self, name: str, base: Place, group: _Group) -> PlaceValue:
        """A name with nothing around it: the governorate of the place that was named last."""
        governorate = self.book.admin1.get(base.admin1_code or "")
        place = governorate or self.book.countries[base.country]
        if group.country is not None and group.country != place.country:
            place = self.book.countries[group.country]
        return PlaceValue(
            name, None, self.book.admin1_names.get(place.admin1_code or ""), place.admin1_code,
            place.country, round(place.latitude, 4), round(place.longitude, 4), place.precision,
            place.radius_km,
        )  # fmt: skip


def _sole_admin1(candidates: Sequence[Place]) -> set[str]:
    """The governorate of the candidates where they agree on one."""
    codes = {p.admin1_code for p in candidates}
    return {c for c in codes if c is not None} if len(codes) == 1 else set()


def _rank(component: _Component, place: Place | None) -> int:
    """How specific a component is, once it is resolved."""
    if component.head is not None and component.head.kind == "governorate":
        return RANKS["governorate"] if place is None else max(RANKS[place.kind], RANKS["district"])
    return RANKS[place.kind] if place is not None else RANKS[component.kind]


def _moved(place: Place, kilometres: float, bearing: float) -> tuple[float, float]:
    """The point so many km from a place in a direction (degrees from north)."""
    north = kilometres * math.cos(math.radians(bearing)) / 111.2
    east = kilometres * math.sin(math.radians(bearing)) / 111.2
    return place.latitude + north, place.longitude + east / math.cos(math.radians(place.latitude))


_MARKS = re.compile('[\u0640"«»“”„()‹›]')


def _original(sentence: Sentence, component: _Component) -> str:
    """The component's name as the text writes it."""
    tokens = sentence.tokens
    start = tokens[component.name_first].start + component.skip
    words = sentence.span(start, tokens[component.name_last - 1].end).words
    return " ".join(_MARKS.sub("", words).split())
