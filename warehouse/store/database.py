"""Opening the build: a file that one process writes, or a lake that machines share.

No reader of the warehouse ever sees it. DuckDB admits one read-write process of a file or many
read-only ones. A night's tasks take turns (a pool of one slot); whoever meets the file locked
nevertheless waits a while before it gives up. A lake (warehouse/store/lake.py) is locked by nobody.
"""

from __future__ import annotations

import logging
import random
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.core.errors import DAMAGED, DatabaseBusy, StagingFailed
from warehouse.core.files import private_folder
from warehouse.core.folded_names import read_name_folding
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.store.lake import BUILD_NAME, Lake, fill
from warehouse.store.redaction_log import refuse_unfinished

log = logging.getLogger(__name__)

_Config = dict[str, str | bool | int | float | list[str]]

#: Published files are read by DuckDB 1.2 and later; the build file keeps to the same format.
STORAGE_VERSION = "v1.2.0"
WAIT_SECONDS = 60.0
#: Where a night's rows of a long table are found by number first, DuckDB reads no more than the
#: parts that hold them, as long as they are not more than so many: it holds each against what each
#: part of the table's column says of its values. Its own limit, 50, reads all between the first and
#: the last of them, which over a million incidents is 0.6 GB for the articles alone.
ROWS_LOOKED_UP = 10_000
#: names of `stored_digest`: of the models and reference data that made the rows of the build file,
#: and of those that made the rows of the latest publication
ROWS, PUBLISHED_ROWS = "models", "published models"
_SQL = Path(__file__).with_name("sql")
SCHEMA = "\n".join((_SQL / f"{name}.sql").read_text("utf-8") for name in ("staging", "linking"))
_HOLDER = re.compile(r"held in (.+? \(PID \d+\))")


