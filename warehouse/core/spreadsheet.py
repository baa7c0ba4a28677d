"""CSV that a spreadsheet opens safely, written by DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

import duckdb

from warehouse.core.sql_text import sql_identifier, sql_literal

#: a spreadsheet takes a text that begins so for a formula; it is set off by an apostrophe (OWASP).
#: The wide signs are formulas where an East Asian input method is at work.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def copy_to_csv(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    select: str,
    columns: Iterable[tuple[str, str]],
) -> None:
    """Write the rows of `select`, of these columns (name and type), with texts that are safe."""
    cells = ", ".join(_cell(name, kind) for name, kind in columns)
    connection.execute(
        f"copy (select {cells} from ({select})) to {sql_literal(str(file))} (format csv, header)"  # noqa: S608 - quoted identifiers
    )


def _cell(name: str, kind: str) -> str:
    column = sql_identifier(name)
    if kind != "VARCHAR":
        return column
    signs = ", ".join(map(sql_literal, FORMULA_SIGNS))
    is_formula = f"left({column}, 1) in ({signs})"
    return f"case when {is_formula} then chr(39) || {column} else {column} end as {column}"


def write_csv(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows as CSV that a spreadsheet opens safely."""
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_spreadsheet_safe(value) for value in row] for row in rows)


def _spreadsheet_safe(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP)."""
    formula = isinstance(value, str) and value.startswith(FORMULA_SIGNS)
    return f"'{value}" if formula else value
