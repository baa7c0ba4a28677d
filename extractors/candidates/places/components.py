"""One named place: a head noun with its name, a direction with a place, a bare known name."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.candidates.places.fitting import fits, is_big, is_country, is_quarter
from extractors.candidates.places.gazetteer import RANKS, Name, Place, gazetteer
from extractors.candidates.places.names import UnknownNames
from extractors.candidates.places.words import (
    BUILDINGS,
    Head,
    Relation,
    capital_proclitic,
    direction_of,
    head_of,
    is_anaphoric,
    place_lexicon,
    side_of,
    stripped,
)
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.places.line import Line

#: adjectives that make no name of a building's noun
_OF_ANY = word_set("places.of_any")
#: words for being in a place
_IN = frozenset({"في", "داخل", "وسط"})
#: what is called a village has not more people, whatever its name sounds like
_VILLAGES, _VILLAGE = word_set("places.villages"), 20_000
#: towns and their quarters, which may be called after what they lie by
_TOWNS = frozenset({"settlement", "neighbourhood"})
#: "the town" stands for the one named last; "the area" mostly for nothing that has a name
ANAPHORIC = frozenset({"settlement", "district", "governorate", "camp"})


@dataclass(frozen=True, slots=True)
class Component:
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
    head: Head | None = None
    support: str = "none"
    skip: int = 0
    proclitic: str = ""
    relation: Relation | None = None
    bearing: float | None = None
    name: str | None = None
    words: tuple[str, ...] = ()
    #: where the place itself starts, behind the things in it (أسواق مدينة الصدر)
    behind: int | None = None
    #: "the town", "the province": the one of this kind that was named last
    anaphor: bool = False
    #: what a building belongs to that is one (سوق المدينة)
    of_anaphor: Head | None = None
    #: `places` only sound like the name
    alike: bool = False

    @property
    def rank(self) -> int:
        """How specific the component is at best, as in gazetteer.RANKS."""
        if self.places and not (self.head and self.head.kind in ("governorate", "district")):
            return min(RANKS[p.kind] for p in self.places)
        return RANKS[self.kind]


class ComponentReader:
    """Reads the components of a line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.names = UnknownNames(line)
        self.lexicon = place_lexicon()
        self.book = gazetteer()

    def read(self, at: int, depth: int = 0) -> Component | None:
        """The named place that starts at a token."""
        if not 0 <= at < len(self.line.words) or at in self.line.masked or depth > 4:
            return None
        capital = self._capital(at)
        if capital is not None:
            return capital
        if self.line.word(at + 1) == "من" and side_of(self.line.words[at]) is not None:
            return self._direction(at, depth)  # إلى الشرق من بعقوبة
        known = self.line.known(at)
        if known is not None and not known[0].places:
            known = None
        if known is None or known[1] - at == 1:
            anaphor = self._anaphor(at)
            if anaphor is not None:
                return anaphor
        if known is not None and (known[1] - at > 1 or head_of(self.line.words[at]) is None):
            head = head_of(self.line.words[at])
            if head is not None and not head[1].keep and not is_quarter(head[1], known[0]):
                headed = self._headed(at, depth)
                if headed is not None and headed.places:
                    return headed  # قضاء الحويجة is in the seeds, and still a district
            if known[1] - at > 1 or direction_of(self.line.words[at]) is None:
                return self._from_known(at, known)
        return self._direction(at, depth) or self._headed(at, depth)

    def _anaphor(self, at: int) -> Component | None:
        """في المدينة, بالمحافظة, شرق البلدة: a place that was named before."""
        word = self.line.words[at]
        for proclitic, rest in stripped(word):
            if proclitic not in ("", "ب") or not rest.startswith("ال"):
                continue
            head = self.lexicon.heads.get(rest[2:])
            if head is None or head.many or head.keep or head.kind not in ANAPHORIC:
                continue
            following = self.line.word(at + 1)
            same = following in self.lexicon.links or following in self.lexicon.stop
            if self.line.gap(at) == "" and not same and (_describes(following)):
                return None  # المدينة القديمة, الحي السكني: another one, or a part of it
            return Component(
                at, at + 1, at, at + 1, head.kind, head=head, skip=len(proclitic),
                proclitic=proclitic, anaphor=True,
            )  # fmt: skip
        return None

    def _from_known(self, at: int, known: tuple[Name, int, str]) -> Component:
        name, end, proclitic = known
        kind = min((p.kind for p in name.places), key=lambda k: RANKS[k])
        skip = len(proclitic)
        if proclitic.endswith("لل"):
            skip = len(proclitic) - 1
        head = head_of(name.words[0])
        glued = self.lexicon.directions.get(proclitic)
        keep = 0
        if (
            head is not None
            and not (head[1].keep or head[0] or len(name.words) == 1)
            and not is_quarter(head[1], name)
        ):
            keep = 1  # حي الشعب is told as الشعب
        return Component(
            at, end, at + keep, end, kind, name.places, support=name.support,
            skip=0 if keep else skip, proclitic="" if glued is not None else proclitic,
            words=name.words, relation=None if glued is None else glued[1],
            bearing=None if glued is None else glued[0],
        )  # fmt: skip

    def _direction(self, at: int, depth: int) -> Component | None:
        """جنوب غربي بغداد, بالقرب من قرية الحضر, شمال وشرق الموصل."""
        found = direction_of(self.line.words[at])
        if found is None and self.line.word(at + 1) == "من" and self.line.gap(at) == "":
            found = side_of(self.line.words[at])
        if found is None:
            return None
        proclitic, bearing, relation = found
        j = at + 1
        for _ in range(2):
            second = direction_of(self.line.word(j)) if self.line.gap(j - 1) in ("", "-") else None
            if second is None:
                break
            if bearing is not None and second[1] is not None:
                bearing = _middle(bearing, second[1])
            elif bearing is None:
                bearing = second[1]
            j += 1
        if self.line.word(j) == "من" and self.line.gap(j - 1) == "":
            j += 1
        if self.line.gap(j - 1) not in ("", '"', "("):
            return None
        inner = self.read(j, depth + 1)
        if inner is None:
            return None
        if inner.support == "head" and inner.head is None:
            return None  # وسط المدينة
        return replace(
            inner, first=at, relation=relation, bearing=bearing, proclitic=proclitic,
            support="none" if inner.support == "place" else inner.support,
        )  # fmt: skip

    def _capital(self, at: int) -> Component | None:
        """العاصمة, العاصمة العراقية, العاصمة بغداد, العاصمة المؤقتة عدن."""
        proclitic = capital_proclitic(self.line.words[at])
        if proclitic is None:
            return None
        j = at + 1
        country = self.line.country_word(j) if self.line.gap(at) == "" else None
        if country is not None or (self.line.gap(at) == "" and self._seat(j)):
            j += 1
        elif self.line.gap(at) == "" and _is_adjective(self.line.word(j)):
            return None  # العاصمة الاقتصادية, الدينية: another city
        known = self.line.known(j) if self.line.gap(j - 1) in ("", '"') else None
        if known is not None and known[2] == "":
            places = known[0].places
            capitals = tuple(p for p in places if p in self.book.capitals.values())
            if not capitals and country is None:  # العاصمة عدن: what another side calls so
                capitals = tuple(p for p in places if p.kind == "settlement")
            if capitals:
                return Component(
                    at, known[1], j, known[1], "settlement", capitals, proclitic=proclitic,
                    words=known[0].words,
                )  # fmt: skip
        if country is not None:
            capital = self.book.capitals.get(country)
            if capital is None:
                return None
            return Component(
                at, j, at, j, "settlement", (capital,), proclitic=proclitic, name=capital.name
            )
        return Component(at, at + 1, at, at + 1, "settlement", proclitic=proclitic, name="")

    def _seat(self, at: int) -> bool:
        """Whether a word tells what kind of capital the town behind it is: العاصمة المؤقتة عدن."""
        known = self.line.known(at + 1) if self.line.gap(at) in ("", '"') else None
        return (
            self.line.word(at).startswith("ال")
            and self.line.known(at) is None
            and known is not None
            and known[2] == ""
        )

    def _headed(self, at: int, depth: int) -> Component | None:
        """A head noun and its name: حي البياع, منطقة سوق مريدي, مطار بغداد, السفارة الأمريكية."""
        found = head_of(self.line.words[at])
        if found is None:
            return None
        proclitic, head = found
        gap = self.line.gap(at)
        if gap not in ("", '"', '("', "("):
            return None
        j = at + 1
        if self.line.word(j) == "ال":
            return None  # محطة الـ T2: the name goes on in other letters
        if head.kind == "mission":
            return self._mission(at, proclitic, head)
        if self.line.words[at].removeprefix(proclitic).startswith("ال"):
            return self._with_adjective(at, proclitic, head)
        if head.keep and direction_of(self.line.word(j)) is not None:
            return None  # كمين جنوب كذا
        if head.kind == "facility" and head.keep and gap == "":
            whole = self._anaphor(j)
            if whole is not None and whole.proclitic == "":
                return replace(
                    whole, first=at, name_first=at, kind=head.kind, head=head,
                    skip=len(proclitic), proclitic=proclitic, of_anaphor=whole.head,
                )  # fmt: skip
        capital = self._capital(j) if gap == "" and not head.keep else None
        if capital is not None and capital.proclitic == "" and capital.places:
            return replace(capital, first=at, proclitic=proclitic)  # أحياء العاصمة دمشق
        second = head_of(self.line.word(j))
        known = self.line.known(j)
        if second is not None and second[0] == "" and (known is None or known[1] == j + 1):
            inner = self._headed(j, depth + 1) if depth < 4 else None
            if inner is not None:
                behind = (inner.behind or j) if head.plural else inner.behind
                whole = replace(inner, first=at, proclitic=proclitic, behind=behind)
                if inner.kind == "region" and head.kind in _TOWNS and not inner.places:
                    return replace(whole, kind=head.kind, head=head)  # قرية تل كذا
                return whole
            if head.plural:
                return None
        if known is not None and known[2] == "" and not self._is_other_use(j, known):
            return self._headed_known(at, proclitic, head, known)
        return None if head.plural else self._headed_unknown(at, proclitic, head)

    def _with_adjective(self, at: int, proclitic: str, head: Head) -> Component | None:
        """السجن المركزي: a definite noun and its adjective are a name."""
        adjective = self.line.word(at + 1)
        if adjective in _OF_ANY:
            return None  # قرب المطار الدولي في كذا: every town has one
        if self.line.gap(at) == "" and adjective in self.lexicon.adjectives:
            return Component(
                at, at + 2, at, at + 2, head.kind, head=head, skip=len(proclitic),
                proclitic=proclitic,
            )  # fmt: skip
        return None

    def _headed_unknown(self, at: int, proclitic: str, head: Head) -> Component | None:
        """A head noun and a name that the gazetteer does not know, or knows in another spelling."""
        j = at + 1
        end = self.names.end(j, head, quoted='"' in self.line.gap(at))
        if end is None:
            return None
        alike: tuple[Place, ...] = ()
        if not (head.keep or head.many):
            name = " ".join(self.line.words[j:end])
            word = self.line.words[at].removeprefix(proclitic)
            alike = tuple(
                p
                for p in self.book.sounding_like(name)
                if fits(head, p) and not (p.population > _VILLAGE and word in _VILLAGES)
            )
        return Component(
            at, end, at if head.keep else j, end, head.kind, alike, head=head,
            skip=len(proclitic) if head.keep else 0, proclitic=proclitic, alike=bool(alike),
        )  # fmt: skip

    def _is_other_use(self, at: int, known: tuple[Name, int, str]) -> bool:
        """Whether the name behind a head is a demonym or a country (مدينة العراق is none)."""
        return known[1] == at + 1 and self.line.country_word(at) is not None

    def _headed_known(
        self, at: int, proclitic: str, head: Head, known: tuple[Name, int, str]
    ) -> Component | None:
        """A head noun and a name of the gazetteer."""
        name, end, _ = known
        j = at + 1
        told_in = head.kind == "district" and self._is_in(at, proclitic)
        side = head.strict and not (told_in or self.names.is_placed(end))
        region = head.kind == "governorate" and any(fits(head, p) for p in name.places)
        if name.support == "head" and (side or (self._is_anaphora(name) and not region)):
            return None  # but ولاية الجزيرة is one
        bearers = (*name.places, *name.headed)
        fitting = tuple(p for p in bearers if fits(head, p))
        if head.kind == "governorate" and not fitting:
            # a Saudi محافظة is a district
            fitting = tuple(p for p in bearers if p.kind in ("settlement", "district"))
        whole_country = is_country(bearers)
        if whole_country and not head.of_place:
            return None
        if head.plural:
            # مزارع زبدين: a head of whatever kind brings the places that are named behind one only
            inner = self._from_known(j, (replace(name, places=bearers), *known[1:]))
            # مشافي المدينة: where the victims were taken
            relation: Relation = "destination" if head.kind == "hospital" else "inside"
            return replace(
                inner, first=at, proclitic=proclitic, relation=relation, support="none", behind=j
            )
        if head.of_place or (head.kind in BUILDINGS and any(is_big(p) for p in bearers)):
            # مطار بغداد الدولي, ريف حلب الشمالي والشرقي
            end = self._past_adjectives(end)
            return Component(
                at, end, at, end, head.kind, of=bearers, head=head, skip=len(proclitic),
                proclitic=proclitic,
            )  # fmt: skip
        if head.many and not fitting:
            # أحياء إسطنبول: somewhere in the city
            return Component(
                at, end, j, end, "settlement", bearers, proclitic=proclitic, relation="inside",
                words=name.words,
            )  # fmt: skip
        name_end = end
        if not head.keep:
            longer = None if fitting else self.names.end(j, head, quoted=False)
            end = max(self._past_adjectives(end), longer or end)
            name_end = end
        return Component(
            at, end, at if head.keep else j, name_end, head.kind, fitting, head=head,
            skip=len(proclitic) if head.keep else 0, proclitic=proclitic, words=name.words,
        )  # fmt: skip

    def _is_in(self, at: int, proclitic: str) -> bool:
        """Whether something is told to be in a district: في ناحية كذا, not من ناحية كذا."""
        return proclitic == "ب" or (at > 0 and self.line.word(at - 1) in _IN)

    def _past_adjectives(self, end: int) -> int:
        """Index behind the adjectives that follow a name."""
        while self.line.gap(end - 1) == "":
            word = self.line.word(end)
            if word not in self.lexicon.adjectives:
                break
            end += 1
        return end

    @staticmethod
    def _is_anaphora(name: Name) -> bool:
        """Whether a name is just "the town" (أحياء المدينة)."""
        return len(name.words) == 1 and is_anaphoric(name.words[0])

    def _mission(self, at: int, proclitic: str, head: Head) -> Component | None:
        """السفارة الأمريكية, سفارة الولايات المتحدة, القنصلية."""
        definite = self.line.words[at].removeprefix(proclitic).startswith("ال")
        end = at + 1
        if definite and self.line.country_word(end) is not None:
            end += 1
        elif not definite:
            known = self.line.known(end)
            if known is None or not all(p.kind == "country" for p in known[0].places):
                return None
            end = known[1]
        return Component(
            at, end, at, end, "mission", head=head, skip=len(proclitic), proclitic=proclitic
        )


def _describes(word: str) -> bool:
    """Whether a word behind a definite noun looks like its adjective (القديمة, المحاصرة)."""
    return word.startswith("ال")


def _is_adjective(word: str) -> bool:
    """Whether a word looks like a definite feminine relative adjective (الاقتصادية)."""
    return word.startswith("ال") and word.endswith("يه")


def _middle(a: float, b: float) -> float:
    """The bearing between two, the short way round: north and west give north-west."""
    x = math.cos(math.radians(a)) + math.cos(math.radians(b))
    y = math.sin(math.radians(a)) + math.sin(math.radians(b))
    return math.degrees(math.atan2(y, x)) % 360
