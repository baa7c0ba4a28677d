"""`sijill status` says which version of the extractors read the published rows, and how many."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.command_kit import run
from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.publication.vintages import ReadingCounts, list_readings

ROWS = sum(MONTHS.values())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One vintage, but for two articles, a report and an incident that another version read: their
    words were taken out while that was the current one."""
    settings = settings_in(tmp_path)
    write_build(settings)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("alter table marts.fct_incident add column extractor_version varchar")
        con.execute("update marts.fct_incident set extractor_version = 'new'")
        con.execute(
            "update marts.fct_incident set extractor_version = 'old' where incident_id ="
            " (select min(incident_id) from marts.fct_incident)"
        )
        con.execute("delete from marts.fct_incident_mention")
        con.execute(
            "insert into marts.fct_incident_mention by name select 'm' || number as mention_id,"
            " 'i' as incident_id, '2026-11' as incident_month,"
            " case when number = 0 then 'old' else 'new' end as extractor_version"
            " from range(5) as numbers(number)"
        )
        con.execute("delete from marts.fct_article")
        con.execute(
            "insert into marts.fct_article select 'a' || number,"
            " case when number < 2 then 'old' else 'new' end from range(7) as numbers(number)"
        )
        con.execute("delete from marts.dim_vintage")
        con.execute("insert into marts.dim_vintage values (1, 'new', 1, date '2026-11-20', true)")
    publish(settings, NIGHT, "run", now=NOW)
    return settings


def test_rows_are_counted_by_the_version_that_read_them(settings: Settings) -> None:
    assert list_readings(settings) == [
        ReadingCounts("new", 1, 5, 4, ROWS - 1),
        ReadingCounts("old", None, 2, 1, 1),
    ]


def test_status_shows_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("warehouse.cli.nights.get_settings", lambda: settings)
    assert run(monkeypatch, "status") == 0
    told = capsys.readouterr().out
    assert f"vintage 1  new: 5 articles, 4 reports, {ROWS - 1} incidents" in told
    assert "no vintage old: 2 articles, 1 reports, 1 incidents" in told
    assert run(monkeypatch, "status", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert status["readings"][0] == {
        "extractor_version": "new", "vintage": 1, "articles": 5, "reports": 4,
        "incidents": ROWS - 1,
    }  # fmt: skip
    assert status["current"] == status["versions"][-1]


def test_status_before_anything_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path)
    monkeypatch.setattr("warehouse.cli.nights.get_settings", lambda: settings)
    assert run(monkeypatch, "status", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["current"], told["readings"], told["nights"]) == (None, [], [])
