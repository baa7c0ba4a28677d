"""Reading the published warehouse: what is allowed, what is refused, and what a person is told."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.command_kit import run
from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from warehouse.core.errors import NothingPublished, QueryFailed
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.publication.published import MAX_SQL_CHARS, open_published, published_file, query


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    write_build(settings)
    publish(settings, NIGHT, "run", now=NOW)
    return settings


def test_tables_are_found_with_and_without_their_schema(settings: Settings) -> None:
    columns, rows = query(settings, "select count(*) as n from fct_incident")
    assert (columns, rows) == (["n"], [(sum(MONTHS.values()),)])
    assert query(settings, "select count(*) from marts.fct_incident")[1] == rows
    assert query(settings, "select version from publish_info")[1] == [
        (published_file(settings).parent.name,)
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "copy fct_incident to '/tmp/sijill-stolen.csv'",
        "attach '/tmp/sijill-other.duckdb' as other",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "create table fct_mine as select 1",
        "delete from fct_incident",
        "install httpfs",
        "load httpfs",
    ],
)
def test_sql_reaches_nothing_but_the_marts(settings: Settings, sql: str) -> None:
    with pytest.raises(QueryFailed) as failure:
        query(settings, sql)
    assert failure.value.hint
    assert not Path("/tmp/sijill-stolen.csv").exists()
    assert not Path("/tmp/sijill-other.duckdb").exists()


def test_a_wrong_table_names_the_right_ones(settings: Settings) -> None:
    with pytest.raises(QueryFailed) as failure:
        query(settings, "select * from incidents")
    assert "fct_incident_mention" in failure.value.hint


def test_a_wrong_column_and_bad_sql_have_hints(settings: Settings) -> None:
    with pytest.raises(QueryFailed) as failure:
        query(settings, "select killed from fct_incident")
    assert "describe" in failure.value.hint
    with pytest.raises(QueryFailed) as failure:
        query(settings, "selekt 1")
    assert "could not be read" in failure.value.hint


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("select zzqq from dim_actor", ""),
        ("select kiled from dim_actor", "killed_low in "),
        ("select incident_idd from fct_incident", "incident_id in "),
        ("select f.Incident_Month_ from fct_incident as f", "incident_month in "),
        ("select * from fct_incidents", "near it: fct_incident, "),
        ("select * from incident", "near it: fct_incident, "),
        ("select * from marts.dim_wepon", "near it: dim_weapon"),
    ],
)
def test_what_is_nearly_a_name_leads_to_it(settings: Settings, sql: str, near: str) -> None:
    with pytest.raises(QueryFailed) as failure:
        query(settings, sql)
    assert near in failure.value.hint
    assert ("near it" in failure.value.hint) == bool(near)


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("select order from fct_incident", "order"),
        ("select count(*) end from fct_incident", "end"),
        ("with table as (select 1) select 1", "table"),
        ("select 1 as n from fct_incident user", None),
        ("select * from fct_incident group", "group"),
        ("-- order,\nselekt 1, order", None),
        ("select from where", None),
    ],
)
def test_a_reserved_word_as_a_name_is_told(settings: Settings, sql: str, word: str | None) -> None:
    if sql.endswith("user"):
        query(settings, sql)
        return
    with pytest.raises(QueryFailed) as failure:
        query(settings, sql)
    assert ("reserved" in failure.value.hint) == (word is not None)
    assert word is None or f'write "{word}"' in failure.value.hint


COMMENTED = """-- Tolls of all, as of now
/* the second
   comment */
-- select nothing;
select count(*) as n from fct_incident  -- all of them
; -- and no more
"""


@pytest.mark.parametrize("given", [[COMMENTED], ["--format", "csv", COMMENTED], ["--file", ""]])
def test_sql_may_begin_with_comments(
    settings: Settings,
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("warehouse.cli.asking.get_settings", lambda: settings)
    if given[0] == "--file":
        file = tmp_path / "tolls.sql"
        file.write_text(COMMENTED, encoding="utf-8-sig")
        given = ["--file", str(file), "--json"]
    assert run(monkeypatch, "query", *given) == 0
    assert str(sum(MONTHS.values())) in capsys.readouterr().out


def test_comments_open_no_door(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("warehouse.cli.asking.get_settings", lambda: settings)
    file = tmp_path / "hostile.sql"
    file.write_text("-- read\n/* it */ copy fct_incident to '/tmp/sijill-stolen.csv'", "utf-8")
    assert run(monkeypatch, "query", "--file", str(file)) == 2
    assert "read-only" in capsys.readouterr().err.replace("\n", " ")
    assert not Path("/tmp/sijill-stolen.csv").exists()
    for wrong in (["--file", str(tmp_path / "none.sql")], ["--file", str(tmp_path)], [],
                  ["select 1", "--file", str(file)], ["--formt", "csv", "select 1"]):  # fmt: skip
        assert run(monkeypatch, "query", *wrong) == 2
    binary = tmp_path / "x.parquet"
    binary.write_bytes(b"PAR1\xff\xfe")
    assert run(monkeypatch, "query", "--file", str(binary)) == 2
    long = tmp_path / "long.sql"
    long.write_text("-- " + "x" * MAX_SQL_CHARS, "utf-8")
    assert run(monkeypatch, "query", "--file", str(long)) == 2
    assert "characters" in capsys.readouterr().err


def test_an_empty_statement_gives_no_rows(settings: Settings) -> None:
    assert query(settings, "-- nothing") == ([], [])


def test_spilling_leaves_nothing_beside_the_published_file(settings: Settings) -> None:
    with open_published(settings) as con:
        spill = con.execute("select current_setting('temp_directory')").fetchone()
    assert spill is not None
    assert not spill[0].startswith(str(settings.published_dir))
    assert not Path(spill[0]).exists()


def test_an_open_reader_keeps_its_version_over_a_publish(settings: Settings) -> None:
    with open_published(settings) as con:
        write_build(settings, {"2026-11": 1})
        publish(settings, NIGHT, "run", now=NOW)
        old = con.execute("select count(*) from fct_incident").fetchone()
    assert old == (sum(MONTHS.values()),)
    assert query(settings, "select count(*) from fct_incident")[1] == [(1,)]


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished) as failure:
        query(settings_in(tmp_path), "select 1")
    assert "sijill night" in failure.value.hint


def test_the_published_file_opens_as_a_plain_duckdb_file(settings: Settings) -> None:
    with duckdb.connect(str(published_file(settings)), read_only=True) as con:
        assert con.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'sijill'"
        ).fetchone() == ("v1.2.0+",)


def test_who_asks_for_a_table_that_there_is_not_is_told_the_tables_and_the_functions(
    settings: Settings,
) -> None:
    with pytest.raises(QueryFailed) as failure:
        query(settings, "select * from fixed_panel_trend")
    assert "fct_incident" in failure.value.hint
    assert "fixed_panel_trend(first_day, last_day" in failure.value.hint
    with pytest.raises(QueryFailed, match="no event type") as failure:
        query(
            settings,
            "select * from daily_trend('2026-01-01', '2026-01-02', wanted_type := 'air')",
        )
    assert "dim_event_type" in failure.value.hint
