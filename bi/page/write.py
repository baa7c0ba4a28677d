"""The page of a published version: index.html, to be opened from disk, and the files next to it.

    index.html        the last days, the night's changes and health; needs no network and no server
    page/months/…     older months, loaded when somebody asks for them
    page/ids/…        where an incident of any time is found, for its permanent link
    health.json       how the night went

All that comes from articles reaches the page as data: JSON in which nothing can end a script, put
into the document as text. The page's Content-Security-Policy admits its own scripts only, by hash.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from markupsafe import Markup

from bi.page.health import FILE, read_health
from bi.page.labels import (
    code_labels,
    countries,
    families,
    folding_rules,
    outlets,
    page_words,
)
from bi.page.months import FOLDER, write_ids, write_months
from bi.page.rows import Batch, add_details, query, read_incidents
from bi.page.scripting import batch_json, script_json
from wording.templating import page_templates

INDEX = "index.html"
#: incidents that the page itself holds; older ones are loaded
DAYS = 90
MOST_INCIDENTS = 5_000
#: so many changes of one night are listed
_MOST_CHANGES = 300
_COVERAGE_DAYS = 30
#: bytes of details that are taken into the page, the newest incidents first; the rest is loaded
_DETAIL_BYTES = 1_000_000
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PageVersion:
    """What a page says of its version; `published_at` is a time with a zone."""

    version: str
    number: int
    night: dt.date
    published_at: dt.datetime
    vintage: int
    extractor: str
    base_url: str


def write_page(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    number: int,
    night: dt.date,
    parquet: Mapping[str, str],
    before: Path | None = None,
) -> None:
    """Write the page of the version in `folder`, whose tables `connection` has in schema marts.

    `number` and `night` are those of its publication; `parquet` has the sha256 of its Parquet files
    by their paths; `before` is the folder of a version whose files may be shared. How the night
    went is shown where `folder` has it (health.py).
    """
    publication = _publication(connection, number, night)
    months = write_months(connection, folder, parquet=parquet, before=before)
    data = {
        **_about(publication),
        "months": months,
        "id_letters": write_ids(connection, folder),
        "changes": _changes(connection, publication),
        "coverage": _coverage(connection, publication),
        "health": health.to_json() if (health := read_health(folder)) else None,
        "labels": code_labels(connection),
        "families": families(connection),
        "outlets": outlets(connection),
        "countries": countries(connection),
        "folding": folding_rules(),
        "incidents_in_register": _incidents_in_register(connection),
        "measured": _measured(connection),
    }
    shown = _shown(connection, publication, [month["month"] for month in months])
    (folder / INDEX).write_text(_render(publication, data, shown), encoding="utf-8")


def page_files(folder: Path) -> list[Path]:
    """The files of the page in `folder`, for the manifest."""
    own = [folder / name for name in (INDEX, FILE) if (folder / name).is_file()]
    return [*own, *sorted(path for path in (folder / FOLDER).rglob("*") if path.is_file())]


def _publication(connection: duckdb.DuckDBPyConnection, number: int, night: dt.date) -> PageVersion:
    version, *rest = connection.execute(
        "select version, published_at, vintage_number, extractor_version, base_url"
        " from marts.publish_info"
    ).fetchall()[0]
    return PageVersion(version, number, night, *rest)


def _about(publication: PageVersion) -> dict[str, Any]:
    return {
        "version": publication.version,
        "number": publication.number,
        "night": publication.night.isoformat(),
        "published_at": publication.published_at.astimezone(dt.UTC).isoformat(timespec="minutes"),
        "vintage": publication.vintage,
        "extractor": publication.extractor,
        "base_url": publication.base_url,
        "since": _since(publication, DAYS).isoformat(),
    }


def _since(publication: PageVersion, days: int) -> dt.date:
    return publication.night - dt.timedelta(days=days - 1)


def _shown(
    connection: duckdb.DuckDBPyConnection, publication: PageVersion, months: list[str]
) -> Batch:
    """The page's own incidents, with the details of the newest ones as far as there is room."""
    since = _since(publication, DAYS)
    # of an incident without a day the report counts, so that its month is no help
    near = [month for month in months if month == "unknown" or month >= f"{since:%Y-%m}"]
    batch = read_incidents(connection, near, since=since, most=MOST_INCIDENTS)
    add_details(connection, batch, near)
    room = _DETAIL_BYTES
    kept = {}
    for key, details in batch.details.items():
        room -= len(script_json(details).encode())
        if room < 0:
            break
        kept[key] = details
    batch.details = kept
    return batch


def _changes(connection: duckdb.DuckDBPyConnection, publication: PageVersion) -> dict[str, Any]:
    counts = connection.execute(
        "select change_type, count(*) from marts.fct_incident_version"
        " where valid_from_publication = ? and"
        " (review_status is distinct from 'held' or version_number > 1)"
        " group by all order by all",
        [publication.number],
    ).fetchall()
    found = connection.execute(
        query("changes"), {"publication": publication.number, "most": _MOST_CHANGES}
    )
    columns = [column[0] for column in found.description]
    return {"counts": dict(counts), "columns": columns, "rows": found.fetchall()}


def _coverage(
    connection: duckdb.DuckDBPyConnection, publication: PageVersion
) -> list[tuple[Any, ...]]:
    return connection.execute(
        query("coverage"),
        {"since": _since(publication, _COVERAGE_DAYS), "night": publication.night},
    ).fetchall()


def _incidents_in_register(connection: duckdb.DuckDBPyConnection) -> int:
    """How many the register has in all, less those that are held; the page may show fewer."""
    return int(connection.execute("select count(*) from marts.mart_incidents").fetchall()[0][0])


def _measured(connection: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """Precision and recall on newspapers that nobody had read; None where nothing was measured."""
    found = connection.execute(query("measured"))
    names = [column[0] for column in found.description]
    row = found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _render(publication: PageVersion, data: dict[str, Any], shown: Batch) -> str:
    scripts = {name: _asset(name) for name in ("vega.js", "page.js")}
    return (
        page_templates(_HERE / "templates")
        .get_template("page.html")
        .render(
            words=page_words(),
            publication=publication,
            style=Markup(_asset("page.css")),  # noqa: S704 - ours
            scripts={name: Markup(text) for name, text in scripts.items()},  # noqa: S704 - ours
            hashes=[_hash(text) for text in scripts.values()],
            data=_script_data(data),
            incidents=Markup(batch_json(shown)),  # noqa: S704 - escaped for scripts
            charts=_script_data(json.loads(_asset("charts.json"))),
            basemap=_script_data(json.loads(_asset("basemap.json"))),
            page_words=_script_data(page_words()),
        )
    )


def _script_data(value: object) -> Markup:
    return Markup(script_json(value))  # noqa: S704 - escaped for scripts


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (_HERE / "assets" / name).read_text(encoding="utf-8")
