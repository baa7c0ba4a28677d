"""A short fingerprint of each month of a mart, so that a publish can leave unchanged files alone.

A month's fingerprint is made of a 64-bit hash of each row, whatever the rows' order, and of
everything else that its file depends on. Fingerprints are compared within one build file only,
whose last publication wrote them down (ops.published_parts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

from quality.marts import PARTITION_COLUMN
from warehouse.contract.articles import json_digest
from warehouse.core.sql_text import sql_identifier


class Part(NamedTuple):
    """One month of a mart: how many rows, and their fingerprint."""

    rows: int
    fingerprint: str


def months(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    columns: Sequence[tuple[str, str]],
    form: str,
) -> dict[str, Part]:
    """The parts of a mart by month. `source` is the table as SQL names it, `columns` are its names
    and types, `form` says how files are written."""
    names = ", ".join(sql_identifier(name) for name, _ in columns)
    month = sql_identifier(PARTITION_COLUMN)
    shape = json_digest([duckdb.__version__, form, [list(column) for column in columns]])
    rows = connection.execute(
        f"select {month}, count(*), bit_xor(row_hash)::varchar, sum(row_hash)::varchar,"  # noqa: S608 - quoted identifiers
        f" sum(hash(row_hash))::varchar from (select {month}, hash({names}) as row_hash"
        f" from {source}) where {month} is not null group by {month} order by {month}"
    ).fetchall()
    return {value: Part(count, json_digest([shape, count, *sums])) for value, count, *sums in rows}
