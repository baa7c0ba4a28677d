"""Which places can be what a text calls them, and which can lie in each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import RANKS, Name, Place, distance_km
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractors.candidates.places.words import Head


def is_quarter(head: Head, name: Name) -> bool:
    """Whether a quarter's own name calls it a town: the noun is part of it (مدينة الصدر)."""
    return head.kind == "settlement" and all(
        p.kind == "neighbourhood" and tuple(fold(p.name).split()) == name.words for p in name.places
    )


def is_country(places_: Sequence[Place]) -> bool:
    """Whether a name stands for countries only."""
    return bool(places_) and all(p.kind == "country" for p in places_)


def is_big(place: Place) -> bool:
    """Whether a facility may be called after the place that it lies in."""
    return place.kind == "governorate" or place.population >= 50_000


_FITTING: Mapping[str, frozenset[str]] = {
    "governorate": frozenset({"governorate", "region"}),
    "area": frozenset(RANKS) - {"country"},
    "neighbourhood": frozenset({"neighbourhood", "camp"}),
    "settlement": frozenset(
        {"settlement", "neighbourhood", "camp", "district", "region", "governorate"}
    ),
    "district": frozenset(
        {"settlement", "neighbourhood", "camp", "district", "region", "governorate"}
    ),
    "region": frozenset({"region", "area", "district", "settlement", "neighbourhood"}),
    "camp": frozenset({"camp"}),
}

#: what lies in a place of the kind lies so many km from its middle at most; a governorate's own
#: places are told by their code
_HOLDING_KM: Mapping[str, float] = {"governorate": 60.0, "district": 80.0, "settlement": 60.0}

#: a town of so many people needs no direction to be known
_NO_NAMESAKE = 100_000
#: within so many km of a town a direction says little, and it is rounded by so many degrees
_BESIDE_KM = 40.0
_OFF_DEGREES = 67.5
#: places farther away are told of by another town than this, but for the capital
_TOLD_BY_KM = 350.0


def fits(head: Head, place: Place) -> bool:
    """Whether a gazetteer's place can be what stands behind a head noun."""
    if head.kind == "neighbourhood" and place.kind == "settlement":
        return place.curated and place.population < 20_000
    return place.kind in _FITTING.get(head.kind, frozenset())


def plausible(inner: Place, outer: Place) -> bool:
    """Whether one place can lie in, or by, another."""
    if inner.country != outer.country and inner.kind != "country" and outer.kind != "country":
        return distance_km(inner, outer) < 60
    if outer.kind == "country":
        return inner.country == outer.country
    if outer.kind == "governorate" and inner.admin1_code is not None:
        return inner.admin1_code == outer.admin1_code or distance_km(inner, outer) < 200
    return distance_km(inner, outer) < 250


def lies_in(inner: Place, outer: Place) -> bool:
    """Whether a place can lie in another that the text says it lies in; what is beside a border
    may be filed under the neighbouring governorate."""
    if outer.kind not in _HOLDING_KM or RANKS[inner.kind] > RANKS[outer.kind]:
        return plausible(inner, outer)
    if outer.kind == "governorate" and inner.admin1_code == outer.admin1_code:
        return True
    return distance_km(inner, outer) < _HOLDING_KM[outer.kind]


def lies_off(place: Place, town: Place, bearing: float, *, to_any: bool) -> bool:
    """Whether a small place is another one's namesake: it lies far from the direction (degrees from
    north) in which the text says it lies from a town, or too far away: الكرمة شمال البصرة is not
    that of Anbar. `to_any`: places at any distance are told of by the town."""
    if RANKS[town.kind] != RANKS["settlement"] or RANKS[place.kind] > RANKS["settlement"]:
        return False
    away = distance_km(place, town)
    if place.population >= _NO_NAMESAKE or away < _BESIDE_KM:
        return False
    if away > _TOLD_BY_KM and not to_any:
        return True
    north = place.latitude - town.latitude
    east = (place.longitude - town.longitude) * math.cos(math.radians(town.latitude))
    turned = abs(math.degrees(math.atan2(east, north)) - bearing) % 360
    return min(turned, 360 - turned) > _OFF_DEGREES
