"""The published incidents compared with another data set: what both have, what only one has, why.

An incident and an event are matched where day, place and family of type agree: the day within a
tolerance, the place by a name (folded as `find_place` folds) or by distance. Each is matched once,
the surest pairs first. What is left says its likely cause; docs/compare.md says what each means.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.seedfiles import read_seed
from warehouse.core.folded_names import NameFolding, read_name_folding
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.desk.compare_layouts import OtherEvent, read_other
from warehouse.desk.compare_matching import Incident, Matcher, Pair, days_apart, one_to_one, within
from warehouse.publication.published import query

_SQL = statements(__file__)

COLUMNS = (
    "result", "incident_id", "event_id", "day_here", "day_there", "place_here", "place_there",
    "type_here", "type_there", "killed_here", "killed_there", "distance_km", "differs", "cause",
    "other_id",
)  # fmt: skip
#: what a table on a terminal has room for
SHORT_COLUMNS = (
    "result", "incident_id", "event_id", "day_here", "day_there", "place_here", "place_there",
    "killed_here", "killed_there", "cause",
)  # fmt: skip
#: numbers that ACLED writes for words, and the range that the word has here: dozens, hundreds
_FOR_WORDS = {12: (20, 99), 100: (100, 999)}
_NEAR_DAYS = 7


@dataclass(slots=True)
class Comparison:
    """`rows` of COLUMNS; `reach`: the days and countries of the file, within which published
    incidents were taken."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    reach: str = ""

    def counts(self) -> list[tuple[str, str, int]]:
        """How many rows there are of each result and cause, in the order of the rows."""
        found: dict[tuple[str, str], int] = {}
        for row in self.rows:
            key = (str(row[COLUMNS.index("result")]), str(row[COLUMNS.index("cause")]))
            found[key] = found.get(key, 0) + 1
        results = list(dict.fromkeys(result for result, _ in found))
        ordered = sorted(found, key=lambda key: (results.index(key[0]), -found[key], key[1]))
        return [(*key, found[key]) for key in ordered]


def compare(
    settings: Settings, file: Path, layout: str, *, days: int = 1, km: float = 25.0
) -> Comparison:
    """Compare the current published version with a file, read-only.

    `days`: how far days may lie apart; `km`: how far places may. Incidents are taken of the days
    and countries that the file covers. Rows: matched pairs by incident, then what is only here,
    then what is only there. Raises ComparisonRefused, NothingPublished, LexiconError.
    """
    others = [_followed(settings, event) for event in read_other(file, layout)]
    if not others:
        return Comparison()
    folding = read_name_folding(settings.seeds_dir)
    countries = _Countries(settings, folding)
    first = min(event.first_day for event in others)
    last = max(event.last_day for event in others)
    wanted = {code for event in others if (code := countries.code(event)) is not None}
    ours = [
        one
        for one in _incidents(settings, first, last)
        if one.country in wanted or one.country is None
    ]
    span = (first, last)
    matcher = Matcher(folding, countries.code, days=days, km=km)
    comparison = _Comparison(ours, others, matcher, layout, span=span)
    rows = [
        *comparison.matched(),
        *comparison.only_here(),
        *comparison.only_there(_Reading(settings)),
    ]
    return Comparison(
        [tuple(row.get(name, "") for name in COLUMNS) for row in rows],
        f"{first} to {last}, {', '.join(sorted(wanted)) or 'no known country'}",
    )


def _followed(settings: Settings, event: OtherEvent) -> OtherEvent:
    """The event with the incident that the one it names leads to, if it names one."""
    if not event.incident_id:
        return event
    _, rows = query(
        settings,
        "select incident_id from current_incident_id($id)",
        {"id": event.incident_id},
    )
    return replace(event, incident_id=str(rows[0][0]) if rows else "")


def _incidents(settings: Settings, first: dt.date, last: dt.date) -> list[Incident]:
    around = dt.timedelta(days=_NEAR_DAYS)
    _, rows = query(settings, _SQL["incidents"], {"first": first - around, "last": last + around})
    return [Incident(*row[:-3], *(tuple(filter(None, cell)) for cell in row[-3:])) for row in rows]


