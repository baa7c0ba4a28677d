"""sijill.duckdb of a version: newly written, or the file of the version before brought forward.

A night changes a few rows among millions. So the file before is copied, byte by byte (at no cost
where the file system can share blocks), and the rows that differ are taken out and put in; where
they are is known by hashes of rows, and of the months whose fingerprints did not change no row is
looked at. At the end the hashes of all rows are held against those of the build file: a file that
differs in anything is thrown away, and written completely.

Bytes of what was taken out may stay within the file, in blocks that nothing refers to; so a file
says in the manifest that it was brought forward, and a redaction writes each such file again.
"""

# ruff: noqa: S608 - statements are put together from quoted names of the marts
from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from quality.marts import PARTITION_COLUMN, key_of
from warehouse.contract.articles import json_digest
from warehouse.core.folded_names import read_name_folding
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_identifier, sql_literal, statements
from warehouse.publication import fingerprints

_SQL = statements(__file__)

log = logging.getLogger(__name__)

DUCKDB_FILE = "sijill.duckdb"
#: the oldest DuckDB that opens a published file is the one that wrote this storage format
STORAGE_VERSION = "v1.2.0"
#: rows that were taken out leave holes: a file that grew by half is written completely again
_GROWN_TOO_MUCH = 1.5
_MACROS = Path(__file__).with_name("sql") / "published_macros.sql"
_COMMENTS = {
    "": "One row: which published version this file is.",
    "version": "Name of the version's folder.",
    "publication_number": "The publication that this version is, in dim_publication.",
    "night": "Night of the latest batch in it.",
    "content_digest": "sha256 over the marts' content, their columns and the batches covered.",
    "schema_version": "Raised when readers have to change something.",
    "first_batch": "Earliest batch date that went in.",
    "last_batch": "Latest batch date that went in.",
    "batches": "Number of batches that went in.",
    "vintage_number": "The vintage that the rows are of, in dim_vintage.",
    "extractor_version": "Version of the extractors that read all articles of this version.",
    "row_counts": "Rows of each mart in this version.",
    "base_url": "What comes before dim_incident.incident_path in a full address; empty: not set.",
    "published_at": "When this version was built. Not part of the content digest.",
    "publications": "Each publication up to this one, with the moment at which it was built, as the"
    " register notes it. Not part of the content digest.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a mart, as the catalogue of the build file has it."""

    name: str
    data_type: str
    nullable: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class Mart:
    """One table or view of the build file's schema `marts`."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]

    @property
    def partitioned(self) -> bool:
        """Whether its Parquet files are cut by month."""
        return any(c.name == PARTITION_COLUMN for c in self.columns)

    @property
    def order_by(self) -> str:
        """A total order: by the key where it is known, else by all columns."""
        key = key_of(self.name)
        if not key:
            return "all"
        first = (PARTITION_COLUMN,) if self.partitioned else ()
        return ", ".join(sql_identifier(c) for c in (*first, *key))

    @property
    def source(self) -> str:
        """The table in the build file."""
        return f"build.marts.{sql_identifier(self.name)}"

    @property
    def target(self) -> str:
        """The table in the published file."""
        return f"published.marts.{sql_identifier(self.name)}"

    @property
    def row_hash(self) -> str:
        """An expression: a number computed from all of a row's values."""
        return f"hash({', '.join(sql_identifier(c.name) for c in self.columns)})"

    def shape(self) -> list[Any]:
        """Columns and descriptions: a change of them is a change of what is published."""
        return [
            self.name,
            self.comment,
            [[c.name, c.data_type, c.nullable, c.comment] for c in self.columns],
        ]


def read_marts(con: duckdb.DuckDBPyConnection) -> list[Mart]:
    """The marts of the database `build`, by name; none where there are none."""
    tables = con.execute(
        """
        select table_name, comment from duckdb_tables()
        where database_name = 'build' and schema_name = 'marts' and table_name <> 'publish_info'
        union all
        select view_name, comment from duckdb_views()
        where database_name = 'build' and schema_name = 'marts'
        order by all
        """
    ).fetchall()
    columns: dict[str, list[Column]] = {name: [] for name, _ in tables}
    for table, *column in con.execute(
        """
        select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()
        where
            database_name = 'build' and schema_name = 'marts' and table_name <> 'publish_info'
        order by table_name, column_index
        """
    ).fetchall():
        columns[table].append(Column(*column))
    return [Mart(name, comment, tuple(columns[name])) for name, comment in tables]


def part_path(mart: Mart, month: str) -> str:
    """The Parquet file of a month, below parquet/."""
    return f"{mart.name}/{PARTITION_COLUMN}={month}/part-0.parquet"


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """The file of the version before: `manifest` is its entry in the manifest, `made_of` are the
    fingerprints of its months by the paths of their Parquet files."""

    file: Path
    manifest: Mapping[str, Any]
    made_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written: the marts, the fingerprints of their months, the one row of
    publish_info."""

    settings: Settings
    marts: Sequence[Mart]
    parts: Mapping[str, fingerprints.Part]
    #: how a month's fingerprint is made (fingerprints.months)
    form: str
    info: Sequence[object]

    def write(
        self, con: duckdb.DuckDBPyConnection, file: Path, earlier: EarlierFile | None
    ) -> dict[str, Any]:
        """Write `file` and return what the manifest says of it. `con` has the database `build`
        attached, and nothing attached as `published`."""
        description = {
            "file": file.name,
            "storage_version": STORAGE_VERSION,
            "made_by": self._made_by(),
        }
        if earlier and self._may_go_on(earlier, description["made_by"]):
            try:
                if self._bring_forward(con, file, earlier):
                    whole_bytes = earlier.manifest["whole_bytes"]
                    return description | {"whole_bytes": whole_bytes, "brought_forward": True}
                log.warning("%s holds other rows than were published", earlier.file)
            except (OSError, duckdb.Error) as err:
                # missing, damaged, or no database: nothing of it is used
                log.warning("%s cannot be brought forward: %s", earlier.file, err)
            _detach(con)
            for left in (file, file.with_name(f"{file.name}.wal")):
                left.unlink(missing_ok=True)
        self._write_complete(con, file)
        return description | {"whole_bytes": file.stat().st_size, "brought_forward": False}

    @staticmethod
    def _may_go_on(earlier: EarlierFile, made_by: str) -> bool:
        if not earlier.made_of or earlier.manifest.get("made_by") != made_by:
            return False
        if not earlier.file.is_file():
            log.warning("%s is gone: the new one is written completely", earlier.file)
            return False
        if earlier.file.stat().st_size > _GROWN_TOO_MUCH * earlier.manifest["whole_bytes"]:
            log.info("%s has grown: it is written completely", earlier.file)
            return False
        return True

    def _made_by(self) -> str:
        """A digest over everything but the rows that the file depends on."""
        return json_digest(
            [
                duckdb.__version__,
                STORAGE_VERSION,
                [mart.shape() for mart in self.marts],
                _SQL["publish_info"],
                _COMMENTS,
                self._macros(),
            ]
        )

    def _macros(self) -> list[str]:
        return [
            read_name_folding(self.settings.seeds_dir).macros("marts"),
            _MACROS.read_text(encoding="utf-8"),
        ]

    # ── complete ─────────────────────────────────────────────────────────────────────────

    def _write_complete(self, con: duckdb.DuckDBPyConnection, file: Path) -> None:
        """The marts with comments and not-null columns."""
        con.execute(
            f"attach {sql_literal(str(file))} as published (storage_version '{STORAGE_VERSION}')"
        )
        con.execute("create schema published.marts")
        for mart in self.marts:
            columns = ", ".join(
                f"{sql_identifier(c.name)} {c.data_type}{'' if c.nullable else ' not null'}"
                for c in mart.columns
            )
            con.execute(f"create table {mart.target} ({columns})")
            con.execute(
                f"insert into {mart.target} select * from {mart.source} order by {mart.order_by}"
            )
            _comment(con, f"table {mart.target}", mart.comment)
            for c in mart.columns:
                _comment(con, f"column {mart.target}.{sql_identifier(c.name)}", c.comment)
        con.execute(_SQL["publish_info"])
        self._insert_info(con)
        for column, comment in _COMMENTS.items():
            target = f"column published.marts.publish_info.{column}"
            _comment(con, target if column else "table published.marts.publish_info", comment)
        # a macro's body is bound where it is read: in the published file itself
        con.execute("use published")
        for macros in self._macros():
            con.execute(macros)
        con.execute("use memory")
        con.execute("checkpoint published")
        con.execute("detach published")

    def _insert_info(self, con: duckdb.DuckDBPyConnection) -> None:
        con.execute(
            "insert into published.marts.publish_info"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, map(?, ?), ?, ?, ?)",
            self.info,
        )

    # ── brought forward ──────────────────────────────────────────────────────────────────

    def _bring_forward(
        self, con: duckdb.DuckDBPyConnection, file: Path, earlier: EarlierFile
    ) -> bool:
        """Make `file` from the earlier file; returns whether it now holds what the build file
        holds."""
        _copy(earlier.file, file)
        con.execute(f"attach {sql_literal(str(file))} as published")
        con.execute("begin")
        for mart in self.marts:
            self._replace_changed(con, mart, earlier.made_of)
        con.execute("delete from published.marts.publish_info")
        self._insert_info(con)
        con.execute("commit")
        con.execute("checkpoint published")
        if not all(self._is_equal(con, mart) for mart in self.marts):
            return False
        con.execute("detach published")
        return True

    def _replace_changed(
        self, con: duckdb.DuckDBPyConnection, mart: Mart, made_of: Mapping[str, str]
    ) -> None:
        looked_at = "true"
        if mart.partitioned:
            months = self._changed_months(con, mart, made_of)
            if not months:
                return
            looked_at = f"{PARTITION_COLUMN} in ({', '.join(map(sql_literal, months))})"
        con.execute(
            "create or replace temporary table standing as"
            f" select rowid as row_number, {mart.row_hash} as row_hash from {mart.target}"
            f" where {looked_at}"
        )
        con.execute(
            "create or replace temporary table wanted as"
            f" select {mart.row_hash} as row_hash from {mart.source} where {looked_at}"
        )
        con.execute(
            f"delete from {mart.target} where rowid in ("
            "select row_number from standing where row_hash not in (select row_hash from wanted))"
        )
        con.execute("delete from wanted where row_hash in (select row_hash from standing)")
        con.execute(
            f"insert into {mart.target} select * from {mart.source}"
            f" where {looked_at} and {mart.row_hash} in (select row_hash from wanted)"
            f" order by {mart.order_by}"
        )

    def _changed_months(
        self, con: duckdb.DuckDBPyConnection, mart: Mart, made_of: Mapping[str, str]
    ) -> list[str]:
        """Those of now and of before of which a row may have changed."""
        months = con.execute(
            f"select distinct {PARTITION_COLUMN} from {mart.target}"
            f" union select distinct {PARTITION_COLUMN} from {mart.source} order by all"
        ).fetchall()
        paths = {month: part_path(mart, month) for (month,) in months}
        return [
            month
            for month, path in paths.items()
            if path not in self.parts or made_of.get(path) != self.parts[path].fingerprint
        ]

    def _is_equal(self, con: duckdb.DuckDBPyConnection, mart: Mart) -> bool:
        if mart.partitioned:
            columns = [(column.name, column.data_type) for column in mart.columns]
            found = fingerprints.months(con, mart.target, columns, self.form)
            return {part_path(mart, month): part for month, part in found.items()} == {
                path: part for path, part in self.parts.items() if path.startswith(f"{mart.name}/")
            }
        there, here = (
            con.execute(
                f"select count(*), bit_xor(row_hash), sum(row_hash), sum(hash(row_hash))"
                f" from (select {mart.row_hash} as row_hash from {table})"
            ).fetchall()
            for table in (mart.target, mart.source)
        )
        return there == here


def _copy(source: Path, target: Path) -> None:
    """The same bytes; blocks are shared where the file system can."""
    with source.open("rb") as read, target.open("wb") as write:
        left = os.fstat(read.fileno()).st_size
        try:
            while left:
                left -= os.copy_file_range(read.fileno(), write.fileno(), left) or left
        except OSError:  # two file systems, or one that cannot share blocks
            shutil.copyfile(source, target)


def _detach(con: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(duckdb.TransactionException):
        con.execute("rollback")
    if con.execute("select 1 from duckdb_databases() where database_name = 'published'").fetchall():
        con.execute("detach published")


def _comment(con: duckdb.DuckDBPyConnection, what: str, comment: str | None) -> None:
    if comment:
        con.execute(f"comment on {what} is {sql_literal(comment)}")
