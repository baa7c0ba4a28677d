"""Numbered editions of the published warehouse: frozen, checksummed, citable, never pruned.

    releases/2026.1/
      sijill.duckdb, parquet/     the published version that it was made from, byte for byte
      csv/<table>.csv             the same tables for a spreadsheet
      vintage/                    what its vintage changed, from the second on
      datapackage.json            tables and columns as Frictionless Data describes them
      codebook/, scoreboard.md    the rules and the measured quality at that time
      CITATION.cff, CITATION.txt, DATA_LICENSE.md
      release.json                which version it is, and by which extractors it was read
      SHA256SUMS                  of all of these, as `sha256sum -c` reads it

An edition is made in a hidden folder and renamed, so that it is there completely or not at all.
Nothing in it depends on the clock but the day that it says it was made on.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from quality.marts import key_of
from warehouse.core.codebook_version import codebook_version
from warehouse.core.errors import NothingPublished, ReleaseRefused
from warehouse.core.files import file_digest, fsync_path, make_durable
from warehouse.core.settings import Settings
from warehouse.core.spreadsheet import copy_to_csv
from warehouse.core.sql_text import sql_identifier
from warehouse.publication import vintage_report
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.store.database_copies import rewritten_database
from warehouse.store.redaction_log import refuse_unfinished
from warehouse.store.versions import current_version, read_manifest, versions_folder

SUMS = "SHA256SUMS"
ABOUT = "release.json"
#: a year and a number in it; what a citation names
_NAME = re.compile(r"^(19|20)\d{2}\.[1-9]\d*$")
_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "DECIMAL": "number",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}
_TITLE = "Sijill: incidents of political violence in Arabic news"


@dataclass(frozen=True, slots=True)
class Release:
    """One edition: its name; the published version that it is, with content digest and last night;
    its vintage (None: an edition from before there were vintages) and the version of the extractors
    that read its articles; the codebook's version; the number of incidents without those that are
    held; the day on which it was made; the redactions for which it was rewritten."""

    name: str
    version: str
    content_digest: str
    schema_version: str
    last_night: str
    extractor_versions: tuple[str, ...]
    codebook_version: str
    incidents: int
    made_on: str
    vintage: int | None = None
    redactions: tuple[str, ...] = ()


def release(settings: Settings, name: str, *, today: dt.date) -> Release:
    """Make the edition `name` (as 2026.1) of the current published version; returns what it is.

    Raises ReleaseRefused where the name is no edition's or is taken, NothingPublished.
    """
    if not _NAME.match(name):
        raise ReleaseRefused(
            f"{name!r} is no name of an edition", "write the year and a number in it, as 2026.1"
        )
    folder = settings.releases_dir / name
    if folder.exists():
        raise ReleaseRefused(
            f"the edition {name} is there already: {folder}",
            "an edition never changes; give the new one the next number",
        )
    refuse_unfinished(settings)
    version = current_version(settings)
    if version is None:
        raise NothingPublished(
            f"nothing is published in {settings.published_dir}", "run a night first: sijill night"
        )
    building = folder.with_name(f".{name}-{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        source = versions_folder(settings) / version
        made = _fill(settings, building, source, name, today)
        seal(building)
        building.rename(folder)
        fsync_path(settings.releases_dir)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return made


def list_releases(settings: Settings) -> list[Release]:
    """All editions, oldest first."""
    folders = [path for path in settings.releases_dir.glob("*") if _NAME.match(path.name)]
    found = []
    for folder in sorted(folders, key=lambda path: [int(part) for part in path.name.split(".")]):
        values = json.loads((folder / ABOUT).read_text("utf-8"))
        lists = {name: tuple(values.get(name, ())) for name in ("extractor_versions", "redactions")}
        found.append(Release(**{**values, **lists}))
    return found


def verify_release(settings: Settings, name: str) -> int:
    """Compare each file of an edition with its checksum; returns their number.

    Raises ReleaseRefused, naming the first that is missing, changed or not of the edition.
    """
    folder = settings.releases_dir / name
    if not _NAME.match(name) or not (folder / SUMS).is_file():
        raise ReleaseRefused(f"there is no edition {name}", "sijill releases lists them")
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    there = {str(path.relative_to(folder)) for path in _files(folder)} - {SUMS}
    for path in sorted(listed.keys() | there):
        if path not in there:
            fault = "is missing"
        elif path not in listed:
            fault = "is not of the edition"
        elif file_digest(folder / path) != listed[path]:
            fault = "is not what was released: its digest differs"
        else:
            continue
        raise ReleaseRefused(f"{folder / path} {fault}", "restore the edition from a copy of it")
    return len(listed)


# ── what is in it ──────────────────────────────────────────────────────────────────────────────


def _fill(settings: Settings, building: Path, source: Path, name: str, today: dt.date) -> Release:
    manifest = read_manifest(source)
    if manifest["duckdb"].get("brought_forward"):
        # an edition is kept for ever, so it must not hold a byte that its version does not show
        with rewritten_database(source / DUCKDB_FILE, building / DUCKDB_FILE):
            pass
    else:
        shutil.copyfile(source / DUCKDB_FILE, building / DUCKDB_FILE)
    for folder, target in (
        (source / "parquet", "parquet"),
        (settings.project_root / "docs" / "codebook", "codebook"),
    ):
        shutil.copytree(folder, building / target, copy_function=shutil.copyfile)
    for file in (Path("evaluation", "scoreboard.md"), Path("DATA_LICENSE.md")):
        shutil.copyfile(settings.project_root / file, building / file.name)
    if (source / vintage_report.FOLDER).is_dir():
        shutil.copytree(
            source / vintage_report.FOLDER,
            building / vintage_report.FOLDER,
            copy_function=shutil.copyfile,
        )
    with duckdb.connect(str(building / DUCKDB_FILE), read_only=True) as connection:
        extractors = connection.execute(
            "select distinct extractor_version from marts.fct_article"
            " where extractor_version is not null order by 1"
        ).fetchall()
        ((incidents,),) = connection.execute(
            "select count(*) from marts.fct_incident where review_status <> 'held'"
        ).fetchall()
    made = Release(
        name=name,
        version=source.name,
        content_digest=manifest["content_digest"],
        schema_version=str(manifest["schema_version"]),
        last_night=str(manifest["batches"]["last"]),
        extractor_versions=tuple(str(version) for (version,) in extractors),
        codebook_version=codebook_version(settings),
        incidents=incidents,
        made_on=today.isoformat(),
        vintage=manifest["vintage"]["vintage_number"],
    )
    write_tables(building, made)
    return made


def write_tables(building: Path, made: Release) -> None:
    """Write what is derived from the edition's DuckDB file: the tables as CSV, their description,
    and how to cite the edition."""
    (building / "csv").mkdir()
    with duckdb.connect(str(building / DUCKDB_FILE), read_only=True) as connection:
        # one thread: the order of rows is then given
        connection.execute("set threads = 1")
        connection.execute("set TimeZone = 'UTC'")
        resources = list(_write_csv(connection, building / "csv"))
    _write_json(building / ABOUT, asdict(made))
    _write_json(building / "datapackage.json", _data_package(made, resources))
    (building / "CITATION.txt").write_text(_citation(made) + "\n", "utf-8")
    (building / "CITATION.cff").write_text(_citation_file(made), "utf-8")


def _write_csv(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[dict[str, Any]]:
    """A CSV of each table, in the order of its key; yields what datapackage.json says of each."""
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' order by 1"
    ).fetchall()
    for table, comment in tables:
        columns = connection.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where schema_name = 'marts' and table_name = $table order by column_index",
            {"table": table},
        ).fetchall()
        key = key_of(table)
        order = ", ".join(map(sql_identifier, key)) or "all"
        file = folder / f"{table}.csv"
        copy_to_csv(
            connection,
            file,
            f"select * from marts.{sql_identifier(table)} order by {order}",  # noqa: S608 - quoted identifiers
            [(name, kind) for name, kind, *_ in columns],
        )
        yield {
            "name": table.replace("_", "-"),
            "path": f"csv/{table}.csv",
            "profile": "tabular-data-resource",
            "description": comment or "",
            "encoding": "utf-8",
            "bytes": file.stat().st_size,
            "hash": f"sha256:{file_digest(file)}",
            "schema": {
                "fields": [
                    {
                        "name": column,
                        "type": _TYPES.get(re.split(r"[ (]", kind)[0], "any"),
                        "description": column_comment or "",
                        "constraints": {"required": not nullable},
                    }
                    for column, kind, nullable, column_comment in columns
                ],
                **({"primaryKey": list(key)} if key else {}),
            },
        }


def _data_package(made: Release, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "sijill",
        "title": _TITLE,
        "version": made.name,
        "created": made.made_on,
        "description": (
            "Texts that a spreadsheet would take for a formula begin with an apostrophe in csv/; "
            "the Parquet files and the DuckDB file have them as they are."
        ),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0; quotes excepted: DATA_LICENSE.md",
                "path": "https://creativecommons.org/licenses/by/4.0/legalcode",
            }
        ],
        "resources": resources,
    }


def _citation(made: Release) -> str:
    return (
        f"Sijill ({made.made_on[:4]}). {_TITLE}. Edition {made.name}: {made.incidents:,} incidents "
        f"up to the night of {made.last_night}, vintage {made.vintage}, "
        f"codebook {made.codebook_version}. "
        f"Content digest sha256:{made.content_digest}."
    )


def _citation_file(made: Release) -> str:
    return f"""\
cff-version: 1.2.0
message: Please cite this edition of the data.
type: dataset
title: "{_TITLE}"
authors:
  - name: Sijill
version: "{made.name}"
date-released: "{made.made_on}"
license: CC-BY-4.0
identifiers:
  - type: other
    value: "sha256:{made.content_digest}"
    description: digest of the published content
"""


# ── small things ───────────────────────────────────────────────────────────────────────────────


def seal(building: Path) -> None:
    """Write checksums of all files, and set modes that let all users read and none write."""
    sums = "".join(
        f"{file_digest(path)}  {path.relative_to(building)}\n" for path in _files(building)
    )
    (building / SUMS).write_text(sums, "utf-8")
    make_durable(building, file_mode=0o444)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_json(path: Path, values: object) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", "utf-8")