class _Countries:
    """ISO codes of the countries of a file, by their number or their name."""

    def __init__(self, settings: Settings, folding: NameFolding) -> None:
        self._folding = folding
        self._by_number: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for row in read_seed("places/countries.csv", ("code",), root=settings.seeds_dir):
            self._by_number[row["iso_numeric"].lstrip("0")] = row["code"]
            for name in (row["name_ar"], row["name_en"], *row["aliases"].split(";")):
                self._by_name[folding.spelling(name)] = row["code"]

    def code(self, event: OtherEvent) -> str | None:
        """The code of the event's country; None where neither number nor name is known."""
        number = event.country_numeric.lstrip("0")
        if number and number in self._by_number:
            return self._by_number[number]
        # GED: Yemen (North Yemen)
        bare = re.sub(r"\(.*?\)", "", event.country)
        return self._by_name.get(self._folding.spelling(bare))


class _Reading:
    """The days of which articles were read."""

    def __init__(self, settings: Settings) -> None:
        _, rows = query(
            settings, "select distinct published_on from dim_article where published_on is not null"
        )
        self._days = {row[0] for row in rows}

    def covers(self, event: OtherEvent) -> bool:
        """Whether articles of its last day or of the two that follow were read."""
        return any(event.last_day + dt.timedelta(days=n) in self._days for n in range(3))


class _Comparison:
    """Determines the result and the likely cause for each incident and each event."""

    def __init__(
        self,
        ours: Sequence[Incident],
        others: Sequence[OtherEvent],
        matcher: Matcher,
        layout: str,
        *,
        span: tuple[dt.date, dt.date],
    ) -> None:
        self._layout, self._country_of = layout, matcher.country_of
        self._pairs = matcher.pairs(ours, others)
        self._matched = one_to_one(self._pairs)
        here = {pair.ours.incident_id for pair in self._matched}
        there = {pair.other.event_id for pair in self._matched}
        unmatched = [one for one in ours if one.incident_id not in here]
        self._alone_there = [event for event in others if event.event_id not in there]
        # the likeliest ones that agree except in the day, or except in the place but in the toll
        self._near = [
            *matcher.pairs(unmatched, self._alone_there, days=_NEAR_DAYS),
            *matcher.pairs(unmatched, self._alone_there, anywhere=True),
        ]
        # an incident beyond the file's days may be one of its events, but is not missing there
        self._alone_here = [
            one
            for one in unmatched
            if one.last_day >= span[0] and (one.first_day or one.last_day) <= span[1]
        ]

    def matched(self) -> list[dict[str, object]]:
        alone_here = {one.incident_id for one in self._alone_here}
        alone_there = {event.event_id for event in self._alone_there}
        merged: dict[str, list[Incident]] = {}
        split: dict[str, list[OtherEvent]] = {}
        for pair in self._pairs:
            if pair.ours.incident_id in alone_here:
                merged.setdefault(pair.other.event_id, []).append(pair.ours)
            if pair.other.event_id in alone_there:
                split.setdefault(pair.ours.incident_id, []).append(pair.other)
        rows = []
        for pair in self._matched:
            one, other = pair.ours, pair.other
            day = _day_cause(one, other)
            toll = _toll_cause(
                one, other, merged.get(other.event_id, ()), split.get(one.incident_id, ())
            )
            differs = "|".join(name for name, why in (("day", day), ("killed", toll)) if why)
            cause = "|".join(filter(None, (day, toll)))
            rows.append(_both(pair) | {"result": "matched", "differs": differs, "cause": cause})
        return rows

    def only_here(self) -> list[dict[str, object]]:
        possible = {p.ours.incident_id: p.other.event_id for p in reversed(self._pairs)}
        near = {p.ours.incident_id: p.other.event_id for p in reversed(self._near)}
        rows = []
        for one in self._alone_here:
            other_id = possible.get(one.incident_id, "")
            if other_id:
                cause = "merged_there"
            elif not_counted(one, self._layout):
                cause = "not_counted_there"
            elif one.incident_id in near:
                cause, other_id = "day_or_place_differs", near[one.incident_id]
            elif one.date_precision != "day" or one.coarse_place:
                cause = "not_exact_here"
            else:
                cause = "one_source_here" if one.source_count == 1 else "missing_there"
            rows.append(_here(one) | {"result": "only_here", "cause": cause, "other_id": other_id})
        return rows

    def only_there(self, reading: _Reading) -> list[dict[str, object]]:
        possible = {p.other.event_id: p.ours.incident_id for p in reversed(self._pairs)}
        near = {p.other.event_id: p.ours.incident_id for p in reversed(self._near)}
        rows = []
        for other in self._alone_there:
            other_id = possible.get(other.event_id, "")
            if other_id:
                cause = "split_there"
            elif other.out_of_scope:
                cause = "out_of_scope_here"
            elif not other.families:
                cause = "type_not_known_here"
            elif self._country_of(other) is None:
                cause = "country_not_known_here"
            elif not reading.covers(other):
                cause = "nothing_read_here"
            elif other.event_id in near:
                cause, other_id = "day_or_place_differs", near[other.event_id]
            elif not other.exact_day or not other.exact_place:
                cause = "not_exact_there"
            else:
                cause = "missing_here"
            rows.append(
                _there(other) | {"result": "only_there", "cause": cause, "other_id": other_id}
            )
        return rows


