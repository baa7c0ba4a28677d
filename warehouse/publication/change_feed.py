"""What a publication changed, as files of its version, for tables that are kept up elsewhere.

    changes/changes.csv        a row a changed incident, by incident id: what it says from then on
    changes/changes.jsonl      the same, a JSON object a line
    changes/changes.parquet    the same

Applied in the order of their publications, the files give the incidents as they stand: docs/
publishing.md has the recipe. The feed of a version that is pruned moves to published/changes/.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.core.spreadsheet import copy_to_csv
from warehouse.core.sql_text import sql_literal, statements

_SQL = statements(__file__)

FOLDER = "changes"


def write_changes(connection: duckdb.DuckDBPyConnection, folder: Path, number: int) -> None:
    """Write the feed of the publication of this number into `folder`. `connection` has the
    published tables in the schema marts; with one thread the files' bytes depend on these alone."""
    folder.mkdir(parents=True)
    select = _SQL["changes"].format(number=number)
    columns = connection.execute(f"describe {select}").fetchall()
    copy_to_csv(connection, folder / "changes.csv", select, [(row[0], row[1]) for row in columns])
    for name, how in (
        ("changes.jsonl", "format json"),
        ("changes.parquet", "format parquet, compression zstd"),
    ):
        connection.execute(f"copy ({select}) to {sql_literal(str(folder / name))} ({how})")
