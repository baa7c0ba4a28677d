"""A night reads what changed, not the history: how often it passes over the long tables.

benchmarks/growth.py measures the time; here the rows are counted that DuckDB passes over, which are
the same on every machine.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.dbt.pipeline import LAST_NIGHT, build, settings_in
from tests.dbt.scans import counted
from warehouse.publish import publish
from warehouse.settings import Settings

#: tables that grow with the history and are no models of dbt that a night builds in part
_LONG = {
    "staging.articles", "staging.incident_facts", "staging.casualty_claims",
    "staging.attributions", "staging.evidence",
    "linking.mentions", "linking.edges", "linking.components", "linking.incident_links",
    "linking.texts", "linking.text_bands", "linking.text_groups", "linking.reprints",
    "register.facts", "register.incidents", "register.incident_versions",
}  # fmt: skip
#: passes of one night over all long tables together: each takes some hundredths of a second over a
#: million rows. Raise it for a good reason only, and measure the night over a million incidents.
AT_MOST = 120


@pytest.fixture
def published(built: Settings, tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    shutil.copytree(built.var_dir, settings.var_dir)
    publish(settings, LAST_NIGHT, "publish", now=dt.datetime(2026, 2, 4, tzinfo=dt.UTC))
    return settings


def test_a_night_passes_over_the_history_seldom(
    published: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with duckdb.connect(str(published.build_file)) as con:
        con.execute(
            "insert into staging.changed_articles select min(article_id) from staging.articles"
        )
        rows = {
            table: con.execute(f"select count(*) from {table}").fetchall()[0][0]
            for table in _long_tables(published)
        }
    with counted(monkeypatch, tmp_path) as scans:
        build(published, run_id="night")
    passes: Counter[str] = Counter()
    readers: Counter[str] = Counter()
    for scan in scans:
        if rows.get(scan.table):
            passes[scan.table] += scan.rows / rows[scan.table]
            readers[f"{scan.reader} reads {scan.table}"] += scan.rows / rows[scan.table]
    told = "\n".join(f"{times:6.1f} {what}" for what, times in readers.most_common(40))
    assert 50 < passes.total() <= AT_MOST, f"{passes.total():.0f} passes:\n{told}\n{passes}"


def _long_tables(settings: Settings) -> set[str]:
    manifest = json.loads((settings.dbt_target_dir / "manifest.json").read_text(encoding="utf-8"))
    return _LONG | {
        f"{node['schema']}.{node['name']}"
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") == "incremental"
    }
