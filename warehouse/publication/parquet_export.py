"""The marts of the build as Parquet files of a version, those that are unchanged as links."""

from __future__ import annotations

import filecmp
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from quality.marts import PARTITION_COLUMN
from warehouse.contract.articles import json_digest
from warehouse.core.errors import PublishFailed
from warehouse.core.files import file_digest
from warehouse.core.sql_text import sql_literal
from warehouse.publication import fingerprints
from warehouse.publication.database_file import (
    DUCKDB_FILE,
    EarlierFile,
    Mart,
    part_path,
    read_marts,
)
from warehouse.store.versions import SCHEMA_VERSION, read_manifest

ROW_GROUP_ROWS = 122_880
#: the mart that lists the next publication, even if it is never made
_NUMBERED = "dim_publication/"
_FORM = f"format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS}"
_PARTITION_VALUE = re.compile(r"^(\d{4}-\d{2}|unknown)$")


@dataclass(slots=True)
class Content:
    """What was exported: the digest and what it was made of; `parts` are the fingerprints of the
    files that hold a month."""

    digest: str
    marts: list[Mart]
    row_counts: dict[str, int]
    parquet: dict[str, dict[str, Any]]
    batches: dict[str, Any]
    vintage: tuple[int, str]
    parts: dict[str, fingerprints.Part]
    linked: int = 0
    written: int = 0
    kept: int = 0


def export_marts(
    con: duckdb.DuckDBPyConnection,
    building: Path,
    batches: dict[str, Any],
    vintage: tuple[int, str],
    before: Path | None = None,
) -> Content:
    """Writes the Parquet files of each mart of the database `build` below `building`, and works out
    the content digest, which covers `batches` (first, last, count) too.

    Of the version `before`, if one is given, the files of months that did not change are taken as
    they are, as hard links.
    """
    marts = read_marts(con)
    if not marts:
        raise _no_marts()
    known = PreviousVersion.of(con, before)
    row_counts: dict[str, int] = {}
    parquet: dict[str, dict[str, Any]] = {}
    parts: dict[str, fingerprints.Part] = {}
    kept = 0
    for mart in marts:
        rows = row_count(con, f"select count(*) from {mart.source}")  # noqa: S608 - quoted identifiers
        fingerprinted = _parts_of(con, mart)
        parts |= fingerprinted
        exported = 0
        for relative, select in _parts(con, mart):
            file = building / "parquet" / relative
            file.parent.mkdir(parents=True, exist_ok=True)
            if known.take(relative, fingerprinted.get(relative), file):
                parquet[relative] = known.files[relative]
                kept += 1
            else:
                parquet[relative] = _write(con, select, file)
            exported += parquet[relative]["rows"]
        if exported != rows:
            raise PublishFailed(
                f"{mart.name}: {rows} rows, but {exported} in Parquet",
                f"look for rows whose {PARTITION_COLUMN} is null",
            )
        row_counts[mart.name] = rows
    digest = json_digest(
        {
            "schema_version": SCHEMA_VERSION,
            "marts": [mart.shape() for mart in marts],
            "batches": batches,
            "parquet": {
                path: info["sha256"]
                for path, info in parquet.items()
                if not path.startswith(_NUMBERED)
            },
        }
    )
    return Content(
        digest, marts, row_counts, parquet, batches, vintage, parts,
        linked=kept, written=len(parquet) - kept, kept=kept,
    )  # fmt: skip