@contextmanager
def open_writer(
    settings: Settings, *, wait_seconds: float = WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-write connection to the build file, which is made where it is missing.

    The schemas staging, linking and ops are there. Closed, and with it checkpointed, at the
    end. Raises DatabaseBusy where another process holds the file for longer than
    `wait_seconds`, StagingFailed where the file is no database, RedactionUnfinished.
    """
    refuse_unfinished(settings)
    private_folder(settings.build_file.parent)  # unmasked names and full texts are in it
    with _opened(settings, read_only=False, wait_seconds=wait_seconds) as connection:
        if Lake.of(settings) is None:
            # temporary files of a killed writer: no other process has the file open now
            shutil.rmtree(settings.build_file.with_name(f"{settings.build_file.name}.tmp"), True)
        connection.execute(SCHEMA)
        # the models fold names as readers of the published file do
        connection.execute(read_name_folding(settings.seeds_dir).macros("staging"))
        yield connection


@contextmanager
def open_reader(
    settings: Settings, *, wait_seconds: float = WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the build file, for the night's own steps.

    While it is open nobody can write. Raises DatabaseBusy as `open_writer` does, StagingFailed
    where there is no build file.
    """
    if not build_may_exist(settings):
        raise StagingFailed(
            f"there is no build file {settings.build_file}",
            f"run a night first: sijill night. If it was lost: {DAMAGED}",
        )
    with _opened(settings, read_only=True, wait_seconds=wait_seconds) as connection:
        yield connection


def second_cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to the build that `connection` has open, for a query while rows of the
    first are still being read."""
    cursor = connection.cursor()
    cursor.execute(f"use {BUILD_NAME}")
    return cursor


def build_may_exist(settings: Settings) -> bool:
    """Whether there may be a build to open: for a lake only its catalogue could say for sure."""
    return settings.lake_catalog is not None or settings.build_file.is_file()


def attach_build(settings: Settings, connection: duckdb.DuckDBPyConnection, *, name: str) -> None:
    """Attach the build, read-only, to a connection of one's own. Raises StagingFailed where a lake
    cannot be opened, duckdb.Error where a file cannot."""
    if lake := Lake.of(settings):
        lake.attach(connection, name=name, read_only=True)
    else:
        path = sql_literal(str(settings.build_file))
        connection.execute(f"attach {path} as {name} (read_only)")


def copy_build(settings: Settings, path: Path) -> None:
    """Copy the build, file or lake, to a file of that path. While a file is copied nobody can write
    to it."""
    with open_reader(settings) as connection:
        if settings.lake_catalog is None:
            shutil.copyfile(settings.build_file, path)
            return
        connection.execute(
            f"attach {sql_literal(str(path))} as copied (storage_version '{STORAGE_VERSION}')"
        )
        connection.execute(f"copy from database {BUILD_NAME} to copied")
        connection.execute("detach copied")


@contextmanager
def open_lake(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-write connection to the lake for a redaction or a restore, which alone may write
    while it is under way. Raises StagingFailed where the lake cannot be opened."""
    with _opened(settings, read_only=False, wait_seconds=0) as connection:
        yield connection


def fill_lake(settings: Settings, path: Path) -> None:
    """Replace everything in the lake by what a build file of that path holds. Readers see the state
    before or after. Raises StagingFailed where the lake cannot be opened, duckdb.Error where it
    cannot be filled (it is unchanged then)."""
    with open_lake(settings) as connection:
        connection.execute(f"attach {sql_literal(str(path))} as filled_from (read_only)")
        fill(connection, "filled_from")


def lake_holds(settings: Settings, path: Path) -> bool:
    """Whether the lake, which is made where it is not there yet, holds the tables and views of a
    build file of that path, with the same rows. Raises StagingFailed where it cannot be opened."""
    with open_lake(settings) as connection:
        connection.execute(f"attach {sql_literal(str(path))} as compared (read_only)")
        try:
            return _contents(connection, BUILD_NAME) == _contents(connection, "compared")
        except duckdb.Error:
            return False  # files of it are gone: it is incomplete


def _contents(
    connection: duckdb.DuckDBPyConnection, database: str
) -> list[tuple[str, str, str | None, tuple[int, int] | None]]:
    """The tables and views of a database; of each table its columns, how many rows it has, and a
    sum over their hashes, which does not depend on the order of the rows."""
    tables = connection.execute(
        "select schema_name, table_name, string_agg(column_name || ' ' || data_type, ', '"
        " order by column_index) from duckdb_columns()"
        " semi join duckdb_tables() using (database_name, schema_name, table_name)"
        " where database_name = ? group by all order by all",
        [database],
    ).fetchall()
    views = connection.execute(
        "select schema_name, view_name, null, null from duckdb_views()"
        " where database_name = ? and not internal order by all",
        [database],
    ).fetchall()
    return [
        *views,
        *(
            (
                schema,
                table,
                columns,
                connection.execute(
                    "select count(*), sum(hash(counted)::hugeint) from"  # noqa: S608 - ours, quoted
                    f" {database}.{sql_identifier(schema)}.{sql_identifier(table)} as counted"
                ).fetchall()[0],
            )
            for schema, table, columns in tables
        ),
    ]


def stored_digest(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The digest that `name` was last brought up to; None where it never was."""
    rows = connection.execute(
        "select seeds_digest from staging.reference_state where reference_name = ?", [name]
    ).fetchall()
    return str(rows[0][0]) if rows else None


def store_digest(connection: duckdb.DuckDBPyConnection, name: str, digest: str) -> None:
    """Keep the digest of what `name` was brought up to."""
    connection.execute("delete from staging.reference_state where reference_name = ?", [name])
    connection.execute("insert into staging.reference_state values (?, ?)", [name, digest])


@contextmanager
def _opened(
    settings: Settings, *, read_only: bool, wait_seconds: float
) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = _connect(settings, read_only=read_only, wait_seconds=wait_seconds)
    try:
        # what a zone-less conversion means must not depend on the machine
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _connect(
    settings: Settings, *, read_only: bool, wait_seconds: float
) -> duckdb.DuckDBPyConnection:
    config: _Config = {
        "storage_compatibility_version": STORAGE_VERSION,
        "memory_limit": settings.duckdb_memory,
        "threads": settings.duckdb_threads,
        "preserve_insertion_order": True,
        "dynamic_or_filter_threshold": ROWS_LOOKED_UP,
        # nothing is fetched from the network behind our back
        "autoinstall_known_extensions": False,
    }
    if lake := Lake.of(settings):
        return _connect_lake(lake, config, read_only=read_only)
    deadline = time.monotonic() + wait_seconds
    pause = 0.1
    while True:
        try:
            return duckdb.connect(str(settings.build_file), read_only=read_only, config=config)
        except duckdb.ConnectionException as err:
            # this very process has it open with other options: waiting would not help
            raise DatabaseBusy(
                f"{settings.build_file} is already open in this process: {err}",
                "close the other connection first",
            ) from err
        except duckdb.Error as err:
            if "Could not set lock" not in str(err):
                raise StagingFailed(
                    f"{settings.build_file} cannot be opened: {err}",
                    DAMAGED,
                ) from err
            holder = _HOLDER.search(str(err))
            who = holder[1] if holder else "another process"
            if time.monotonic() + pause > deadline:
                raise DatabaseBusy(
                    f"{settings.build_file} is held by {who}",
                    "end that process or wait for it; BI tools must open published/current, "
                    "never the build file",
                ) from err
            log.info("waiting for the build file, which %s holds", who)
            # the jitter keeps two waiting processes from trying at the same moments
            time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            pause = min(pause * 2, 2.0)


def _connect_lake(lake: Lake, config: _Config, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=config)
    try:
        lake.attach(connection, read_only=read_only)
        connection.execute(f"use {BUILD_NAME}")
    except BaseException:
        connection.close()
        raise
    return connection
