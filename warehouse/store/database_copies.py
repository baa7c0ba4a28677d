"""Changes a DuckDB file on a copy, so that none of the removed values is left in its bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.core.files import replacing
from warehouse.core.sql_text import sql_literal
from warehouse.store.database import STORAGE_VERSION


@contextmanager
def rewritten_database(path: Path, target: Path) -> Iterator[Path]:
    """A copy of a DuckDB file, to be changed; what is left of it becomes `target`, without a byte
    of what it held before: tables, views, macros and comments are written to a fresh file.

    `target` may be `path`. Raises duckdb.Error.
    """
    work = target.with_name(f".{target.name}.work")
    fresh = target.with_name(f".{target.name}.fresh")
    remains = [p for base in (work, fresh) for p in (base, base.with_name(f"{base.name}.wal"))]
    for one in remains:
        one.unlink(missing_ok=True)
    try:
        if path.with_name(f"{path.name}.wal").exists():
            with duckdb.connect(str(path)) as connection:
                connection.execute("checkpoint")
        shutil.copyfile(path, work)
        yield work
        _copy_database(work, fresh)
        with replacing(target) as temporary:
            fresh.replace(temporary)
    finally:
        for one in remains:
            one.unlink(missing_ok=True)


@contextmanager
def changing(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a copy that is being changed."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set threads = 1")
        yield connection


def _copy_database(source: Path, target: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("set threads = 1")
        connection.execute(f"attach {sql_literal(str(source))} as source (read_only)")
        connection.execute(
            f"attach {sql_literal(str(target))} as target (storage_version '{STORAGE_VERSION}')"
        )
        connection.execute("copy from database source to target")
        connection.execute("detach target")
