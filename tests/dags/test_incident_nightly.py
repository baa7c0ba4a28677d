"""The DAG as Airflow sees it: it parses fast, in the right order, with its pool and limits."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from warehouse.core.airflow_names import BUILD_QUEUE, READ_QUEUE
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
    "timeouts_of_sensors": [t.timeout for t in dag.tasks if hasattr(t, "poke_interval")],
    "outlets": {t.task_id: [o.uri for o in t.outlets] for t in dag.tasks if t.outlets},
    "max_active_runs": dag.max_active_runs,
    "catchup": dag.catchup,
    "doc": dag.doc_md,
    "tags": sorted(dag.tags),
    "deadline": [one.interval.total_seconds() for one in dag.deadline or []],
    "run_timeout": dag.dagrun_timeout.total_seconds(),
    "teardowns": {t.task_id: t.on_failure_fail_dagrun for t in dag.tasks if t.is_teardown},
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
    assert [row["dag_id"] for row in dags] == [
        "backup_published", "incident_nightly", "late_batches",
    ]  # fmt: skip


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
    assert probe["teardowns"] == {"finish": False}
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
    elsewhere = {task for task, queue in probe["queues"].items() if queue == READ_QUEUE}
    assert elsewhere == {"extract"}
    assert set(probe["queues"].values()) == {READ_QUEUE, BUILD_QUEUE}


def test_runs_are_limited_retried_watched_and_documented(probe: dict[str, Any]) -> None:
    assert probe["max_active_runs"] == 1
    assert probe["catchup"] is False
    assert min(probe["retries"].values()) >= 1
    assert max(probe["timeouts"].values()) <= 6 * 3600
    # a batch that is late, but comes while the sensor waits, raises no alarm
    [deadline] = probe["deadline"]
    assert probe["timeouts_of_sensors"] == [6 * 3600]
    assert max(probe["timeouts_of_sensors"]) < deadline < probe["run_timeout"]
    assert probe["on_failure"]
    assert "3 am" in probe["doc"]
    assert probe["tags"] == ["nightly", "sijill"]
    assert list(probe["outlets"]) == ["publish"]


ZONES = ("Asia/Baghdad", "UTC", "America/New_York", "Pacific/Auckland")
INTERVALS = """
import json, sys
import datetime as dt
sys.path.insert(0, "dags")
import incident_nightly as module
from airflow.timetables.interval import CronDataIntervalTimetable
from warehouse.core.settings import get_settings
from warehouse.night.run import Night
dag = module.incident_nightly()
settings = get_settings()
timetable = CronDataIntervalTimetable(dag.timetable.expression, timezone=dag.timetable.timezone)
found = []
for day in (dt.date(2026, 3, 29), dt.date(2026, 7, 1), dt.date(2026, 12, 31)):
    run_after = dt.datetime.combine(day, dt.time(2), settings.zone)
    interval = timetable.infer_manual_data_interval(run_after=run_after)
    night = Night.of(settings, batch_date=None, run_id="r", interval_start=interval.start)
    found.append([str(interval.end.astimezone(settings.zone)), str(day), str(night.batch_date)])
print("PROBE " + json.dumps(found))
"""


@pytest.mark.parametrize("zone", ZONES)
def test_at_two_in_the_setting_s_zone_the_night_of_the_day_before_is_run(
    zone: str, airflow_settings: Settings
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERVALS],
        cwd=ROOT,
        env=scheduler.airflow_environment(airflow_settings) | {"SIJILL_TIMEZONE": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("PROBE ")]
    assert lines, done.stderr[-3000:]
    for ends, day, night in json.loads(lines[0].removeprefix("PROBE ")):
        assert ends.startswith(f"{day} 02:00:00")
        assert dt.date.fromisoformat(night) == dt.date.fromisoformat(day) - dt.timedelta(days=1)


def test_dags_test_runs_without_a_deadline(airflow_settings: Settings) -> None:
    assert scheduler.WITHOUT_DEADLINE == {"SIJILL_AIRFLOW_DEADLINE": "false"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *HEAVY],
        cwd=ROOT,
        env=scheduler.airflow_environment(airflow_settings) | scheduler.WITHOUT_DEADLINE,
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = [line for line in done.stdout.splitlines() if line.startswith("PROBE ")]
    assert json.loads(line.removeprefix("PROBE "))["deadline"] == []


def test_everything_of_airflow_lies_in_the_project(airflow_settings: Settings) -> None:
    environment = scheduler.airflow_environment(airflow_settings)
    assert environment["AIRFLOW_HOME"] == str(airflow_settings.airflow_home)
    assert str(airflow_settings.airflow_home) in environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    for name in ("fernet_key", "jwt_secret", "api_secret"):
        mode = (airflow_settings.airflow_home / name).stat().st_mode & 0o777
        assert mode == 0o600
