"""Opening the published warehouse: read-only, and locked so that SQL reaches nothing else."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

import duckdb

from warehouse.desk_words import error_words
from warehouse.errors import NothingPublished, QueryFailed
from warehouse.publish import current_version
from warehouse.published_file import DUCKDB_FILE
from warehouse.settings import Settings

#: what daily_trend says of a type that there is not
_REFUSED_TYPE = "no event type is called"


def published_file(settings: Settings) -> Path:
    """The current version's DuckDB file by its versioned path.

    The link is followed once, here: a publish that happens later changes nothing for the caller.
    Raises NothingPublished.
    """
    version = current_version(settings)
    if version is None:
        raise NothingPublished(*error_words("nothing_published", folder=settings.published_dir))
    return settings.published_dir / "versions" / version / DUCKDB_FILE


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
    settings: Settings, sql: str, parameters: dict[str, object] | None = None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a query over the current version; `parameters` by name.

    Several statements may be given; the last one's rows come back. Raises NothingPublished, or
    QueryFailed with what DuckDB said and a hint.
    """
    if not sql.strip():
        raise QueryFailed("there is no SQL to run", "quote a statement on the command line")
    with open_published(settings) as con:
        try:
            result = con.sql(sql, params=parameters)
            if result is None:  # a statement without rows, or none at all
                return [], []
            return list(result.columns), result.fetchall()
        except duckdb.Error as err:
            raise QueryFailed(str(err), _hint(con, err)) from err


def _hint(con: duckdb.DuckDBPyConnection, err: duckdb.Error) -> str:
    if isinstance(err, duckdb.CatalogException):
        tables = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
        ).fetchall()
        functions = con.execute(
            "select function_name || '(' || array_to_string(parameters, ', ') || ')'"
            " from duckdb_functions() where schema_name = 'marts' and function_type = 'table_macro'"
            " order by all"
        ).fetchall()
        return "; ".join(
            f"{kind}: {', '.join(name for (name,) in found)}"
            for kind, found in (("tables", tables), ("functions", functions))
            if found
        )
    if _REFUSED_TYPE in str(err):
        return "select event_type from dim_event_type lists them"
    if isinstance(err, duckdb.BinderException):
        return "describe TABLE lists a table's columns; docs/data-dictionary.md says what they mean"
    if isinstance(err, duckdb.PermissionException | duckdb.InvalidInputException):
        return "the published warehouse is read-only, and reads no other files"
    if isinstance(err, duckdb.ParserException):
        return "the SQL could not be read; quote the whole statement on the command line"
    return "docs/publishing.md shows queries that work"
