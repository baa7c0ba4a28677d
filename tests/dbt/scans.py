"""What a run of dbt reads: each table that a statement scans, with the rows that it passes over.

`counted` makes dbt's own process note this; counts depend on the statements and the rows alone,
not on the machine.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

_FILE = "SIJILL_TEST_SCANS"
#: dbt writes before each statement whose it is
_NODE = re.compile(r'"node_id": "([^"]+)"')
_WATCHED = Path(__file__).with_name("watched_dbt.py")


class Scan(NamedTuple):
    """A table as schema.name, the rows of it that a statement passed over, and dbt's node."""

    table: str
    rows: int
    reader: str


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[list[Scan]]:
    """A list that holds, at the end of the context, what dbt scanned within it."""
    scans: list[Scan] = []
    file = folder / "scans.jsonl"
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.steps.dbt_process._SERVER", _WATCHED)
        patched.setenv(_FILE, str(file))
        yield scans
    scans += [Scan(*json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def watch() -> None:
    """Note each scan of this process, which is dbt's."""
    from dbt.adapters.duckdb.environments import local

    cursors: Any = local.DuckDBCursorWrapper
    execute = cursors.execute

    def noted(self: Any, sql: str, bindings: Any = None) -> Any:
        cursor = self._cursor
        cursor.execute("pragma enable_profiling = 'no_output'")
        result = None
        for statement in [sql] if bindings else _statements(sql):
            result = execute(self, statement, bindings)
            _note(cursor, statement)
        return result

    cursors.execute = noted


def _statements(sql: str) -> list[str]:
    return [statement.query for statement in duckdb.extract_statements(sql)] or [sql]


def _note(cursor: duckdb.DuckDBPyConnection, statement: str) -> None:
    profile = cursor.get_profiling_information()
    if not profile:
        return
    node = _NODE.search(statement)
    lines = [
        json.dumps([table.split(".", 1)[1], rows, node[1] if node else statement[:60]])
        for table, rows in _scanned(json.loads(profile))
    ]
    # one write a statement: two threads of dbt share the file
    with Path(os.environ[_FILE]).open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))


def _scanned(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    table = node.get("extra_info", {}).get("Table", "").replace('"', "")
    if table and node.get("operator_rows_scanned"):
        yield table, node["operator_rows_scanned"]
    for child in node.get("children", ()):
        yield from _scanned(child)
