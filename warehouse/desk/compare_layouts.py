"""Files of other data sets, read into one form: the public exports of ACLED and UCDP GED.

Only the columns that a comparison needs are asked for; others may be missing or more. What their
types are of ours stands in comparison_types.csv. Nothing of such a file is kept.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.seedfiles import read_seed
from warehouse.core.errors import ComparisonRefused

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
_DAY_COLUMNS = {"acled": ("event_date",), "ged": ("date_start", "date_end")}
_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y",
)  # fmt: skip
#: a day in figures, which Arab and European spreadsheets begin with the day, American ones with the
#: month
_FIGURES = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?)?\Z"
)
_ORDERS = ("day first", "month first")
_MONTHS = 12
_Types = Mapping[tuple[str, str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """One event of another data set.

    `families`: of ours, empty where it is `out_of_scope`, which says why, and where the type is not
    known here. `exact_day` and
    `exact_place`: whether the other set says that it knows them. Counts are deaths, None where the
    file leaves them empty. `incident_id`: the
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
    incident_id: str = ""


def read_other(file: Path, layout: str) -> list[OtherEvent]:
    """The events of a file, in its order.

    Raises ComparisonRefused, naming the line, where the file cannot be read, lacks a column or has
    a value that cannot be.
    """
    if layout not in LAYOUTS:
        raise ComparisonRefused(f"there is no layout {layout!r}", f"give {' or '.join(LAYOUTS)}")
    types = {
        (row["layout"], row["event_type"].casefold(), row["sub_event_type"].casefold()): row
        for row in read_seed(_TYPES.name, ("layout", "families"), root=_TYPES.parent)
    }
    try:
        events = list(_events(file, layout, types))
    except FileNotFoundError as err:
        raise ComparisonRefused(f"there is no file {file}", "name the table that you have") from err
    except (OSError, UnicodeError, csv.Error) as err:
        raise ComparisonRefused(
            f"{file} cannot be read: {err}", "save it as CSV, in UTF-8"
        ) from err
    if not events:
        raise ComparisonRefused(
            f"{file} holds no event", "export it again, with the days and countries you want"
        )
    seen: set[str] = set()
    for event in events:
        if event.event_id in seen:
            raise ComparisonRefused(
                f"{file}: the event {event.event_id} stands there twice",
                "export one version of each event",
            )
        seen.add(event.event_id)
    return events


def _events(file: Path, layout: str, types: _Types) -> Iterator[OtherEvent]:
    """The events of a file, row by row."""
    numeric_days = _order_of_days(file, layout)
    read = _acled if layout == "acled" else _ged
    for line, row, decimal in _rows(file, layout):
        try:
            yield read(_Cells(row, numeric_days, decimal), types)
        except ValueError as err:
            raise ComparisonRefused(
                f"{file}, line {line}: {err}", "put the row right, or take it out"
            ) from err


def _rows(file: Path, layout: str) -> Iterator[tuple[int, dict[str, str], str]]:
    """Each row that says anything, with its line and the file's decimal mark."""
    with file.open(encoding=_encoding(file), newline="") as stream:
        head = stream.readline()
        if not head.strip():
            raise ComparisonRefused(f"{file} is empty", "export it again")
        delimiter = max(",;\t", key=head.count)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        names = [name.strip().lower() for name in next(reader)]
        missing = [name for name in _COLUMNS[layout] if name not in names]
        if missing:
            raise ComparisonRefused(f"{file} has no column {', '.join(missing)}", _hint(names))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise ComparisonRefused(
                    f"{file}, line {reader.line_num}: {len(cells)} cells under {len(names)} names",
                    "put cells that hold commas, quotes or line breaks between quotes, as an"
                    " export does",
                )
            yield (
                reader.line_num,
                dict(zip(names, cells, strict=True)),
                "." if delimiter == "," else ",",
            )


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        begins = stream.read(2)
    return "utf-16" if begins in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _hint(names: Sequence[str]) -> str:
    """How to correct missing columns."""
    for layout, columns in _COLUMNS.items():
        if set(columns) <= set(names):
            return f"it has those of {layout}: give --format {layout}"
    return "export it with the columns as docs/compare.md lists them"


def _order_of_days(file: Path, layout: str) -> str:
    """How days in figures alone are to be read: as the file's other days show, for one such day
    (03/02/2026) does not say which figure is the month. "" where the file has none."""
    orders = set(_ORDERS)
    example = ""
    for _, row, _ in _rows(file, layout):
        for column in _DAY_COLUMNS[layout]:
            figures = _FIGURES.match(row[column].strip())
            if figures is None:
                continue
            example = example or row[column].strip()
            first, second = int(figures[1]), int(figures[2])
            orders -= {"day first"} if second > _MONTHS else set()
            orders -= {"month first"} if first > _MONTHS else set()
    if not example:
        return ""
    if len(orders) != 1:
        raise ComparisonRefused(
            f"{file}: {example} and the like may be two days: the day or the month may come first"
            if orders
            else f"{file}: some days have the month first, others the day",
            "write days as 2026-11-21",
        )
    return orders.pop()


