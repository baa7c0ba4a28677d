"""Running dbt: the same again, nights out of order, failures, documentation, unit tests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.dbt.pipeline import LAST_NIGHT, settings_in
from tests.dbt.staging_builder import StagingBuilder
from warehouse.core.errors import LinkFailed, TransformFailed
from warehouse.core.settings import Settings
from warehouse.steps.link import link
from warehouse.steps.transform import generate_docs, run_dbt, run_unit_tests


@pytest.fixture
def copy_of_built(built: Settings, tmp_path: Path) -> Settings:
    """The built warehouse, to be changed."""
    settings = settings_in(tmp_path)
    shutil.copytree(built.var_dir, settings.var_dir)
    return settings


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
    # a night leaves it as it stands (warehouse/steps/transform.py)
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
    result = link(copy_of_built, full_refresh=True)
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
