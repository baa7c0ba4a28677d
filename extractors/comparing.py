"""Whether two things that a text tells can be the same: places, names, figures, days."""

from __future__ import annotations

import datetime as dt
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import gazetteer
from extractors.patterns.word_sets import word_set
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.candidates.counts.casualties import Count
    from extractors.document import DateMention, PlaceMention
    from extractors.records import PlaceValue

#: degrees that a neighbourhood may lie from its town's centre
_TOWN = 0.25
#: kinds of places that hold others
_COARSE = frozenset({"settlement", "district", "governorate", "country", "region"})
#: letters by which reporters tell foreign names otherwise: سريناغار, سريناجار
_LONG_VOWELS = str.maketrans("غ", "ج", "اويه")
#: consonants enough to know a name by
_BONES = 4
#: kinds of places that are finer than any governorate, wherever they may lie in it
FINE = frozenset({"facility", "road", "neighbourhood", "camp", "crossing", "mission"})
_NAMED = FINE | {"settlement", "district"}
#: kinds that an event is told to be in by one name; sites have several, or a second one near by
_LIVED_IN = frozenset({"neighbourhood", "camp", "settlement"})
_GENERIC_HEADS = word_set("comparing.generic_heads")
#: names of governorates that as well mean all around (قطاع غزة)
_WIDE = word_set("comparing.wide")


def is_passed(mention: PlaceMention) -> bool:
    """Whether a place only says whence somebody came, or where he was taken."""
    return mention.relation in ("origin", "destination")


def specific(mention: PlaceMention) -> bool:
    """Whether a place is named below the governorate, and is none that was passed through."""
    if is_passed(mention):
        return False
    precision = mention.value.precision
    return mention.value.name is not None and (precision is None or precision <= 3)


def named(mention: PlaceMention) -> bool:
    """Whether a place has a name of its own below the governorate, though nobody may know where
    it lies."""
    if is_passed(mention):
        return False
    front = mention.kind == "region" and mention.value.admin1_code is not None  # محور كذا
    return specific(mention) or front or mention.kind in _NAMED


def place_fit(left: list[PlaceMention], right: list[PlaceMention], *, by_site: bool = False) -> str:
    """same | open (nothing against it) | apart (other places of a governorate) | conflict.

    `by_site`: two quarters or sites of one town are apart, though both name the town; and that
    the town is named says little of whether it was in the quarter that the other names.
    """
    left, right = ([p for p in side if not is_passed(p)] for side in (left, right))
    a, b = _where(left), _where(right)
    sites = [[p for p in side if p.kind not in _COARSE] for side in (a, b)]
    if by_site and all(sites):
        a, b = sites
    fits = {_pair_fit(p, q) for p in a for q in b}
    if "same" in fits:
        return "open" if by_site and any(sites) and not all(sites) else "same"
    regions, others = _regions(left), _regions(right)
    if regions and others and not regions & others:
        return "conflict"
    countries = {p.value.country for p in left if p.value.country}
    foreign = {p.value.country for p in right if p.value.country}
    if countries and foreign and not countries & foreign:
        return "conflict"
    if fits and "open" not in fits:
        return "apart"
    return "open"


def _where(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The specific places and, wherever they may lie, quarters and villages by name; without those
    that only say what another one lies near."""
    places = [p for p in mentions if (specific(p) or (p.kind in _LIVED_IN))]
    return [p for p in places if p.relation != "near"] or places


def _side_of_country(mention: PlaceMention) -> bool:
    """Whether a governorate is called by a side of the country, which may mean more than it (جنوب
    لبنان holds two of them), or by a name that holds several."""
    if mention.kind not in ("governorate", "district"):
        return False
    if fold(mention.value.name or "") in _WIDE:
        return True
    country = gazetteer().countries.get(mention.value.country or "")
    words = (mention.value.name or "").split()
    return country is not None and len(words) > 1 and same_name(words[-1], country.name)


def _regions(mentions: list[PlaceMention]) -> set[tuple[str | None, str | None]]:
    """The governorates; without those of places that only say what another one lies near."""
    coded = [p for p in mentions if p.value.admin1_code and not _side_of_country(p)]
    there = [p for p in coded if p.relation != "near"] or coded
    return {(p.value.country, p.value.admin1_code) for p in there}


def _pair_fit(left: PlaceMention, right: PlaceMention) -> str:
    """same | open (one contains the other) | apart."""
    a, b = left.value, right.value
    if same_name(a.name, b.name):
        return "same"
    if same_name(a.name, b.admin1_name) or same_name(b.name, a.admin1_name):
        return "open"  # a governorate is called like its seat
    exact = [v.precision == 1 for v in (a, b)]
    if a.place_id and a.place_id == b.place_id:
        return "open" if any(exact) else "apart"
    fine = [p.kind not in _COARSE for p in (left, right)]
    if fine[0] != fine[1] and lies_close(a, b):
        return "open"
    return "apart"


def lies_close(a: PlaceValue, b: PlaceValue) -> bool:
    """Whether two places lie within a town of each other."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return False
    scale = math.cos(math.radians(a.latitude))
    return math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * scale) <= _TOWN


def same_name(left: str | None, right: str | None) -> bool:
    """Whether two names are of one place: one holds the other's words, or begins like it."""
    if not left or not right:
        return False
    a, b = _name_words(left), _name_words(right)
    if not a or not b:
        return False
    if a <= b or b <= a:
        return True
    if _spoken(left) == _spoken(right):
        return True
    one, two = "".join(sorted(a)), "".join(sorted(b))
    return min(len(one), len(two)) >= 5 and (one.startswith(two))


@lru_cache(maxsize=4096)
def _spoken(name: str) -> str:
    """A foreign name without its long vowels, which each reporter writes otherwise (براكي براك,
    باراكي باراك); short names as they are."""
    words = [w.removeprefix("ال") for w in fold(name).split() if w not in _GENERIC_HEADS]
    bones = " ".join(w[:1] + w[1:].translate(_LONG_VOWELS) for w in words)
    return bones if len(bones.replace(" ", "")) >= _BONES else " ".join(words)


@lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    words = [w for w in fold(name).replace('"', " ").split() if w not in _GENERIC_HEADS]
    return frozenset(w.removeprefix("ال") if len(w) > 4 else w for w in words)


def figures(counts: Iterable[Count], measure: str) -> set[int]:
    """The totals that are told for a measure, lists added up; who is only named is no total."""
    out: set[int] = set()
    for group in groups(c for c in counts if c.measure == measure and not (c.resumes or c.named)):
        if group[0].joins or group[0].role not in ("total", "superseded"):
            continue  # the first: to be added to a figure of another mention, no other than it
        values = [m.value for m in group if m.value is not None]
        if values:
            # ضابط و3 جنود may be told as three soldiers again, 11 of one side and 5 of another
            # are not five
            whole = sum(values)
            out.update((whole, *(v for v in values if v == 1 or 2 * v > whole)))
    return out


def groups(counts: Iterable[Count]) -> list[list[Count]]:
    """The counts, those of one list (ضابط و3 جنود) together."""
    groups: list[list[Count]] = []
    for count in counts:
        if count.joins and groups and groups[-1][-1].sentence == count.sentence:
            groups[-1].append(count)
        else:
            groups.append([count])
    return groups


def days(dates: Iterable[DateMention]) -> set[dt.date]:
    """The days that the dates told to the day may mean."""
    out: set[dt.date] = set()
    for d in dates:
        if d.precision == "day":
            day = d.earliest
            while day <= min(d.latest, d.earliest + dt.timedelta(days=3)):
                out.add(day)
                day += dt.timedelta(days=1)
    return out
