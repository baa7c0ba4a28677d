"""Superset over the published warehouse, for real: what it shows, what it cannot be made to do."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bi.superset import bundle
from tests.bi.chart_sql import GREATEST, QUERIES
from tests.bi.dashboard_kit import Dashboard, Rows
from tests.end_to_end.conftest import NIGHTS, run_night
from warehouse.core.settings import Settings
from warehouse.publication.published import query
from warehouse.services import superset
from warehouse.store.versions import current_version

pytestmark = pytest.mark.bi

REFUSED = (
    "select * from read_csv('/etc/hostname')",
    "select * from read_text('/etc/hostname')",
    "select * from '/etc/hostname'",
    "select * from glob('/etc/*')",
    "copy (select 1) to '{folder}/written.csv'",
    "attach '{folder}/made.duckdb'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "load httpfs",
    "delete from marts.fct_incident",
)


def test_it_shows_what_is_published_and_follows_a_publication(
    dashboard: Dashboard, world: Settings
) -> None:
    before = dashboard.charts(os.environ.get("SIJILL_SUPERSET_PICTURE"))
    _compare(before, world)
    version = current_version(world)
    assert version is not None
    assert version in dashboard.text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", dashboard.text)

    run_night(world, NIGHTS[2])

    assert current_version(world) != version
    after = dashboard.charts()
    _compare(after, world)
    assert str(current_version(world)) in dashboard.text
    assert version not in dashboard.text
    for chart in ("publication", "incidents_by_month_and_type", "coverage_by_outlet"):
        assert before[chart] != after[chart], chart


def test_the_page_asks_nobody_else(dashboard: Dashboard) -> None:
    dashboard.charts()
    elsewhere = [
        url for url in dashboard.requested
        if not url.startswith((dashboard.address, "data:", "blob:"))
        and url not in dashboard.forbidden  # the page's own policy kept it back
    ]  # fmt: skip
    assert dashboard.requested
    assert elsewhere == []


def test_what_is_exported_is_what_was_imported(
    dashboard: Dashboard, world: Settings, tmp_path: Path
) -> None:
    files = {path: path.read_bytes() for path in bundle.ASSETS.rglob("*.yaml")}
    superset.bring_up(world, "export")
    assert {path: path.read_bytes() for path in bundle.ASSETS.rglob("*.yaml")} == files


def test_secrets_are_the_owners_alone(dashboard: Dashboard, world: Settings) -> None:
    assert stat.S_IMODE(world.superset_home.stat().st_mode) == 0o700
    assert stat.S_IMODE((world.superset_home / "secret_key").stat().st_mode) == 0o600
    assert superset.bring_up(world) == "", "the password is shown once"


def test_nobody_gets_in_without_the_login(dashboard: Dashboard) -> None:
    assert dashboard.context.browser is not None
    stranger = dashboard.context.browser.new_context()
    for path in ("/api/v1/chart/", "/api/v1/database/"):
        assert not (stranger.request.get(dashboard.address + path).json().get("result"))
    stranger.close()


@pytest.mark.parametrize("hostile", [False, True], ids=["as_it_is", "after_a_hostile_import"])
def test_sql_lab_reads_the_warehouse_and_nothing_else(
    dashboard: Dashboard, world: Settings, tmp_path: Path, hostile: bool
) -> None:
    if hostile:
        _import_an_open_door(dashboard, tmp_path)
    passed, told = dashboard.sql("select count(*) as n from marts.fct_incident")
    assert passed, told
    assert told == f'[{{"n": {query(world, "select count(*) from fct_incident")[1][0][0]}}}]'
    for statement in REFUSED:
        passed, told = dashboard.sql(statement.format(folder=tmp_path))
        assert not passed, f"{statement}: {told}"
        assert (
            "Permission Error" in told
            or "locked" in told
            or "does not exist" in told
            or ("read-only" in told or "does not allow for DDL/DML" in told)
        ), f"{statement}: {told}"
    assert list(tmp_path.iterdir()) == []


def _import_an_open_door(dashboard: Dashboard, folder: Path) -> None:
    """What an import would have to say to get at the machine's files."""
    open_door = {
        "read_only": False,
        "config": {"enable_external_access": "true", "lock_configuration": "false"},
        "preload_extensions": ["httpfs"],
    }
    told = yaml.safe_load(bundle.contents()["databases/Sijill.yaml"])
    told |= {
        "sqlalchemy_uri": f"duckdb:///{folder}/other.duckdb?enable_external_access=true",
        "allow_dml": True,
        "allow_ctas": True,
        "allow_file_upload": True,
        "extra": {"engine_params": {"connect_args": open_door}},
    }
    dashboard.import_database(told)
    stored = dashboard.database()
    assert "other.duckdb" in stored["sqlalchemy_uri"]
    assert "preload_extensions" in stored["extra"]


def _compare(shown: Mapping[str, Rows], world: Settings) -> None:
    assert set(shown) == set(QUERIES)
    for chart, sql in QUERIES.items():
        _, truth = query(world, sql)
        given = _sorted(shown[chart])
        assert given, chart
        if chart in GREATEST:
            figures = sorted((row[-1] for row in truth), reverse=True)[: GREATEST[chart]]
            assert sorted((row[-1] for row in given), reverse=True) == figures, chart
            assert set(given) <= set(truth), chart
        elif chart == "deadliest_incidents":  # in this order
            assert _plain(shown[chart]) == _plain(truth), chart
        else:
            assert given == _sorted(truth), chart


def _plain(rows: Rows) -> Rows:
    return [tuple(round(v, 6) if isinstance(v, float) else v for v in row) for row in rows]


def _sorted(rows: Rows) -> Rows:
    return sorted(_plain(rows), key=repr)


def test_every_chart_is_compared() -> None:
    charts = [name for name in bundle.contents() if name.startswith("charts/")]
    assert len(charts) == 10
    assert {Path(name).stem for name in charts} == set(QUERIES)
