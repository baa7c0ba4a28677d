"""Governorates of the seeds are those of ISO 3166-2, and places lie where their governorate is.

pycountry packages ISO's list. Where the seeds depart from it, seeds/places/iso_exceptions.csv says
how and why.
"""

from __future__ import annotations

import math
from collections import Counter

import pycountry
import pytest

from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from warehouse.core.folded_names import read_name_folding

#: how a row of iso_exceptions.csv departs from ISO
KINDS = ("no_code", "narrower", "unused", "withdrawn", "alias")
#: the coordinates of the seeds are rounded, of governorates to three decimals
ROUNDING_KM = 0.2

Row = dict[str, str]

ADMIN1 = read_seed("places/admin1.csv", ("code", "country", "name_ar", "name_en", "reach_km"))
BY_CODE = {row["code"]: row for row in ADMIN1}
EXCEPTIONS = read_seed("places/iso_exceptions.csv", ("code", "kind", "name_en", "reason"))
GAZETTEER = read_seed("places/gazetteer.csv", ("place_id", "admin1_code", "name_en"))
SUPPLEMENT = read_seed("places/supplement.csv", ("place_id", "name_en", "geonames_id"))


def excepted(*kinds: str) -> set[tuple[str, str]]:
    """(code, Latin name) of the exceptions of these kinds."""
    return {(row["code"], row["name_en"]) for row in EXCEPTIONS if row["kind"] in kinds}


def iso_names(code: str) -> list[str]:
    """What ISO calls the subdivision of this code: one name, or none where it has no such code."""
    found = pycountry.subdivisions.get(code=code)
    return [found.name] if found else []


def belongs(code: str, name: str) -> bool:
    """Whether ISO or an exception gives this Latin name to the code, however it is spelt."""
    spelling = read_name_folding().spelling
    listed = {n for c, n in excepted("alias", "narrower", "withdrawn") if c == code}
    return name in listed or spelling(name) in map(spelling, iso_names(code))


def distance_km(one: Row, other: Row) -> float:
    """Great-circle distance."""
    la, lb = (math.radians(float(row["latitude"])) for row in (one, other))
    dl = math.radians(float(other["longitude"]) - float(one["longitude"]))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(dl / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def test_every_code_is_of_iso_or_a_listed_exception() -> None:
    withdrawn = {code for code, _ in excepted("withdrawn")}
    unknown = [row["code"] for row in ADMIN1 if not iso_names(row["code"])]
    assert set(unknown) == withdrawn
    for row in (*ADMIN1, *EXCEPTIONS):
        assert row["code"].partition("-")[0] == row.get("country", row["code"][:2]), row
    for place in (*GAZETTEER, *SUPPLEMENT):
        code = place["admin1_code"]
        assert not code or BY_CODE[code]["country"] == place["country"], place


def test_every_latin_name_belongs_to_its_code() -> None:
    strange = [(r["code"], r["name_en"]) for r in ADMIN1 if not belongs(r["code"], r["name_en"])]
    assert strange == []


@pytest.mark.parametrize(
    ("code", "name"), [("SY-HM", "Homs"), ("SY-HI", "Hama"), ("TD-MO", "Mayo-Kebbi Est")]
)
def test_the_name_of_a_neighbour_does_not(code: str, name: str) -> None:
    assert not belongs(code, name)


def test_no_two_governorates_share_a_code_or_a_name() -> None:
    spelling = read_name_folding().spelling
    for keys in (
        [row["code"] for row in ADMIN1],
        [(row["country"], spelling(row["name_en"])) for row in ADMIN1],
        [(row["country"], fold(row["name_ar"])) for row in ADMIN1],
    ):
        assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_a_country_that_is_complete_lacks_no_code_of_iso() -> None:
    unused = {code for code, _ in excepted("unused")}
    for row in read_seed("places/region.csv", ("country", "admin1_complete")):
        if row["admin1_complete"] == "yes":
            codes = {s.code for s in pycountry.subdivisions.get(country_code=row["country"])}
            assert codes - unused <= set(BY_CODE), row["country"]


def test_every_exception_is_one() -> None:
    """What ISO came to agree with leaves the list, as does what the seeds no longer have."""
    spelling = read_name_folding().spelling
    keys = [(row["code"], row["kind"], row["name_en"]) for row in EXCEPTIONS]
    assert keys == sorted(set(keys), key=lambda key: (KINDS.index(key[1]), key[0]))
    for row in EXCEPTIONS:
        code, kind, known = row["code"], row["kind"], bool(iso_names(row["code"]))
        assert row["reason"], row
        assert known == (kind != "withdrawn"), row
        assert (code in BY_CODE) == (kind != "unused"), row
        if kind in ("narrower", "withdrawn", "alias"):
            assert BY_CODE[code]["name_en"] == row["name_en"]
        if kind == "alias":
            assert spelling(row["name_en"]) not in map(spelling, iso_names(code)), row


def test_a_governorate_lies_where_its_seat_does() -> None:
    seats = {row["place_id"]: row for row in GAZETTEER}
    for row in ADMIN1:
        assert row["seat_place_id"].startswith("gn:"), row
        seat = seats.get(row["seat_place_id"])
        assert seat is None or distance_km(row, seat) < ROUNDING_KM, row


def test_every_place_lies_within_reach_of_its_governorate() -> None:
    far = [
        (place["place_id"], round(distance_km(place, governorate)))
        for place in (*GAZETTEER, *SUPPLEMENT)
        if (governorate := BY_CODE.get(place["admin1_code"]))
        and distance_km(place, governorate) > float(governorate["reach_km"])
    ]
    assert far == []


def test_what_is_taken_from_geonames_is_as_the_gazetteer_has_it() -> None:
    known = {row["place_id"]: row for row in GAZETTEER}
    taken = [row for row in SUPPLEMENT if row["geonames_id"]]
    assert len(taken) > 1000
    assert [row["place_id"] for row in SUPPLEMENT if row["name_en"] and row not in taken] == []
    for row in taken:
        same = known.get(f"gn:{row['geonames_id']}")
        if same is not None:
            assert distance_km(row, same) < ROUNDING_KM, row
            assert row["admin1_code"] == same["admin1_code"], row
            assert row["name_en"] in ("", same["name_en"]), row