def _toll_cause(
    one: Incident, other: OtherEvent, merged: Sequence[Incident], split: Sequence[OtherEvent]
) -> str:
    stated = one.low is not None or one.best is not None or one.high is not None
    stated_there = other.low is not None or other.best is not None or other.high is not None
    if not stated:
        return "not_told_here" if stated_there and other.best != 0 else ""
    if not stated_there:
        return "not_told_there"
    if one.best is not None and one.best == other.best:
        return ""
    words = _FOR_WORDS.get(other.best or 0)
    if one.best is None and words and other.low == other.high and one.low == words[0]:
        return "number_for_words_there"
    if within(one, other):
        return ""
    if merged and other.best == sum(o.best or 0 for o in (one, *merged)):
        return "merged_there"
    if split and one.best == sum(event.best or 0 for event in (other, *split)):
        return "split_there"
    attackers = one.attackers
    if attackers and one.best is not None and other.best == one.best + attackers:
        return "attackers_counted_there"
    if attackers and one.best is not None and other.best == one.best - attackers:
        return "attackers_counted_here"
    if other.best == 0:
        return "none_or_not_told_there"
    return "higher_there" if (other.low or 0) > (one.high or one.best or 0) else "lower_there"


def _day_cause(one: Incident, other: OtherEvent) -> str:
    if days_apart(one, other) == 0:
        return ""
    if not other.exact_day:
        return "day_not_exact_there"
    if one.date_precision != "day":
        return "day_not_exact_here"
    if other.first_day == one.first_reported_on:
        return "day_of_report_there"
    return "day_differs"


def not_counted(one: Incident, layout: str) -> bool:
    """Whether the other set does not count such a thing by its own rules."""
    if one.family == "seizure":
        return True
    if layout == "ged":
        deadly = bool(one.high is None and one.low) or bool(one.high) or bool(one.best)
        return one.family in ("abduction", "arrest") or not deadly or not one.has_actor
    return one.outcome == "foiled"


def _both(pair: Pair) -> dict[str, object]:
    distance = None if pair.distance_km is None else round(pair.distance_km, 1)
    return _here(pair.ours) | _there(pair.other) | {"distance_km": distance}


def _here(one: Incident) -> dict[str, object]:
    return {
        "incident_id": one.incident_id,
        "day_here": _span(one.first_day, one.last_day),
        "place_here": one.place,
        "type_here": one.event_type,
        "killed_here": _range(one.low, one.best, one.high),
    }


def _there(other: OtherEvent) -> dict[str, object]:
    return {
        "event_id": other.event_id,
        "day_there": _span(other.first_day, other.last_day),
        "place_there": other.place,
        "type_there": other.kind,
        "killed_there": _range(other.low, other.best, other.high),
    }


def _span(first: dt.date | None, last: dt.date) -> str:
    if first is None:
        return f"to {last}"
    return str(first) if first == last else f"{first} to {last}"


def _range(low: int | None, best: int | None, high: int | None) -> str:
    if low is best is high is None:
        return ""
    if low == best == high:
        return str(best)
    bounds = f"{'' if low is None else low}–{'' if high is None else high}"
    return bounds if best is None else f"{best} ({bounds})"
