"""Files of other data sets, read into one form: the public exports of ACLED and UCDP GED.

Only the columns that a comparison needs are asked for; others may be missing or more. What their
types are of ours stands in comparison_types.csv. Nothing of such a file is kept.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.seedfiles import read_seed
from warehouse.errors import ComparisonRefused

LAYOUTS = ("acled", "ged")
_TYPES = Path(__file__).with_name("comparison_types.csv")
_COLUMNS = {
    "acled": (
        "event_id_cnty", "event_date", "event_type", "sub_event_type", "country", "location",
        "latitude", "longitude", "fatalities",
    ),
    "ged": (
        "id", "type_of_violence", "country", "latitude", "longitude", "date_start", "date_end",
        "best", "high", "low",
    ),
}  # fmt: skip
#: the column by which an export of ours names its incidents
_OWN_ID = "sijill_incident_id"
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """One event of another data set.

    `families`: of ours, empty where it is `out_of_scope`, which says why. `exact_day` and
    `exact_place`: whether the other set says that it knows them. Counts are deaths, None where the
    file leaves them empty. `sides` are the names of actors as the file has them. `incident_id`: the
    published incident that the file itself says it is (an export of ours, edited or not), or empty.
    """

    event_id: str
    first_day: dt.date
    last_day: dt.date
    exact_day: bool
    country: str
    country_numeric: str
    admin1: str
    place: str
    latitude: float | None
    longitude: float | None
    exact_place: bool
    kind: str
    families: frozenset[str]
    out_of_scope: str
    low: int | None
    best: int | None
    high: int | None
    sides: tuple[str, ...]
    incident_id: str = ""


def read_other(file: Path, layout: str) -> list[OtherEvent]:
    """The events of a file, in its order.

    Raises ComparisonRefused, naming the line, where the file cannot be read, lacks a column or has
    a value that cannot be.
    """
    if layout not in LAYOUTS:
        raise ComparisonRefused(f"there is no layout {layout!r}", f"give {' or '.join(LAYOUTS)}")
    types = {
        (row["layout"], row["event_type"], row["sub_event_type"]): row
        for row in read_seed(_TYPES.name, ("layout", "families"), root=_TYPES.parent)
    }
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            delimiter = max(",;\t", key=stream.readline().count)
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=delimiter, strict=True)
            missing = [name for name in _COLUMNS[layout] if name not in (reader.fieldnames or ())]
            if missing:
                raise ComparisonRefused(
                    f"{file} has no column {', '.join(missing)}",
                    f"export it with the columns of {layout} as they are named there, or give "
                    "the other --format",
                )
            read = _acled if layout == "acled" else _ged
            events = []
            for row in reader:
                try:
                    events.append(read(row, types))
                except (ValueError, TypeError) as err:
                    raise ComparisonRefused(
                        f"{file}, line {reader.line_num}: {err}",
                        "put the row right, or take it out",
                    ) from err
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise ComparisonRefused(
            f"{file} cannot be read: {err}", "save it as CSV, in UTF-8"
        ) from err
    seen: set[str] = set()
    for event in events:
        if event.event_id in seen:
            raise ComparisonRefused(
                f"{file}: the event {event.event_id} stands there twice",
                "export one version of each event",
            )
        seen.add(event.event_id)
    return events


def _acled(
    row: Mapping[str, str], types: Mapping[tuple[str, str, str], Mapping[str, str]]
) -> OtherEvent:
    day = _day(row["event_date"])
    kind = (row["event_type"].strip(), row["sub_event_type"].strip())
    families, out_of_scope = _type_of(types.get(("acled", *kind)), " / ".join(kind))
    deaths = _count(row["fatalities"])
    return OtherEvent(
        event_id=_id(row, "event_id_cnty"),
        first_day=day,
        last_day=day,
        exact_day=(row.get("time_precision") or "1").strip() == "1",
        country=row["country"].strip(),
        country_numeric=(row.get("iso") or "").strip(),
        admin1=(row.get("admin1") or "").strip(),
        place=row["location"].strip(),
        latitude=_degrees(row["latitude"]),
        longitude=_degrees(row["longitude"]),
        exact_place=(row.get("geo_precision") or "1").strip() in ("1", "2"),
        kind=" / ".join(kind),
        families=families,
        out_of_scope=out_of_scope,
        low=deaths,
        best=deaths,
        high=deaths,
        sides=_sides(row, "actor1", "actor2", "assoc_actor_1", "assoc_actor_2"),
        incident_id=(row.get(_OWN_ID) or "").strip(),
    )


def _ged(
    row: Mapping[str, str], types: Mapping[tuple[str, str, str], Mapping[str, str]]
) -> OtherEvent:
    kind = row["type_of_violence"].strip()
    families, out_of_scope = _type_of(types.get(("ged", kind, "")), f"type of violence {kind}")
    first, last = _day(row["date_start"]), _day(row["date_end"])
    if first > last:
        raise ValueError(f"it ends on {last} before it begins on {first}")
    return OtherEvent(
        event_id=_id(row, "id"),
        first_day=first,
        last_day=last,
        exact_day=(row.get("date_prec") or "1").strip() == "1",
        country=row["country"].strip(),
        country_numeric="",
        admin1=(row.get("adm_1") or "").strip(),
        place=(row.get("where_coordinates") or row.get("where_description") or "").strip(),
        latitude=_degrees(row["latitude"]),
        longitude=_degrees(row["longitude"]),
        exact_place=(row.get("where_prec") or "1").strip() in ("1", "2"),
        kind=f"type of violence {kind}",
        families=families,
        out_of_scope=out_of_scope,
        low=_count(row["low"]),
        best=_count(row["best"]),
        high=_count(row["high"]),
        sides=_sides(row, "side_a", "side_b"),
        incident_id=(row.get(_OWN_ID) or "").strip(),
    )


def _type_of(row: Mapping[str, str] | None, named: str) -> tuple[frozenset[str], str]:
    if row is None:
        return frozenset(), f"the type {named} is not known here"
    return frozenset(filter(None, row["families"].split("|"))), row["out_of_scope"]


def _id(row: Mapping[str, str], column: str) -> str:
    """The other set's id; an export of ours has none of these and names the incident instead."""
    text = row[column].strip() or (row.get(_OWN_ID) or "").strip()
    if not text:
        raise ValueError("an event without an id")
    return text


def _count(text: str) -> int | None:
    return int(text) if text.strip() else None


def _day(text: str) -> dt.date:
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no day such as 2026-11-21")


def _degrees(text: str) -> float | None:
    return float(text) if text.strip() else None


def _sides(row: Mapping[str, str], *columns: str) -> tuple[str, ...]:
    names = [name.strip() for column in columns for name in (row.get(column) or "").split(";")]
    return tuple(dict.fromkeys(filter(None, names)))
