"""The marts that a version's page is written from, empty, with the columns of their contracts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

_MODELS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
#: what bi/page/sql and bi/page/labels.py read
PAGE_MARTS = (
    "mart_incidents", "mart_incidents_held", "mart_source_coverage", "fct_casualty_claim",
    "fct_attribution", "fct_incident_mention", "fct_incident_version", "dim_incident",
    "dim_article", "dim_outlet", "dim_actor", "dim_event_type", "dim_measured_quality",
    "dim_target_type", "dim_weapon", "dim_location",
)  # fmt: skip


@cache
def contract(mart: str) -> list[dict[str, Any]]:
    """The columns that the mart promises: name, data_type, constraints."""
    told = yaml.safe_load((_MODELS / f"{mart}.yml").read_text(encoding="utf-8"))
    columns: list[dict[str, Any]] = told["models"][0]["columns"]
    return columns


def complete_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the marts that the page needs and that are not there, and the columns that these lack."""
    there: dict[str, set[str]] = {}
    for mart, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
    ).fetchall():
        there.setdefault(mart, set()).add(column)
    for mart in PAGE_MARTS:
        columns = {column["name"]: column["data_type"] for column in contract(mart)}
        if mart not in there:
            told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"create table marts.{mart} ({told})")
            continue
        for name in [name for name in columns if name not in there[mart]]:
            connection.execute(f"alter table marts.{mart} add column {name} {columns[name]}")
