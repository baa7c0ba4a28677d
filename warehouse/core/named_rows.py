"""The rows of a statement as mappings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

#: rows in memory at once
_CHUNK = 10_000


def named_rows(asked: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """The rows of the statement that `asked` was just given, by column name. Nothing else may be
    asked of it until the last one is read."""
    names = [column[0] for column in asked.description or ()]
    while rows := asked.fetchmany(_CHUNK):
        for row in rows:
            yield dict(zip(names, row, strict=True))
