"""The DAG as Airflow sees it: it parses fast, in the right order, with its pool and limits."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from warehouse.core.settings import Settings
from warehouse.services import scheduler

ROOT = Path(__file__).resolve().parents[2]
#: what a DAG file must not drag in when it is merely parsed
HEAVY = ("dbt", "great_expectations", "pandas", "stanza", "torch", "duckdb", "pyarrow")

PROBE = """
import json, sys, time
sys.path.insert(0, "dags")
import airflow.sdk
before = set(sys.modules)
start = time.process_time()
import incident_nightly as module
seconds = time.process_time() - start
from airflow.sdk import DAG
dag = module.incident_nightly()
print("PROBE " + json.dumps({
    "seconds": seconds,
    "heavy": sorted({m.split(".")[0] for m in set(sys.modules) - before} & set(sys.argv[1:])),
    "pools": {t.task_id: t.pool for t in dag.tasks},
    "queues": {t.task_id: t.queue for t in dag.tasks},
    "downstream": {t.task_id: sorted(t.downstream_task_ids) for t in dag.tasks},
    "retries": {t.task_id: t.retries for t in dag.tasks},
    "timeouts": {t.task_id: t.execution_timeout.total_seconds() for t in dag.tasks},
    "outlets": {t.task_id: [o.uri for o in t.outlets] for t in dag.tasks if t.outlets},
    "max_active_runs": dag.max_active_runs,
    "catchup": dag.catchup,
    "doc": dag.doc_md,
    "tags": sorted(dag.tags),
    "deadline": bool(dag.deadline),
    "on_failure": bool(dag.on_failure_callback),
}))
"""


@pytest.fixture(scope="module")
def airflow_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(var_dir=tmp_path_factory.mktemp("airflow") / "var")
    scheduler.prepare(settings)
    return settings


@pytest.fixture(scope="module")
def probe(airflow_settings: Settings) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *HEAVY],
        cwd=ROOT,
        env=scheduler.airflow_environment(airflow_settings),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("PROBE ")]
    assert lines, done.stderr[-3000:]
    return dict(json.loads(lines[0].removeprefix("PROBE ")))


def airflow(settings: Settings, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "airflow", *arguments],
        env=scheduler.airflow_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()[-1]  # warnings may stand above the JSON


def test_airflow_lists_the_dag_without_import_errors(airflow_settings: Settings) -> None:
    assert (
        json.loads(airflow(airflow_settings, "dags", "list-import-errors", "--local", "-o", "json"))
        == []
    )
    dags = json.loads(airflow(airflow_settings, "dags", "list", "--local", "-o", "json"))
    assert [row["dag_id"] for row in dags] == ["incident_nightly", "late_batches"]


def test_parsing_is_cheap(probe: dict[str, Any]) -> None:
    assert probe["heavy"] == []
    assert probe["seconds"] < 1.5


def test_the_steps_stand_in_their_order(probe: dict[str, Any]) -> None:
    down = probe["downstream"]
    order = [
        "load_staging", "transform_staging", "link", "transform_marts", "gate", "publish", "finish",
    ]  # fmt: skip
    for before, after in itertools.pairwise(order):
        assert down[before] == [after]
    assert down["finish"] == []
    assert down["extract"] == ["load_staging"]
    assert "extract" in down["plan_shards"]
    assert sorted(down["find_batch"]) == ["load_staging", "plan_shards"]


def test_writers_of_the_build_file_share_a_pool_that_exists_with_one_slot(
    probe: dict[str, Any], airflow_settings: Settings
) -> None:
    pools = {
        row["pool"]: int(row["slots"])
        for row in json.loads(airflow(airflow_settings, "pools", "list", "-o", "json"))
    }
    writers = {
        "load_staging", "transform_staging", "link", "transform_marts", "gate", "publish", "finish",
    }  # fmt: skip
    assert {task for task, pool in probe["pools"].items() if pool == "sijill_build"} == writers
    assert pools["sijill_build"] == 1
    assert set(probe["pools"].values()) <= set(pools)


def test_articles_may_be_read_anywhere_and_all_else_where_the_warehouse_is(
    probe: dict[str, Any],
) -> None:
    elsewhere = {task for task, queue in probe["queues"].items() if queue == scheduler.READ_QUEUE}
    assert elsewhere == {"extract"}
    assert set(probe["queues"].values()) == {scheduler.READ_QUEUE, scheduler.BUILD_QUEUE}


def test_runs_are_limited_retried_watched_and_documented(probe: dict[str, Any]) -> None:
    assert probe["max_active_runs"] == 1
    assert probe["catchup"] is False
    assert min(probe["retries"].values()) >= 1
    assert max(probe["timeouts"].values()) <= 6 * 3600
    assert probe["deadline"]
    assert probe["on_failure"]
    assert "3 am" in probe["doc"]
    assert probe["tags"] == ["nightly", "sijill"]
    assert list(probe["outlets"]) == ["publish"]


def test_everything_of_airflow_lies_in_the_project(airflow_settings: Settings) -> None:
    environment = scheduler.airflow_environment(airflow_settings)
    assert environment["AIRFLOW_HOME"] == str(airflow_settings.airflow_home)
    assert str(airflow_settings.airflow_home) in environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    for name in ("fernet_key", "jwt_secret", "api_secret"):
        mode = (airflow_settings.airflow_home / name).stat().st_mode & 0o777
        assert mode == 0o600
