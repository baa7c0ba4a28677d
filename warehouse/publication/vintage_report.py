"""What the current vintage changed, as files of a published version.

    vintage/difference.csv    fct_vintage_difference, the rows of the vintage
    vintage/examples.csv      up to three incidents of each kind in each of these rows
    vintage/report.html       both, to be read
    vintage/report.ar.html    the same in Arabic

Everything comes from the version's own tables, so that each version of a vintage holds the same
report. The page runs no scripts, loads nothing, and escapes what comes from articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse.core.spreadsheet import write_csv
from warehouse.core.sql_text import statements
from warehouse.core.translations import Language, heads, translate, translated_cell
from wording.templating import page_templates

_SQL = statements(__file__)

FOLDER = "vintage"
_FILES: dict[Language, str] = {"en": "report.html", "ar": "report.ar.html"}
#: examples of one kind in one type, governorate and month
_EXAMPLES = 3
#: fields that an example of an incident that came or went shows
_SHOWN_FIELDS = ("event_type", "occurred_on", "place_name", "killed_best", "quote")
#: columns of a version that say which version it is, not what it holds
_BOOKKEEPING = (
    "incident_version_key", "incident_id", "incident_month", "version_number", "change_type",
    "reasons", "valid_from_publication", "valid_to_publication", "valid_from_night",
    "valid_to_night", "is_latest", "successor_id", "extractor_version",
)  # fmt: skip
_TEMPLATES = Path(__file__).with_name("templates")

_EXAMPLE_COLUMNS = (
    "difference", "incident_id", "country_code", "admin1_code", "event_type", "occurred_month",
    "field", "before", "after", "successor_id",
)  # fmt: skip


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the report of the current vintage into `folder`; nothing for the first vintage.

    `connection` has the published tables in the schema marts.
    """
    found = connection.execute(
        "select vintage_number, extractor_version, first_publication, first_night::varchar,"
        " lag(extractor_version) over (order by vintage_number) from marts.dim_vintage"
        " qualify is_current and vintage_number > 1"
    ).fetchall()
    if not found:
        return
    number, version, publication, night, version_before = found[0]
    asked = connection.execute(_SQL["differences"])
    columns = [name for name, *_ in asked.description]
    differences = asked.fetchall()
    examples = _examples(connection)
    folder.mkdir(parents=True)
    for name, head, rows in (
        ("difference.csv", columns, differences),
        ("examples.csv", _EXAMPLE_COLUMNS, examples),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            write_csv(stream, head, rows)
    page = page_templates(_TEMPLATES).get_template("vintage.html")
    totals, by_incident = _totals(columns, differences), _by_incident(examples)
    language: Language
    for language, name in _FILES.items():
        (folder / name).write_text(
            page.render(
                language=language,
                other_page=_FILES["en" if language == "ar" else "ar"],
                words=partial(_page_words, language),
                cell=partial(translated_cell, language),
                number=number,
                version=version,
                version_before=version_before,
                publication=publication,
                night=night,
                columns=columns[1:],
                heads=_heads(language, columns[1:]),
                head=lambda name, speaks=language: _heads(speaks, [name])[0],
                differences=[row[1:] for row in differences],
                totals=totals,
                examples=by_incident,
            ),
            encoding="utf-8",
        )


def report_of(version: Path, language: Language) -> Path:
    """The report of a version's folder, to be read in this language; the first vintage has none."""
    return version / FOLDER / _FILES[language]


def _page_words(language: Language, key: str, **values: object) -> str:
    # each value keeps its own direction: 2026-11-23 stays so in Arabic
    isolated = {name: f"\u2068{value}\u2069" for name, value in values.items()}
    return translate(language, f"vintage.{key}", **isolated)


def _heads(language: Language, columns: Sequence[str]) -> list[str]:
    return heads(language, columns) if language == "ar" else [c.replace("_", " ") for c in columns]


def _examples(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """A row a field that differs, of _EXAMPLE_COLUMNS."""
    rows: list[tuple[Any, ...]] = []
    for difference, *cell, successor_id, was, is_now in connection.execute(
        _SQL["pairs"], {"examples": _EXAMPLES}
    ).fetchall():
        if difference in ("added", "lost"):
            shown = {name: is_now[name] for name in _SHOWN_FIELDS}
            fields = [
                (name, *((None, value) if difference == "added" else (value, None)))
                for name, value in shown.items()
                if value is not None
            ]
        else:
            fields = [
                (name, was[name], value)
                for name, value in is_now.items()
                if name not in _BOOKKEEPING and was[name] != value
            ]
        rows += [(difference, *cell, *field, successor_id) for field in fields]
    return rows


def _by_incident(examples: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Examples as the page shows them: an incident with its fields."""
    return [
        {
            "difference": difference,
            "incident_id": incident_id,
            "fields": [row[6:9] for row in rows],
            "successor_id": successor_id,
        }
        for (difference, incident_id, successor_id), rows in groupby(
            examples, key=lambda row: (row[0], row[1], row[9])
        )
    ]


def _totals(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    counted = ("added", "lost", "moved_out", "changed")
    return {name: sum(row[columns.index(f"incidents_{name}")] for row in rows) for name in counted}
