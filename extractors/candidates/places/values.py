"""The value of a place, from what the gazetteer knows of it and of what is around it."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import RANKS, Place, gazetteer
from extractors.candidates.places.words import BUILDINGS
from extractors.records import PlaceValue
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.candidates.places.components import Component
    from extractors.candidates.places.relations import Group
    from extractors.document import Sentence


def _rank(component: Component, place: Place | None) -> int:
    """How specific a component is, once it is resolved."""
    kind = component.head.kind if component.head is not None else ""
    if kind in ("governorate", "district"):
        return RANKS[kind] if place is None else max(RANKS[place.kind], RANKS["district"])
    return RANKS[place.kind] if place is not None else RANKS[component.kind]


def _moved(place: Place, kilometres: float, bearing: float) -> tuple[float, float]:
    """The point so many km from a place in a direction (degrees from north)."""
    north = kilometres * math.cos(math.radians(bearing)) / 111.2
    east = kilometres * math.sin(math.radians(bearing)) / 111.2
    return place.latitude + north, place.longitude + east / math.cos(math.radians(place.latitude))


MARKS = re.compile('[\u0640"«»“”„()‹›]')


def as_written(sentence: Sentence, component: Component) -> str:
    """The component's name as the text writes it, its letters no presentation forms."""
    tokens = sentence.tokens
    start = tokens[component.name_first].start + component.skip
    words = sentence.span(start, tokens[component.name_last - 1].end).words
    return " ".join(MARKS.sub("", unicodedata.normalize("NFKC", words)).split())


def known_value(
    name: str,
    component: Component,
    place: Place,
    container: Place | None,
    kilometres: float | None,
) -> PlaceValue:
    """A place of the gazetteer, near which it may be told to have happened."""
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
        name, place.place_id, gazetteer().admin1_names.get(admin1 or ""), admin1, place.country,
        round(latitude, 4), round(longitude, 4), precision, radius,
    )  # fmt: skip


def unknown_value(name: str, component: Component, base: Place) -> PlaceValue:
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
        gazetteer().admin1_names.get(base.admin1_code or ""), base.admin1_code, base.country,
        round(base.latitude, 4), round(base.longitude, 4), precision, radius,
    )  # fmt: skip


def leaning_value(name: str, base: Place, group: Group) -> PlaceValue:
    """A name with nothing around it: the governorate of the place that was named last."""
    governorate = gazetteer().admin1.get(base.admin1_code or "")
    # the gazetteer has towns of countries that the list of countries lacks: جورجتاون
    place = governorate or gazetteer().countries.get(base.country, base)
    if group.country is not None and group.country != place.country:
        place = gazetteer().countries.get(group.country, place)
    return PlaceValue(
        name, None, gazetteer().admin1_names.get(place.admin1_code or ""), place.admin1_code,
        place.country, round(place.latitude, 4), round(place.longitude, 4), place.precision,
        place.radius_km,
    )  # fmt: skip


def most_specific(
    component: Component,
    place: Place | None,
    around: list[tuple[Component, Place | None]],
) -> tuple[Component, Place | None, list[tuple[Component, Place | None]]]:
    """The chain with its most specific part first (في عدن بحي الدمينة is الدمينة)."""
    chain = [(component, place), *around]
    best = 0
    if component.kind == "road" and around:  # طريق كذا قرب بلدة كذا
        near, found = around[0]
        if near.relation == "near" and near.bearing is None and found is not None:
            return near, found, [pair for k, pair in enumerate(chain) if k != 1]
    for k, (c, p) in enumerate(chain):
        if not k or c.relation is not None or c.kind in ("road", "hospital"):
            continue
        inner, outer = _rank(c, p), _rank(*chain[best])
        small_in_town = inner < RANKS["settlement"] <= outer
        if outer - inner >= 2 or small_in_town:
            best = k
    chosen, found = chain[best]
    return chosen, found, [pair for k, pair in enumerate(chain) if k != best]


def kind_of(component: Component, place: Place | None) -> str:
    """The kind of a place: what its noun calls it, or else what the gazetteer does."""
    if component.head is not None and (
        place is None or component.head.kind in ("governorate", "district", *BUILDINGS)
    ):
        small = place is not None and place.kind == "settlement"
        building = component.head.kind in BUILDINGS  # مسجد الروضة
        return "district" if small and not building else component.head.kind
    return place.kind if place is not None else component.kind


def seat_of(place: Place) -> Place:
    """The town that a governorate is called after; any other place itself."""
    words = tuple(fold(place.name).split())
    if place.kind != "governorate" or not words:
        return place
    seats = (
        p
        for known in gazetteer().names_from(words[0])
        if known.words == words
        for p in known.places
        if p.kind == "settlement" and p.admin1_code == place.admin1_code
    )
    return next(seats, place)
