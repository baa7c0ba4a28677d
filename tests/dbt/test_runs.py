"""Running dbt: the same again, nights out of order, failures, documentation, unit tests."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.corrections_kit import correct
from tests.dbt.pipeline import LAST_NIGHT, build, contents, settings_in
from tests.dbt.staging_builder import StagingBuilder
from warehouse.errors import GateBlocked, LinkFailed, TransformFailed
from warehouse.gate import run_gate
from warehouse.link import link
from warehouse.publish import publish
from warehouse.settings import Settings
from warehouse.transform import generate_docs, run_dbt, run_unit_tests

NOW = dt.datetime(2026, 2, 4, tzinfo=dt.UTC)


@pytest.fixture
def copy_of_built(built: Settings, tmp_path: Path) -> Settings:
    """The built warehouse, to be changed."""
    settings = settings_in(tmp_path)
    shutil.copytree(built.var_dir, settings.var_dir)
    return settings


@pytest.mark.full
def test_a_month_that_an_incident_left_is_summed_up_anew(copy_of_built: Settings) -> None:
    settings = copy_of_built
    publish(settings, LAST_NIGHT, "publish", now=NOW)
    before = contents(settings)
    (moved, month), (retracted, _), *_ = _incidents(settings)
    sums = ("marts.mart_daily_by_governorate", "marts.mart_actor_activity")
    assert _inferred(settings, moved) == "date, target_type"
    correct(
        settings,
        {"correction_id": "m", "action": "set", "subject": moved, "field": "occurred_on",
         "value": "2024-02-05"},
        {"correction_id": "r", "action": "retract", "subject": retracted},
    )  # fmt: skip
    build(settings, run_id="corrected")
    with pytest.raises(GateBlocked) as blocked:
        run_gate(settings, LAST_NIGHT, "corrected", now=NOW)
    # the facts of the scenario have no evidence; a retraction is nothing to complain of
    assert str(blocked.value).startswith("1 of ")
    assert "staging.incident_facts: evidence for each field" in str(blocked.value)
    see_that_seeds_and_views_stand(settings, "corrected")
    corrected = contents(settings)
    assert month not in {"2024-02", "unknown"}
    assert ("2024-02",) in _months(settings)
    # what an editor set is not inferred
    assert _inferred(settings, moved) == "target_type"
    for table in sums:
        assert corrected[table] != before[table], table
    for selection in ("before_link", "after_link"):
        run_dbt(settings, selection=selection, batch_date=LAST_NIGHT, run_id="all", everything=True)
    assert contents(settings) == corrected
    correct(settings)
    build(settings, run_id="undone")
    undone = contents(settings)
    for table in (*sums, "marts.mart_source_coverage", "marts.mart_incidents"):
        assert undone[table] == before[table], table


def see_that_seeds_and_views_stand(settings: Settings, run_id: str) -> None:
    """The run left them as they were: only what may have changed was built."""
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        ran = con.execute(
            "select unique_id from ops.model_results where run_id = ?", [run_id]
        ).fetchall()
    names = {name for (name,) in ran}
    assert "model.sijill.int_incident_mentions" in names
    assert not [name for name in names if name.startswith(("seed.", "model.sijill.stg_"))]


def _incidents(settings: Settings) -> list[tuple[str, str]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return con.execute(
            "select incident_id, incident_month from marts.fct_incident"
            " order by incident_month, incident_id"
        ).fetchall()


def _inferred(settings: Settings, incident: str) -> str | None:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        [row] = con.execute(
            "select inferred_fields from marts.mart_incidents where incident_id = ?", [incident]
        ).fetchall()
    told: str | None = row[0]
    return told


def _months(settings: Settings) -> list[tuple[str]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return con.execute(
            "select distinct incident_month from marts.mart_daily_by_governorate"
        ).fetchall()


def test_each_node_is_kept_in_ops(built: Settings) -> None:
    with duckdb.connect(str(built.build_file), read_only=True) as con:
        kept = con.execute(
            "select dbt_selection, unique_id, status, execution_seconds > 0 "
            "from ops.model_results where run_id = 'run-1' and batch_date = ?",
            [LAST_NIGHT],
        ).fetchall()
    assert ("before_link", "model.sijill.int_incident_mentions", "success", True) in kept
    assert ("after_link", "model.sijill.fct_incident", "success", True) in kept
    assert ("after_link", "test.sijill.unknown_members", "pass", True) in kept
    assert not [row for row in kept if row[2] not in ("success", "pass")]
    # nothing that needs the links ran before them
    before = {row[1] for row in kept if row[0] == "before_link"}
    assert not [name for name in before if "fct_" in name or "dim_" in name or "link" in name]
    assert len({row[1] for row in kept}) == len(kept)


def test_what_follows_from_the_seeds_alone_is_said_to(built: Settings) -> None:
    # a night leaves it as it stands (warehouse/transform.py)
    manifest = json.loads((built.dbt_target_dir / "manifest.json").read_text(encoding="utf-8"))
    standing = {name for name in manifest["nodes"] if name.startswith("seed.")}
    models = {
        name: manifest["parent_map"][name]
        for name in manifest["nodes"]
        if name.startswith("model.") and manifest["parent_map"][name]
    }
    while more := {n for n, parents in models.items() if standing.issuperset(parents)} - standing:
        standing |= more
    said = {name for name in models if "seeds_only" in manifest["nodes"][name]["tags"]}
    assert said == standing & models.keys()


def test_a_fact_outside_the_vocabulary_fails_with_its_test_named(copy_of_built: Settings) -> None:
    with StagingBuilder(copy_of_built.build_file) as staging:
        staging.con.execute(
            "update staging.incident_facts set event_type = 'picnic' "
            "where event_type = 'air_strike'"
        )
    with pytest.raises(TransformFailed) as failed:
        run_dbt(copy_of_built, selection="before_link", batch_date=LAST_NIGHT, run_id="bad")
    assert "int_incident_mentions_references" in failed.value.message
    assert "dbt.log" in failed.value.hint
    assert (copy_of_built.dbt_target_dir / "logs" / "dbt.log").exists()
    with duckdb.connect(str(copy_of_built.build_file), read_only=True) as con:
        kept = con.execute(
            "select count(*) from ops.model_results where run_id = 'bad' and status = 'fail'"
        ).fetchall()
    assert kept[0][0] >= 1


def test_without_staging_dbt_and_the_link_step_say_what_is_missing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(LinkFailed, match="no build file"):
        link(settings)
    with StagingBuilder(settings.build_file):
        pass
    with pytest.raises(LinkFailed, match="int_incident_mentions"):
        link(settings)


def test_linking_everything_anew_gives_the_links_that_there_were(copy_of_built: Settings) -> None:
    with duckdb.connect(str(copy_of_built.build_file)) as con:
        before = con.execute("select * from linking.incident_links order by all").fetchall()
        con.execute("insert into linking.incident_links values ('gone', 'inc_gone', 'x', 1.0)")
    result = link(copy_of_built, everything=True)
    assert (result.mentions, result.linked, result.incidents) == (5, 4, 4)
    with duckdb.connect(str(copy_of_built.build_file)) as con:
        after = con.execute("select * from linking.incident_links order by all").fetchall()
    assert after == before


@pytest.mark.full
def test_the_rules_in_sql_pass_their_unit_tests(copy_of_built: Settings) -> None:
    tests = run_unit_tests(copy_of_built)
    assert len(tests) >= 11
    assert {test.status for test in tests} == {"pass"}


@pytest.mark.full
def test_documentation_is_one_page(copy_of_built: Settings) -> None:
    page = generate_docs(copy_of_built).read_text(encoding="utf-8")
    assert "fct_incident_mention" in page
    assert "Least number killed that the text allows" in page
