"""Opening the published warehouse: read-only, and locked so that SQL reaches nothing else."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

import duckdb

from warehouse.core.errors import NothingPublished, QueryFailed
from warehouse.core.settings import Settings
from warehouse.core.translations import error_words
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.publication.query_hints import hint
from warehouse.store.versions import current_version, versions_folder

#: longer than any query that a person writes
MAX_SQL_CHARS = 1_000_000
#: a view that queries without a schema find before the mart of the same name
_WITH_HELD = """
create temporary view mart_incidents as select * from marts.incidents_with_held()
"""


def published_file(settings: Settings) -> Path:
    """The current version's DuckDB file by its versioned path.

    The link is followed once, here: a publish that happens later changes nothing for the caller.
    Raises NothingPublished.
    """
    version = current_version(settings)
    if version is None:
        raise NothingPublished(*error_words("nothing_published", folder=settings.published_dir))
    return versions_folder(settings) / version / DUCKDB_FILE


def open_published(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current version; the caller closes it.

    SQL in it can neither read other files nor write any, nor load extensions, nor undo these
    limits. Tables are found with and without the schema `marts`. Raises NothingPublished.
    """
    file = published_file(settings)
    # made by DuckDB when a query spills, removed when the connection closes
    spill = Path(tempfile.gettempdir()) / f"sijill-reader-{uuid.uuid4().hex}"
    con = duckdb.connect(
        str(file),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(spill),
            "memory_limit": settings.duckdb_memory,
            "threads": str(settings.duckdb_threads),
        },
    )
    con.execute("set schema = 'marts'")
    con.execute("set timezone = 'UTC'")
    con.execute("set lock_configuration = true")
    return con


def query(
    settings: Settings,
    sql: str,
    parameters: dict[str, object] | None = None,
    *,
    with_held: bool = False,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a query over the current version; `parameters` by name.

    `with_held`: `mart_incidents` has the incidents that are held too. Several statements may be
    given, and comments anywhere; the last one's rows come back. Raises
    NothingPublished, or QueryFailed with DuckDB's message and a hint.
    """
    if not sql.strip():
        raise QueryFailed(
            "there is no SQL to run", "quote a statement on the command line, or give --file"
        )
    with open_published(settings) as con:
        if with_held:
            _add_held(con)
        try:
            result = con.sql(sql, params=parameters)
            if result is None:  # a statement without rows, or none at all
                return [], []
            return list(result.columns), result.fetchall()
        except duckdb.Error as err:
            raise QueryFailed(str(err), hint(con, sql, err)) from err


def _add_held(con: duckdb.DuckDBPyConnection) -> None:
    try:
        con.execute(_WITH_HELD)
    except duckdb.CatalogException as err:
        raise QueryFailed(
            "this version was published before held incidents could be shown with the others",
            "publish again (sijill night), or ask fct_incident, which has them by review_status",
        ) from err


def sql_in(file: Path) -> str:
    """The SQL that a file holds. Raises QueryFailed where it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig") as stream:
            sql = stream.read(MAX_SQL_CHARS + 1)
    except (OSError, UnicodeDecodeError) as err:
        raise QueryFailed(
            f"{file} cannot be read: {err}", "give the path of a text file of SQL in UTF-8"
        ) from err
    if len(sql) > MAX_SQL_CHARS:
        raise QueryFailed(
            f"{file} has more than {MAX_SQL_CHARS:,} characters", "give a file of SQL, not of data"
        )
    return sql
