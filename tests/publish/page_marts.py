"""The marts that a version's page is written from, empty, with the columns of their contracts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml

_MODELS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
#: what bi/page/sql and bi/page/labels.py read
PAGE_MARTS = (
    "mart_incidents", "mart_source_coverage", "fct_casualty_claim", "fct_attribution",
    "fct_incident_mention", "fct_incident_version", "dim_incident", "dim_article", "dim_outlet",
    "dim_actor", "dim_event_type", "dim_measured_quality", "dim_target_type", "dim_weapon",
    "dim_location",
)  # fmt: skip


def contract(mart: str) -> list[dict[str, Any]]:
    """The columns that the mart promises: name, data_type, constraints."""
    told = yaml.safe_load((_MODELS / f"{mart}.yml").read_text(encoding="utf-8"))
    columns: list[dict[str, Any]] = told["models"][0]["columns"]
    return columns


def complete_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the marts that the page needs and that are not there, and the columns that these lack."""
    for mart in PAGE_MARTS:
        columns = [f"{column['name']} {column['data_type']}" for column in contract(mart)]
        connection.execute(f"create table if not exists marts.{mart} ({', '.join(columns)})")
        for column in columns:
            connection.execute(f"alter table marts.{mart} add column if not exists {column}")
