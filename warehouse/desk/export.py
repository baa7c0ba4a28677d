"""The published incidents as one file for other tools, with a README next to it.

    sijill-acled.csv, sijill-ged.csv     in the columns of other data sets (export_layouts.py)
    sijill.csv, .parquet, .geojson       mart_incidents as it is

Rows stand in the order of day and id: the same version gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from extractors.seedfiles import read_seed
from warehouse.core.errors import SettingsError
from warehouse.core.files import replacing
from warehouse.core.named_rows import named_rows
from warehouse.core.settings import Settings
from warehouse.core.spreadsheet import write_csv
from warehouse.core.sql_text import statements
from warehouse.desk.export_layouts import layouts, sentences
from warehouse.publication.published import open_published
from wording.templating import text_templates

_SQL = statements(__file__)

FORMATS = {
    "acled": "sijill-acled.csv",
    "ged": "sijill-ged.csv",
    "csv": "sijill.csv",
    "parquet": "sijill.parquet",
    "geojson": "sijill.geojson",
}
_TITLES = {
    "acled": "Sijill in the columns of ACLED",
    "ged": "Sijill in the columns of UCDP GED",
}
_README = "README.md"
_BARE = f"""
select * exclude (
    last_day, country_iso_numeric, acled_sub_event_match, outlets, summed_low, summed_best,
    summed_high, alike
)
from ({_SQL["incidents"]})
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the file, the README next to it, the number of incidents."""

    file: Path
    readme: Path
    rows: int


def export(
    settings: Settings,
    format_: str,
    folder: Path,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    country: str | None = None,
    with_held: bool = False,
) -> Exported:
    """Write the incidents of the current version, of these days and this country, to `folder`.

    The day is the last on which an incident can have happened. Files of an earlier export of the
    format are replaced. `country`: its code, in whatever letters. `with_held`: also incidents that
    are held (docs/held.md); the rows say so in review_status. Raises SettingsError for another
    format, a country that there is not and days that end before they begin, NothingPublished.
    """
    if format_ not in FORMATS:
        raise SettingsError(f"there is no format {format_!r}", f"one of {', '.join(FORMATS)}")
    if first is not None and last is not None and last < first:
        raise SettingsError(f"the days end on {last} before they begin on {first}", "swap them")
    country = None if country is None else country.strip().upper()
    codes = {
        row["code"] for row in read_seed("places/countries.csv", ("code",), root=settings.seeds_dir)
    }
    if country is not None and country not in codes:
        raise SettingsError(
            f"there is no country {country!r}", "give its two letters by ISO 3166, as IQ"
        )
    parameters = {
        "base_url": settings.base_url, "first": first, "last": last, "country": country,
        "with_held": with_held,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FORMATS[format_]
    with open_published(settings) as connection, replacing(file) as temporary:
        if format_ in _TITLES:
            rows, remarks = _write_layout(connection, format_, temporary, parameters)
        else:
            rows, remarks = _WRITERS[format_](connection, temporary, parameters), []
        version, digest, vintage, night = connection.execute(_SQL["about"]).fetchall()[0]
    page = (
        text_templates(Path(__file__).with_name("templates"))
        .get_template("export.md")
        .render(
            title=_TITLES.get(format_, "Sijill: incidents"),
            layout=format_,
            rows=rows,
            version=version,
            digest=digest,
            vintage=vintage,
            night=night,
            reach=_reach(first, last, country, with_held=with_held),
            remarks=remarks,
        )
    )
    readme = folder / _README
    with replacing(readme) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return Exported(file, readme, rows)


def _write_layout(
    connection: duckdb.DuckDBPyConnection, name: str, file: Path, parameters: dict[str, Any]
) -> tuple[int, list[tuple[str, str, int]]]:
    """Returns the number of rows, and for each remark its code, its sentence and the number of its
    rows."""
    layout, words = layouts()[name], sentences(name)
    remarked = layout.columns.index("not_comparable_because")
    counts: Counter[str] = Counter()
    number = 0

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal number
        for row in layout.rows(
            named_rows(connection.execute(_SQL["incidents"], parameters)), words
        ):
            number += 1
            counts.update(filter(None, str(row[remarked]).split("|")))
            yield row

    with file.open("w", encoding="utf-8", newline="") as stream:
        write_csv(stream, layout.columns, counted())
    return number, [(code, words[code], counts[code]) for code in words if counts[code]]


def _write_csv(
    connection: duckdb.DuckDBPyConnection, file: Path, parameters: dict[str, Any]
) -> int:
    asked = connection.execute(_BARE, parameters)
    columns, rows = [name for name, *_ in asked.description], asked.fetchall()
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_csv(stream, columns, rows)
    return len(rows)


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, file: Path, parameters: dict[str, Any]
) -> int:
    table = connection.execute(_BARE, parameters).to_arrow_table()
    pq.write_table(table, file, compression="zstd")
    return int(table.num_rows)


def _write_geojson(
    connection: duckdb.DuckDBPyConnection, file: Path, parameters: dict[str, Any]
) -> int:
    """A FeatureCollection with one feature on each line."""
    number = 0
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for row in named_rows(connection.execute(_BARE, parameters)):
            place = (row["longitude"], row["latitude"])
            feature = {
                "type": "Feature",
                "id": row["incident_id"],
                "geometry": None
                if None in place
                else {"type": "Point", "coordinates": list(place)},
                "properties": row,
            }
            stream.write("," if number else "")
            stream.write("\n" + json.dumps(feature, ensure_ascii=False, default=str))
            number += 1
        stream.write("\n]}\n")
    return number


_WRITERS = {"csv": _write_csv, "parquet": _write_parquet, "geojson": _write_geojson}


def _reach(
    first: dt.date | None, last: dt.date | None, country: str | None, *, with_held: bool
) -> str:
    days = f"{first or 'the first day'} to {last or 'the last day'}"
    held = "with those that are held" if with_held else "without those that are held"
    return f"{'all days' if first is last is None else days}, {country or 'all countries'}, {held}"