class _Cells:
    """The cells of a row, read as what they hold. Each raises ValueError for what cannot be."""

    def __init__(self, row: Mapping[str, str], numeric_days: str, decimal: str) -> None:
        self._row, self._numeric_days, self._decimal = row, numeric_days, decimal

    def text(self, column: str, otherwise: str = "") -> str:
        """What stands there, `otherwise` where nothing does or the file lacks the column."""
        return self._row.get(column, "").strip() or otherwise

    def event_id(self, column: str) -> str:
        """The other set's id; an export of ours has none of these and names the incident
        instead."""
        text = self.text(column) or self.text(_OWN_ID)
        if not text:
            raise ValueError("an event without an id")
        return text

    def count(self, column: str) -> int | None:
        text = self.text(column)
        if not text:
            return None
        number = _number(text, self._decimal)
        if number is None or number < 0 or number != int(number):
            raise ValueError(f"{column}: {text!r} is no number of people")
        return int(number)

    def degrees(self, column: str, most: int) -> float | None:
        text = self.text(column)
        if not text:
            return None
        number = _number(text, self._decimal)
        if number is None or abs(number) > most:
            raise ValueError(f"{column}: {text!r} is no {column} in degrees")
        return number

    def day(self, column: str) -> dt.date:
        text = self.text(column)
        figures = _FIGURES.match(text)
        if figures is not None:
            one, two, year = map(int, figures.groups())
            day, month = (one, two) if self._numeric_days == "day first" else (two, one)
            return dt.date(year, month, day)
        for form in _DAYS:
            try:
                return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        raise ValueError(f"{column}: {text!r} is no day such as 2026-11-21")

    def is_exact(self, column: str, *codes: str) -> bool:
        """Whether a code of precision is one of these; without a code it is."""
        code = self.text(column, codes[0])
        number = _number(code, self._decimal)
        return (code if number is None else f"{number:g}") in codes


def _number(text: str, decimal: str) -> float | None:
    """A number as the file writes it; None where it is none."""
    try:
        number = float(text.replace(decimal, "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _acled(row: _Cells, types: _Types) -> OtherEvent:
    day = row.day("event_date")
    kind = (row.text("event_type"), row.text("sub_event_type"))
    families, out_of_scope = _type_of(types, "acled", *kind)
    deaths = row.count("fatalities")
    return OtherEvent(
        event_id=row.event_id("event_id_cnty"),
        first_day=day,
        last_day=day,
        exact_day=row.is_exact("time_precision", "1"),
        country=row.text("country"),
        country_numeric=row.text("iso"),
        admin1=row.text("admin1"),
        place=row.text("location"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        exact_place=row.is_exact("geo_precision", "1", "2"),
        kind=" / ".join(kind),
        families=families,
        out_of_scope=out_of_scope,
        low=deaths,
        best=deaths,
        high=deaths,
        incident_id=row.text(_OWN_ID),
    )


def _ged(row: _Cells, types: _Types) -> OtherEvent:
    kind = row.text("type_of_violence")
    families, out_of_scope = _type_of(types, "ged", kind, "")
    first, last = row.day("date_start"), row.day("date_end")
    if first > last:
        raise ValueError(f"it ends on {last} before it begins on {first}")
    return OtherEvent(
        event_id=row.event_id("id"),
        first_day=first,
        last_day=last,
        exact_day=row.is_exact("date_prec", "1"),
        country=row.text("country"),
        country_numeric="",
        admin1=row.text("adm_1"),
        place=row.text("where_coordinates") or row.text("where_description"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        exact_place=row.is_exact("where_prec", "1", "2"),
        kind=f"type of violence {kind}",
        families=families,
        out_of_scope=out_of_scope,
        low=row.count("low"),
        best=row.count("best"),
        high=row.count("high"),
        incident_id=row.text(_OWN_ID),
    )


def _type_of(types: _Types, layout: str, kind: str, sub_kind: str) -> tuple[frozenset[str], str]:
    """The families of a type, and why it is out of scope; neither for a type that is not listed."""
    row = types.get((layout, kind.casefold(), sub_kind.casefold()))
    if row is None:
        return frozenset(), ""
    return frozenset(filter(None, row["families"].split("|"))), row["out_of_scope"]
