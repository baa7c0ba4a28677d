"""Opens the build file for writing; the staging tables are there afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.settings import Settings


@contextlib.contextmanager
def open_writer(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-write connection to the build file, closed at the end."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(settings.build_file))
    try:
        con.execute((Path(__file__).parent / "sql" / "staging.sql").read_text("utf-8"))
        yield con
    finally:
        con.close()
