"""Which published incident may be which event of another data set, and how likely."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from warehouse.core.folded_names import NameFolding
from warehouse.desk.compare_layouts import OtherEvent

#: families that data sets give to one event
_ALIKE = (frozenset({"armed", "bombing"}), frozenset({"bombing", "remote"}),
          frozenset({"armed", "remote"}), frozenset({"abduction", "arrest"}),
          frozenset({"seizure", "bombing"}))  # fmt: skip
_COARSE = 4
#: further apart than so many times the tolerance, two places of one name are two
_NAMESAKES = 4
_EARTH_KM = 6371.0
#: the score where the file itself names the incident: more than all else can add up to
_SURE = 100.0
#: what is longer than this is not looked up day by day
_LONG_DAYS = 62
_LEVEL = re.compile(r"(?i)\b(governorate|province|state)\b")


@dataclass(frozen=True, slots=True)
class Incident:
    """One published incident, as the query gives it."""

    incident_id: str
    first_day: dt.date | None
    last_day: dt.date
    date_precision: str
    first_reported_on: dt.date
    country: str | None
    admin1: str | None
    place: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: int | None
    radius_km: float | None
    event_type: str
    family: str
    outcome: str
    low: int | None
    best: int | None
    high: int | None
    attackers: int | None
    has_actor: bool
    source_count: int
    names: tuple[str, ...]
    sounds: tuple[str, ...]
    admin1_names: tuple[str, ...]

    @property
    def coarse_place(self) -> bool:
        """Whether no more than the governorate is known."""
        return self.geo_precision is None or self.geo_precision >= _COARSE


@dataclass(frozen=True, slots=True)
class Pair:
    """An incident and an event that may be one, with how much speaks for it."""

    ours: Incident
    other: OtherEvent
    score: float
    distance_km: float | None


class ByDay:
    """Incidents, or events, by country and day, so that only neighbours are compared."""

    def __init__(self, spans: Iterable[tuple[str | None, dt.date, dt.date, int]]) -> None:
        self._days: dict[tuple[str | None, int], list[int]] = {}
        self._long: dict[str | None, list[int]] = {}
        for country, first, last, index in spans:
            if (last - first).days > _LONG_DAYS:
                self._long.setdefault(country, []).append(index)
                continue
            for day in range(first.toordinal(), last.toordinal() + 1):
                self._days.setdefault((country, day), []).append(index)

    def near(self, country: str | None, first: dt.date, last: dt.date, days: int) -> list[int]:
        """Those of one country that touch the span extended by so many days, in order."""
        found = set(self._long.get(country, ()))
        for day in range(first.toordinal() - days, last.toordinal() + days + 1):
            found.update(self._days.get((country, day), ()))
        return sorted(found)


class Matcher:
    """Says how well an incident and an event agree."""

    def __init__(
        self,
        folding: NameFolding,
        country_of: Callable[[OtherEvent], str | None],
        *,
        days: int,
        km: float,
    ) -> None:
        self._days, self._km = days, km
        # the few names of a file are met again and again
        self._spelling = lru_cache(maxsize=None)(folding.spelling)
        self._sound = lru_cache(maxsize=None)(folding.sound)
        self.country_of = country_of

    def pairs(
        self, ours: Sequence[Incident], others: Sequence[OtherEvent], *, days: int | None = None,
        anywhere: bool = False,
    ) -> list[Pair]:  # fmt: skip
        """Each incident with each event that it may be, the surest first.

        `days`: another tolerance; `anywhere`: places need not agree, but tolls above one have to.
        """
        window = self._days if days is None else days
        by_id = {one.incident_id: one for one in ours}
        index = ByDay(
            (one.country, one.first_day or one.last_day, one.last_day, place)
            for place, one in enumerate(ours)
        )
        found = []
        for other in others:
            if other.incident_id in by_id:
                one = by_id[other.incident_id]
                found.append(Pair(one, other, _SURE, distance_km(one, other)))
                continue
            code = self.country_of(other)
            if code is None:
                continue
            for country in (code, None):
                for place in index.near(country, other.first_day, other.last_day, window):
                    one = ours[place]
                    same_toll = one.best is not None and one.best == other.best and one.best > 1
                    if anywhere and not same_toll:
                        continue
                    pair = self.pair(one, other, days=window, anywhere=anywhere)
                    if pair is not None:
                        found.append(pair)
        return sorted(found, key=lambda p: (-p.score, p.ours.incident_id, p.other.event_id))

    def pair(
        self, one: Incident, other: OtherEvent, *, days: int, anywhere: bool = False
    ) -> Pair | None:
        """The two with their score, None where they cannot be one."""
        apart = days_apart(one, other)
        if apart > days:
            return None
        kind = 2.0 if one.family in other.families else 1.0 if _alike(one, other) else 0.0
        distance = distance_km(one, other)
        place = self._place(one, other, distance)
        if not kind or (not place and not anywhere):
            return None
        score = place + kind + (2.0 if apart == 0 else 1.0 / apart) + _toll(one, other)
        return Pair(one, other, score, distance)

    def _place(self, one: Incident, other: OtherEvent, distance: float | None) -> float:
        spelling = self._spelling(other.place)
        if spelling and spelling in one.names and (distance or 0.0) <= _NAMESAKES * self._km:
            return 3.0
        sound = self._sound(other.place)
        near = distance is not None and distance <= max(self._km, one.radius_km or 0.0)
        if near and not one.coarse_place and other.exact_place:
            # the names meet, or the sites do
            return 2.5 if len(sound) > 1 and sound in one.sounds else 2.0
        admin1 = self._spelling(_LEVEL.sub("", other.admin1))
        same_area = admin1 != "" and admin1 in one.admin1_names
        if (one.coarse_place or not other.exact_place) and (same_area or near):
            return 1.0
        return 0.0


def days_apart(one: Incident, other: OtherEvent) -> int:
    """Days between the two ranges; 0 where they meet."""
    first = one.first_day or one.last_day
    if first > other.last_day:
        return (first - other.last_day).days
    if one.last_day < other.first_day:
        return (other.first_day - one.last_day).days
    return 0


def distance_km(one: Incident, other: OtherEvent) -> float | None:
    """Great-circle distance of the coordinates in kilometres; None where one has none."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    assert one.latitude is not None and one.longitude is not None  # noqa: PT018
    assert other.latitude is not None and other.longitude is not None  # noqa: PT018
    here, there = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _alike(one: Incident, other: OtherEvent) -> bool:
    return any({one.family, theirs} == set(pair) for theirs in other.families for pair in _ALIKE)


def _toll(one: Incident, other: OtherEvent) -> float:
    if one.best is not None and one.best == other.best and one.best > 0:
        return 2.0
    if one.low is None and one.best is None and one.high is None:
        return 0.0
    if other.low is None and other.best is None and other.high is None:
        return 0.0
    return 0.5 if within(one, other) else -0.5


def within(one: Incident, other: OtherEvent) -> bool:
    """Whether the other's figure, or its range (open where a bound is not given), meets ours."""
    low = one.low if one.low is not None else one.best
    if low is None:
        low = 0
    below = other.high is None or low <= other.high
    return below and (one.high is None or (other.low or 0) <= one.high)


def one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs in which each incident and each event occurs once, the surest first; by incident."""
    here: set[str] = set()
    there: set[str] = set()
    chosen = []
    for pair in pairs:
        if pair.ours.incident_id not in here and pair.other.event_id not in there:
            here.add(pair.ours.incident_id)
            there.add(pair.other.event_id)
            chosen.append(pair)
    return sorted(chosen, key=lambda p: p.ours.incident_id)
