"""The gazetteer: which places a name can stand for, and what is known of them.

Loaded once from seeds/places: gazetteer.csv (GeoNames, made by scripts/build_gazetteer.py),
supplement.csv (own knowledge: neighbourhoods, front lines, crossings), admin1.csv (governorates),
countries.csv, ambiguous.csv (names that are also words or persons).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.errors import LexiconError
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Support = Literal["none", "place", "head"]

#: from the most to the least specific
RANKS: Mapping[str, int] = {
    "mission": 0,
    **dict.fromkeys(("facility", "hospital", "road"), 1),
    **dict.fromkeys(("neighbourhood", "camp", "crossing"), 2),
    **dict.fromkeys(("settlement", "area"), 3),
    "district": 4,
    "region": 5,
    "governorate": 6,
    "country": 7,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `kind` is a key of RANKS; `precision` and `radius_km` as in
    records.PlaceValue, for a text that names just this place."""

    place_id: str
    name: str
    kind: str
    country: str
    admin1_code: str | None
    latitude: float
    longitude: float
    precision: int
    radius_km: float
    population: int = 0
    curated: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name, folded and cut into words, with the places that bear it.

    `support`: what a text must give for the name to be read as a place: nothing; a preposition,
    direction or container (place); or a head noun such as حي (head).
    """

    words: tuple[str, ...]
    places: tuple[Place, ...]
    support: Support
    #: places that are called so only behind a head noun (قرية المهدية is never just المهدية)
    headed: tuple[Place, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the name is so well known that it is read behind any proclitic."""
        return self.support == "none" and any(
            p.kind == "country" or p.curated or p.population >= 500_000 for p in self.places
        )


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in km."""
    la, lb = math.radians(a.latitude), math.radians(b.latitude)
    dl = math.radians(b.longitude - a.longitude)
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(dl / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def _settlement_radius(population: int) -> float:
    """How far a town of this size reaches, in km."""
    return 12.0 if population >= 500_000 else 7.0 if population >= 100_000 else 3.0


#: what the papers write for one foreign sound
_SOUNDS = (
    ("تش", "ج"), ("چ", "ج"), ("ش", "ج"), ("غ", "ج"), ("ق", "ج"), ("ك", "ج"), ("گ", "ج"), ("خ", "ج"),
    ("ط", "ت"), ("ظ", "ز"), ("ض", "ز"), ("ذ", "ز"), ("ص", "س"), ("ث", "س"), ("پ", "ب"), ("ف", "ب"),
    ("ح", "ه"),
)  # fmt: skip
_VOWELS = re.compile("[اويهعءآأإئؤةى]")
_TWICE = re.compile(r"(.)\1+")
#: shorter sounds are those of too many names
_SHORTEST_SOUND = 3


def _sound(name: str) -> str:
    """The consonants of a folded name, those alike in foreign names as one."""
    for written, sound in _SOUNDS:
        name = name.replace(written, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", name))


#: how names of a man's kind begin, and in the genitive (folded)
_FATHER, _FATHER_OF = "ابو", "ابي"


def _variants(name: str) -> set[tuple[str, ...]]:
    """The spellings of a name as words: folded, and أبو غريب also as أبوغريب, and as the genitive
    has it, أبي غريب."""
    words = tuple(re.findall(r"[^\W_]+", fold(name)))
    found = {words}
    if len(words) > 1 and words[0] == _FATHER:
        found.add((_FATHER_OF, *words[1:]))
    if len(words) == 2 and len(words[0]) <= 4 and sum(map(len, words)) >= 6:
        found.add((words[0] + words[1],))
    return found


def _ambiguous(
    root: Path | None,
) -> tuple[frozenset[tuple[str, ...]], dict[tuple[str, ...], Support]]:
    """Of names that are also words or persons: those that parts of several countries have, and the
    support that each of the others needs."""
    support: dict[tuple[str, ...], Support] = {}
    anywhere: set[tuple[str, ...]] = set()
    for row in read_seed("places/ambiguous.csv", ["name", "support"], root=root):
        variants = _variants(row["name"])
        if row["support"] == "country":
            anywhere.update(variants)
            continue
        level: Support = "head" if row["support"] == "head" else "place"
        support.update(dict.fromkeys(variants, level))
    return frozenset(anywhere), support


def _by_sound(
    bearers: Mapping[tuple[str, ...], list[Place]], countries: frozenset[str]
) -> dict[str, list[Place]]:
    """The places of some countries by the sound of each of their names."""
    sounds: dict[str, list[Place]] = defaultdict(list)
    for words, places in bearers.items():
        key = _sound("".join(words))
        for place in places if len(key) >= _SHORTEST_SOUND else ():
            if place.country in countries and place not in sounds[key]:
                sounds[key].append(place)
    return sounds


class Gazetteer:
    """Names, places, governorates and countries, ready for look-up by folded words."""

    def __init__(self, root: Path | None = None) -> None:
        """Read seeds/places. Raises LexiconError where a file is missing or malformed."""
        self.by_id: dict[str, Place] = {}
        self.admin1_names: dict[str, str] = {}
        self.admin1: dict[str, Place] = {}
        self.countries: dict[str, Place] = {}
        self.capitals: dict[str, Place] = {}
        self.demonyms: dict[str, str] = {}
        bearers: dict[tuple[str, ...], list[Place]] = defaultdict(list)
        common: set[tuple[str, ...]] = set()
        try:
            self._read_countries(bearers, root)
            self._read_admin1(bearers, root)
            self._read_supplement(bearers, root)
            self._read_geonames(bearers, common, root)
            self._read_capitals(root)
            self._name_seats(bearers, root)
        except (KeyError, ValueError) as err:
            raise LexiconError(
                f"seeds/places holds a value that cannot be read: {err}",
                "compare the row with its neighbours; scripts/build_gazetteer.py makes "
                "gazetteer.csv anew",
            ) from err
        headed = self._behind_heads(bearers, root)
        rows = list(read_seed("places/region.csv", ["country", "script"], root=root))
        region = frozenset(r["country"] for r in rows)
        foreign = frozenset(r["country"] for r in rows if r["script"] == "other")
        #: the countries whose small towns are known too
        self.region = region
        everyday = {r["word"] for r in read_seed("lexicon/common_words.csv", ["word"], root=root)}
        #: names (folded) that other countries' parts have too: المنطقة الجنوبية
        self.called_anywhere, support = _ambiguous(root)
        self._names: dict[str, list[Name]] = defaultdict(list)
        for words, places in bearers.items():
            level = support.get(words) or self._default_support(
                words, places, region, common=words in common, everyday=words[0] in everyday
            )
            with_article = bearers.get(("ال" + words[0],), ()) if len(words) == 1 else ()
            if level != "head" and places and all(p in with_article for p in places):
                level = "head"  # رياض, موصل: a name that has lost its article is a word
            self._names[words[0]].append(
                Name(words, tuple(_merged(places)), level, tuple(headed.pop(words, ())))
            )
        for words, places in headed.items():
            self._names[words[0]].append(Name(words, (), "head", tuple(places)))
        for names in self._names.values():
            names.sort(key=lambda n: (-len(n.words), n.words))
        self._sounds = _by_sound(bearers, foreign)

    def sounding_like(self, name: str) -> Sequence[Place]:
        """Places of countries that do not write Arabic whose name is a folded name in another
        spelling: سوروج and سوروتش, غومبي and جومبي."""
        return self._sounds.get(_sound(name.replace(" ", "")), ())

    @staticmethod
    def _behind_heads(
        bearers: Mapping[tuple[str, ...], list[Place]], root: Path | None
    ) -> dict[tuple[str, ...], list[Place]]:
        """Names that are in the seeds with a head noun, without it: قرية المهدية → المهدية."""
        heads = {
            fold(r["word"])
            for r in read_seed("lexicon/place_heads.csv", ["word", "keep"], root=root)
            if r["keep"] == "no"
        }
        found: dict[tuple[str, ...], list[Place]] = defaultdict(list)
        for words, places in bearers.items():
            if len(words) > 1 and words[0] in heads:
                bare = words[1:]
                found[bare].extend(
                    p for p in places if p.kind != "governorate" and p not in bearers.get(bare, ())
                )
        return {words: places for words, places in found.items() if places}

    @staticmethod
    def _default_support(
        words: tuple[str, ...],
        places: Sequence[Place],
        region: frozenset[str],
        *,
        common: bool,
        everyday: bool,
    ) -> Support:
        if any(p.kind in ("country", "governorate") for p in places):
            return "none"
        if common or len("".join(words)) <= 3:
            known = any(
                p.curated or (p.population > 50_000 and p.country in region) for p in places
            )
            return "place" if known else "head"
        if any(p.curated for p in places):
            return "none"
        if everyday and len(words) == 1 and not any(p.population >= 1_000_000 for p in places):
            return "head"
        if any(
            p.population >= (100_000 if p.country in region else 1_000_000) or len(words) > 1
            for p in places
        ):
            return "none"
        return "place"

    def _add(
        self, bearers: dict[tuple[str, ...], list[Place]], place: Place, names: list[str]
    ) -> None:
        self.by_id[place.place_id] = place
        for name in names:
            if name:
                for words in _variants(name):
                    if words and place not in bearers[words]:
                        bearers[words].append(place)

    def _read_countries(
        self, bearers: dict[tuple[str, ...], list[Place]], root: Path | None
    ) -> None:
        columns = [
            "code", "name_ar", "aliases", "demonyms", "latitude", "longitude", "radius_km",
        ]  # fmt: skip
        for r in read_seed("places/countries.csv", columns, root=root):
            place = Place(
                f"iso:{r['code']}", r["name_ar"], "country", r["code"], None, float(r["latitude"]),
                float(r["longitude"]), 6, float(r["radius_km"]), 10_000_000, True,
            )  # fmt: skip
            self.countries[r["code"]] = place
            self._add(bearers, place, [r["name_ar"], *r["aliases"].split(";")])
            for demonym in filter(None, r["demonyms"].split(";")):
                stem = fold(demonym)
                if " " in stem:
                    continue
                endings = (
                    ("", "ه", "ون", "ين", "ان", "ات", "تين", "تان") if stem.endswith("ي") else ("",)
                )
                for ending in endings:
                    self.demonyms.setdefault(stem + ending, r["code"])
                    self.demonyms.setdefault("ال" + stem + ending, r["code"])

    def _read_admin1(self, bearers: dict[tuple[str, ...], list[Place]], root: Path | None) -> None:
        columns = ["code", "country", "name_ar", "aliases", "latitude", "longitude"]
        rows = read_seed("places/admin1.csv", columns, root=root)
        parts: dict[str, int] = defaultdict(int)
        for r in rows:
            parts[r["country"]] += 1
        for r in rows:
            radius = self.countries[r["country"]].radius_km / math.sqrt(
                max(parts[r["country"]], 12)
            )
            place = Place(
                f"iso:{r['code']}", r["name_ar"], "governorate", r["country"], r["code"],
                float(r["latitude"]), float(r["longitude"]), 4, round(max(radius, 10.0)), 300_000,
                True,
            )  # fmt: skip
            self.admin1[r["code"]] = place
            self.admin1_names[r["code"]] = r["name_ar"]
            self._add(bearers, place, [r["name_ar"], *r["aliases"].split(";")])

    def _read_supplement(
        self, bearers: dict[tuple[str, ...], list[Place]], root: Path | None
    ) -> None:
        columns = [
            "place_id", "name_ar", "aliases", "kind", "admin1_code", "country", "latitude",
            "longitude", "precision", "radius_km",
        ]  # fmt: skip
        for r in read_seed("places/supplement.csv", columns, root=root):
            if r["kind"] not in RANKS:
                raise ValueError(f"kind {r['kind']!r} of {r['place_id']}")
            place = Place(
                r["place_id"], r["name_ar"], r["kind"], r["country"], r["admin1_code"] or None,
                float(r["latitude"]), float(r["longitude"]), int(r["precision"]),
                float(r["radius_km"]), 0, True,
            )  # fmt: skip
            self._add(bearers, place, [r["name_ar"], *r["aliases"].split(";")])

    def _read_geonames(
        self,
        bearers: dict[tuple[str, ...], list[Place]],
        common: set[tuple[str, ...]],
        root: Path | None,
    ) -> None:
        columns = [
            "place_id", "name_ar", "aliases", "country", "admin1_code", "latitude", "longitude",
            "population", "common_names",
        ]  # fmt: skip
        admin1 = read_seed("places/admin1.csv", ["code", "seat_place_id"], root=root)
        seats = {r["seat_place_id"]: r["code"] for r in admin1}
        for r in read_seed("places/gazetteer.csv", columns, root=root):
            population = int(r["population"])
            code = r["admin1_code"] or seats.get(r["place_id"])
            place = Place(
                r["place_id"], r["name_ar"], "settlement", r["country"], code,
                float(r["latitude"]), float(r["longitude"]), 1, _settlement_radius(population),
                population,
            )  # fmt: skip
            names = [r["name_ar"], *r["aliases"].split(";")]
            self._add(bearers, place, names)
            for name in filter(None, r["common_names"].split(";")):
                common.update(_variants(name))

    def _name_seats(self, bearers: dict[tuple[str, ...], list[Place]], root: Path | None) -> None:
        """A seat that shares a name with its governorate shares its spellings too (كابل، كابول)."""
        names_of: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words, places in bearers.items():
            for place in places:
                if place.kind == "governorate":
                    names_of[place.place_id].append(words)
        for r in read_seed("places/admin1.csv", ["code", "seat_place_id"], root=root):
            seat = self.by_id.get(r["seat_place_id"])
            governorate = self.admin1[r["code"]]
            if seat is None:
                continue
            shared = names_of[governorate.place_id]
            if any(seat in bearers[words] for words in shared):
                for words in shared:
                    if seat not in bearers[words]:
                        bearers[words].append(seat)

    def _read_capitals(self, root: Path | None) -> None:
        for r in read_seed("places/countries.csv", ["code", "capital_place_id"], root=root):
            if r["capital_place_id"] in self.by_id:
                self.capitals[r["code"]] = self.by_id[r["capital_place_id"]]

    def names_from(self, first_word: str) -> Sequence[Name]:
        """The names that start with a folded word, the longest first."""
        return self._names.get(first_word, ())


def _merged(places: Sequence[Place]) -> list[Place]:
    """The bearers of a name without a GeoNames entry for a place that the supplement also has;
    the supplement's takes over the population."""
    kept = [p for p in places if p.curated]
    for place in places:
        if place.curated:
            continue
        twin = next(
            (
                i
                for i, k in enumerate(kept)
                if k.kind in ("settlement", "neighbourhood", "camp")
                and k.place_id.startswith("sj:")
                and k.country == place.country
                and distance_km(k, place) < 25
            ),
            None,
        )
        if twin is None:
            kept.append(place)
        elif kept[twin].kind == "settlement":
            t = kept[twin]
            population = max(t.population, place.population)
            kept[twin] = replace(
                t, population=population, radius_km=max(t.radius_km, place.radius_km)
            )
    return kept


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of seeds/places, read once a process."""
    return Gazetteer()
