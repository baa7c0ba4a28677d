"""Opening the build file: one process writes it, and no reader of the warehouse ever sees it.

DuckDB admits one read-write process or many read-only ones. A night's tasks take turns (a pool
of one slot); whoever meets the file locked nevertheless waits a while before it gives up.
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

from warehouse.errors import DatabaseBusy, StagingFailed
from warehouse.files import private_folder
from warehouse.names import read_name_folding
from warehouse.redactions import refuse_unfinished
from warehouse.settings import Settings

log = logging.getLogger(__name__)

#: Published files are read by DuckDB 1.2 and later; the build file keeps to the same format.
STORAGE_VERSION = "v1.2.0"
WAIT_SECONDS = 60.0
#: names of `stored_digest`: of the models and reference data that made the rows of the build file,
#: and of those that made the rows of the latest publication
ROWS, PUBLISHED_ROWS = "models", "published models"
#: what to do about a build file that is lost or damaged
DAMAGED = (
    "sijill restore takes it from a backup, sijill rebuild --from-landing makes it anew, with the"
    " same ids (docs/runbook.md, The build file is damaged)"
)
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
    private_folder(settings.build_file.parent)  # unmasked names and whole texts are in it
    with _opened(settings, read_only=False, wait_seconds=wait_seconds) as connection:
        # what a writer spilled that was killed: nobody else has the file open now
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
    if not settings.build_file.exists():
        raise StagingFailed(
            f"there is no build file {settings.build_file}",
            f"run a night first: sijill night. If it was lost: {DAMAGED}",
        )
    with _opened(settings, read_only=True, wait_seconds=wait_seconds) as connection:
        yield connection


def stored_digest(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The digest of what `name` was last brought up to, None where it never was."""
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
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "memory_limit": settings.duckdb_memory,
        "threads": settings.duckdb_threads,
        "preserve_insertion_order": True,
        # nothing is fetched from the network behind our back
        "autoinstall_known_extensions": False,
    }
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
            # the jitter keeps two waiting processes from knocking in step
            time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            pause = min(pause * 2, 2.0)
