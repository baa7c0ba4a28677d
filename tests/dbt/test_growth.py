"""A night reads what changed, not the history: how often it passes over the long tables.

benchmarks/growth.py measures the time; here the rows are counted that DuckDB passes over, which are
the same on every machine.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from typing import Any, NamedTuple

import duckdb
import pytest

from tests.dbt.pipeline import LAST_NIGHT, build, settings_in
from tests.dbt.scans import Scan, counted
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.store.versions import read_manifest

pytestmark = pytest.mark.full

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
AT_MOST = 350
NOW = dt.datetime(2026, 2, 4, tzinfo=dt.UTC)


class Night(NamedTuple):
    """A night that read one article again: its settings, what dbt scanned, the rows of the long
    tables before it."""

    settings: Settings
    scans: list[Scan]
    rows: dict[str, Any]


@pytest.fixture(scope="module")
def night(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Night:
    folder = tmp_path_factory.mktemp("night")
    settings = settings_in(folder)
    shutil.copytree(built.var_dir, settings.var_dir)
    publish(settings, LAST_NIGHT, "publish", now=NOW)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(
            "insert into staging.changed_articles select min(article_id) from staging.articles"
        )
        con.execute(
            "update staging.articles set published_on = published_on + 1 where article_id"
            " in (select article_id from staging.changed_articles)"
        )
        rows = {
            table: con.execute(f"select count(*) from {table}").fetchall()[0][0]
            for table in _long_tables(settings)
        }
    with pytest.MonkeyPatch.context() as monkeypatch, counted(monkeypatch, folder) as scans:
        build(settings, run_id="night")
    return Night(settings, scans, rows)


def test_a_night_passes_over_the_history_seldom(night: Night) -> None:
    passes: Counter[str] = Counter()
    readers: Counter[str] = Counter()
    for scan in night.scans:
        if night.rows.get(scan.table):
            times = scan.rows / night.rows[scan.table]
            passes[scan.table] += times
            readers[f"{scan.reader} reads {scan.table}"] += times
    told = "\n".join(f"{times:6.1f} {what}" for what, times in readers.most_common(40))
    assert 50 < passes.total() <= AT_MOST, f"{passes.total():.0f} passes:\n{told}\n{passes}"


def test_a_publication_writes_what_changed(night: Night) -> None:
    result = publish(night.settings, LAST_NIGHT, "night", now=NOW)
    assert result.changed
    assert read_manifest(result.path)["duckdb"]["brought_forward"]
    months = [path for path in read_manifest(result.path)["parquet"] if "incident_month=" in path]
    assert result.files_kept > len(months) / 2, (result, len(months))


def _long_tables(settings: Settings) -> set[str]:
    manifest = json.loads((settings.dbt_target_dir / "manifest.json").read_text(encoding="utf-8"))
    return _LONG | {
        f"{node['schema']}.{node['name']}"
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") == "incremental"
    }
