"""The transforming steps of a night, and what they leave behind."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt import scenario
from warehouse.core.settings import Settings
from warehouse.steps.dbt_process import kept_dbt
from warehouse.steps.link import link
from warehouse.steps.transform import run_dbt

LAST_NIGHT = dt.date.fromisoformat(scenario.NIGHTS[-1])


def settings_in(folder: Path) -> Settings:
    """Settings of the real project whose files all lie in one folder."""
    return Settings(
        _env_file=None,
        var_dir=folder / "var",
        published_dir=folder / "published",
        corrections_dir=folder / "corrections",
        duckdb_memory="1GB",
    )


def build(settings: Settings, run_id: str = "test", *, full_refresh: bool = False) -> None:
    """The transforming steps of a night."""
    with kept_dbt(settings) as dbt:
        transform_and_link(settings, dbt, run_id, full_refresh=full_refresh)


def transform_and_link(
    settings: Settings,
    dbt: Any,
    run_id: str,
    *,
    full_refresh: bool = False,
) -> int:
    """The transforming steps of a night; returns the number of the publication to come."""
    transform = partial(
        run_dbt, settings, batch_date=LAST_NIGHT, run_id=run_id, full_refresh=full_refresh, dbt=dbt
    )
    transform(selection="before_link")
    linked = link(settings, full_refresh=full_refresh)
    transform(selection="after_link")
    return linked.publication


def incident_of(settings: Settings, article: str) -> str:
    """The incident that an article of the build file reports."""
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        rows = con.execute(
            "select incident_id from linking.incident_links inner join linking.mentions"
            " using (mention_id) where article_id = ?",
            [article],
        ).fetchall()
    return str(rows[0][0])


#: what a run notes about itself: which rows it looked at, what the next publication would bring,
#: in which months something counted
NOTES = (
    "linking.changed_articles", "linking.changed_mentions", "linking.changed_incidents",
    "linking.corrected_incidents", "linking.pending_vintages",
    "transform.int_incident_months", "transform.int_incident_report_months",
    "transform.int_article_months",
)  # fmt: skip


def contents(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that dbt and the link step made, sorted."""
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name in ('reference', 'transform', 'linking', 'marts') order by all"
        ).fetchall()
        return {
            name: con.execute(f"select * from {name} order by all").fetchall()
            for (name,) in names
            if name not in NOTES
        }
