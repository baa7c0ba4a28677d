"""The SQLAlchemy dialect through which Great Expectations reads DuckDB.

duckdb-engine alone does not do: one DuckDB connection serves all cursors, so that the rollback
with which SQLAlchemy hands a connection back throws away rows that Great Expectations has yet to
read; and its reflection asks Postgres tables that DuckDB does not have. The gate only reads, so
transactions are left out altogether, and columns come from `duckdb_columns()`.

Great Expectations keeps connections open that no public call closes. An open one would keep the
night from writing, so they are all cursors of one connection that the gate closes: `serve`.
"""

# ruff: noqa: ANN401 - signatures that SQLAlchemy calls

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import sqlalchemy as sa
from duckdb_engine import ConnectionWrapper
from duckdb_engine import Dialect as DuckDBEngineDialect
from sqlalchemy.dialects import registry
from sqlalchemy.engine.interfaces import ReflectedColumn

DIALECT = "sijill_duckdb"

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "BOOLEAN": sa.Boolean,
    "DATE": sa.Date,
    "DOUBLE": sa.Float,
    "INTEGER": sa.Integer,
    "BIGINT": sa.BigInteger,
    "TIMESTAMP": sa.DateTime,
    "TIMESTAMP WITH TIME ZONE": sa.DateTime,
    "VARCHAR": sa.String,
}
_served: list[duckdb.DuckDBPyConnection] = []
_opened: list[duckdb.DuckDBPyConnection] = []


class GateDialect(DuckDBEngineDialect):
    """DuckDB for reading: no transactions, columns from DuckDB's own catalogue."""

    # Great Expectations asks for this name
    name = "duckdb"
    supports_statement_cache = False

    def connect(self, *_args: Any, **_kwargs: Any) -> Any:
        """A cursor of the connection that is served."""
        cursor = _served[-1].cursor()
        _opened.append(cursor)
        return ConnectionWrapper(cursor)

    def do_begin(self, connection: Any) -> None:
        """Nothing: the gate only reads."""

    def do_commit(self, connection: Any) -> None:
        """Nothing: the gate only reads."""

    def do_rollback(self, connection: Any) -> None:
        """Nothing: a rollback would throw away rows that are still to be read."""

    def get_columns(
        self, connection: Any, table_name: str, schema: str | None = None, **_: Any
    ) -> list[ReflectedColumn]:
        """Name, type and nullability of each column, in the table's order."""
        rows = connection.execute(
            sa.text(
                "select column_name, data_type, is_nullable from duckdb_columns() "
                "where database_name = current_database() "
                "and schema_name = :schema and table_name = :table order by column_index"
            ),
            {"schema": schema or "main", "table": table_name},
        ).fetchall()
        return [
            {
                "name": name,
                "type": _TYPES.get(data_type, sa.types.NullType)(),
                "nullable": nullable,
                "default": None,
            }
            for name, data_type, nullable in rows
        ]


def register() -> None:
    """Makes `sijill_duckdb://` known to SQLAlchemy."""
    registry.register(DIALECT, __name__, GateDialect.__name__)


@contextmanager
def serve(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Make `connection` what the dialect connects to, as long as the context lasts; yields the URL.

    At the end all that was opened on it is closed, but not the connection itself.
    """
    register()
    _served.append(connection)
    try:
        yield f"{DIALECT}:///served"
    finally:
        while _opened:
            _opened.pop().close()
        _served.remove(connection)