def _write(con: duckdb.DuckDBPyConnection, select: str, file: Path) -> dict[str, Any]:
    """Write the rows of a query into a Parquet file; returns its entry in the manifest."""
    con.execute(f"copy ({select}) to {sql_literal(str(file))} ({_FORM})")
    return {
        "sha256": file_digest(file),
        "bytes": file.stat().st_size,
        "rows": pq.read_metadata(file).num_rows,
    }


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """The files of the version before, and the fingerprints of those that hold a month."""

    path: Path | None
    files: dict[str, dict[str, Any]]
    made_of: dict[str, str]
    database_entry: dict[str, Any]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, path: Path | None) -> PreviousVersion:
        """The version in this folder, as far as the build knows what its files were made of."""
        if path is None:
            return cls(None, {}, {}, {})
        # a build file that was made since has published nothing
        if not con.execute(
            "select 1 from duckdb_tables() where database_name = 'build'"
            " and schema_name = 'ops' and table_name = 'published_parts'"
        ).fetchall():
            return cls(None, {}, {}, {})
        rows = con.execute(
            "select file, fingerprint from build.ops.published_parts where version = ?", [path.name]
        ).fetchall()
        manifest = read_manifest(path)
        return cls(path, manifest["parquet"], dict(rows), manifest["duckdb"])

    @property
    def database(self) -> EarlierFile | None:
        """The DuckDB file, if it may be brought forward."""
        return (
            EarlierFile(self.path / DUCKDB_FILE, self.database_entry, self.made_of)
            if self.path
            else None
        )

    def take(self, relative: str, part: fingerprints.Part | None, file: Path) -> bool:
        """Link `file` to that of the version before, if that holds what this part holds; returns
        whether it was linked. Its bytes are checked to be those that were published."""
        if (
            self.path is None
            or part is None
            or relative not in self.files
            or self.made_of.get(relative) != part.fingerprint
            or self.files[relative]["rows"] != part.rows
        ):
            return False
        old = self.path / "parquet" / relative
        try:
            if file_digest(old) != self.files[relative]["sha256"]:
                return False
            os.link(old, file)
        except OSError:  # it is gone, or the file system has no hard links
            return False
        return True


def _parts_of(con: duckdb.DuckDBPyConnection, mart: Mart) -> dict[str, fingerprints.Part]:
    """Of the files that hold a month of a mart the fingerprints, by path below parquet/."""
    if not mart.partitioned:
        return {}
    columns = [(column.name, column.data_type) for column in mart.columns]
    return {
        part_path(mart, month): part
        for month, part in fingerprints.months(con, mart.source, columns, _FORM).items()
    }


def _parts(con: duckdb.DuckDBPyConnection, mart: Mart) -> Iterator[tuple[str, str]]:
    """Path below parquet/ and select statement of each file of a mart."""
    if not mart.partitioned:
        yield f"{mart.name}/part-0.parquet", f"select * from {mart.source} order by {mart.order_by}"  # noqa: S608
        return
    # an empty fact keeps one empty file, so that readers find its columns
    months = [
        month
        for (month,) in con.execute(
            f"select distinct {PARTITION_COLUMN} from {mart.source} "  # noqa: S608
            f"where {PARTITION_COLUMN} is not null order by all"
        ).fetchall()
    ] or ["unknown"]
    for month in months:
        if not _PARTITION_VALUE.match(month):
            raise PublishFailed(
                f"{mart.name}: {PARTITION_COLUMN} {month!r} is neither YYYY-MM nor unknown",
                "the quality gate checks this: run it",
            )
        select = (
            f"select * exclude ({PARTITION_COLUMN}) from {mart.source} "  # noqa: S608
            f"where {PARTITION_COLUMN} = {sql_literal(month)} order by {mart.order_by}"
        )
        yield part_path(mart, month), select


def _batches(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Which batches are in staging. A night without incidents is news too: its date is covered
    now."""
    first, last, count = con.execute(
        "select min(batch_date)::varchar, max(batch_date)::varchar, count(*) "
        "from build.staging.batches"
    ).fetchall()[0]
    return {"first": first, "last": last, "count": count}


def _no_marts() -> PublishFailed:
    return PublishFailed("the build file holds no marts", "run `sijill night` from its start")


def _vintage(con: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Number of the current vintage, and the version of the extractors that read it."""
    try:
        found: list[tuple[int, str]] = con.execute(
            "select vintage_number, extractor_version from build.marts.dim_vintage where is_current"
        ).fetchall()
    except duckdb.CatalogException as err:
        raise _no_marts() from err
    if not found:
        raise PublishFailed(
            "several versions of the extractors read the batches of the build file",
            "sijill rebuild reads everything by one",
        )
    return found[0]


def link_unchanged(content: Content, building: Path, before: Path) -> None:
    """Replaces files that the version before has too by hard links to them."""
    for relative in content.parquet:
        new, old = building / "parquet" / relative, before / "parquet" / relative
        # the bytes themselves are compared: a damaged old file is never carried on
        if not old.is_file() or old.samefile(new) or not filecmp.cmp(new, old, shallow=False):
            continue
        link = new.with_name(".link")
        try:
            os.link(old, link)
        except OSError:  # a file system without hard links: the new copy stays
            continue
        link.replace(new)
        content.linked += 1
        content.written -= 1


def row_count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The number that a count query returns."""
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
