"""What a named place is beside another one: its quarter, its village, its seat, its governorate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import gazetteer
from extractors.candidates.places.words import is_anaphoric
from extractors.comparing import FINE, lies_close, named, same_name, specific
from extractors.patterns.word_sets import word_set
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import PlaceMention

#: how near a kind of place is to the spot itself
_KIND_RANK = {"facility": 0, "neighbourhood": 0, "settlement": 1, "area": 1, "district": 2}
#: a precision code up to which a place below the governorate is known
EXACT = 3
#: what lies in a town
_QUARTERS = frozenset({"neighbourhood"})
#: kinds of places that may reach into several governorates
_REACHING = frozenset({"region", "area"})
#: how hills, valleys and fronts are called, which lie in one governorate
_GROUNDS = word_set("places.grounds")


def told_below(seat: PlaceMention, place: PlaceMention) -> bool:
    """Whether a later sentence names a town or village of the governorate that the head of the
    text called by its seat."""
    return (
        place.sentence > seat.sentence
        and place.kind in ("settlement", "district")
        and place.relation in ("inside", "near")
        and place.value.admin1_code == seat.value.admin1_code
        and not same_name(place.value.name, seat.value.admin1_name)
    )


def of_the_town(place: PlaceMention) -> bool:
    """Whether a building is only called by the town that was named before: سوق المدينة."""
    words = fold(place.value.name or "").split()
    return len(words) > 1 and is_anaphoric(words[-1])


def is_quarter_of(place: PlaceMention, town: PlaceMention) -> bool:
    """Whether something happened in a quarter of the town that another sentence of it
    names: اغتيل ضابط في عدن … أطلقوا النار عليه في حي كذا."""
    if (
        town.kind != "settlement"
        or place.relation not in ("inside", "near")
        or place.kind not in _QUARTERS
    ):
        return False
    return lies_close(place.value, town.value)


def village_of(place: PlaceMention, seat: PlaceMention) -> bool:
    """Whether a village that no gazetteer has is named where else a governorate's seat or the
    governorate is: انفجار لغم في القصرين … انفجر في طريق بقرية كذا."""
    return (
        unknown_town(place)
        and place.relation == "inside"
        and same_name(seat.value.name, seat.value.admin1_name)
    )


def measured_from(place: PlaceMention, town: PlaceMention, places: list[PlaceMention]) -> bool:
    """Whether a village is told of by where it lies from the town near which it happened: قرب كركوك
    … في قرية كذا التي تبعد 30 كيلومترا عن كركوك."""
    return (
        town.kind == place.kind == "settlement"
        and town.relation == "near"
        and not same_name(place.value.name, town.value.name)
        and any(
            p.sentence == place.sentence
            and p.start > place.end
            and same_name(p.value.name, town.value.name)
            for p in places
        )
    )


def coarseness(place: PlaceMention) -> int:
    """0 for a place below the governorate or one with a name of its own, 1 for a named region of
    a governorate (سهل الغاب) and for a place that nobody may find, 2 for what is larger, 3 for a
    part of a country."""
    if specific(place) or place.kind in FINE or unknown_town(place):
        return 0
    if (place.kind == "region" and place.value.admin1_code) or unknown(place):
        return 1
    return 3 if part_of_country(place) else 2


def beside_seat(place: PlaceMention) -> bool:
    """Whether it is a governorate's seat or a side of it, or as well of the governorate: جنوب
    إدلب، وفي الرقة."""
    return place.relation in ("near", "inside") and same_name(
        place.value.name, place.value.admin1_name
    )


def told_next(seat: PlaceMention, place: PlaceMention) -> bool:
    """Whether the same sentence names where in that governorate it was, or behind a side the next
    one."""
    near = seat.relation == "near"
    return (
        place.relation in (("inside",) if near else ("inside", "near"))
        and 0 <= place.sentence - seat.sentence <= int(near)
        and place.value.admin1_code == seat.value.admin1_code
        and not same_name(place.value.name, seat.value.admin1_name)
        and (coarseness(place) == 0 or unknown(place) or ground(place))
    )


def ground(place: PlaceMention) -> bool:
    """Whether it is a hill, a valley or a front of a governorate: وفي تعز … على جبل صبر."""
    first = fold(place.value.name or "").split()[:1]
    return place.kind == "region" and not _GROUNDS.isdisjoint(first)


def unknown_town(place: PlaceMention) -> bool:
    """Whether a noun calls it a town or village that the gazetteer does not know: بلدة كذا."""
    value = place.value
    return (
        place.kind in ("settlement", "district")
        and (value.precision or 0) > EXACT
        and named(place)
        and not same_name(value.name, value.admin1_name)
    )


def unknown(place: PlaceMention) -> bool:
    """Whether it is a town, village or area of a name that the gazetteer does not know."""
    value = place.value
    return (
        place.kind in ("settlement", "district", "area")
        and value.name is not None
        and (value.precision or 0) > EXACT
        and not same_name(value.name, value.admin1_name)
    )


def is_government(place: PlaceMention) -> bool:
    """Whether a capital's governorate may as well stand for the government (ضد الخرطوم), or only
    for where it was written."""
    capital = gazetteer().capitals.get(place.value.country or "")
    governs = place.relation == "none" and place.kind == "governorate"
    return (
        (governs or place.is_dateline)
        and capital is not None
        and same_name(place.value.name, capital.name)
    )


def part_of_country(place: PlaceMention) -> bool:
    """Whether a place is شمال العراق and the like."""
    return place.kind == "region" and place.value.place_id is None and place.value.precision == 5
