"""The real scheduler: a night on its schedule, and a backfill of two.

Everything runs on loopback in a folder of its own, and is stopped at the end.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.conftest import NIGHTS, make_world, run_night
from tests.scale.services import free_port
from warehouse.backup.write import list_backups
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night.late import late_batches
from warehouse.night.run import last_summaries
from warehouse.services import scheduler

pytestmark = pytest.mark.slow

START_SECONDS, RUN_SECONDS = 180, 900


SAMPLES = PROJECT_ROOT / "samples" / "landing"


def last_whole_interval(settings: Settings) -> dt.date:
    """The night that the scheduler makes a run for now: from 02:00 to 02:00, in the DAG's zone."""
    now = dt.datetime.now(settings.zone)
    return (now - dt.timedelta(days=1, hours=2)).date()


class RunningAirflow:
    """Airflow's components, in a world of their own."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.settings = settings
        self.port = port
        self.environment = {
            **scheduler.airflow_environment(settings, port=port),
            "SIJILL_LANDING_DIR": str(settings.landing_dir),
            "SIJILL_VAR_DIR": str(settings.var_dir),
            "SIJILL_PUBLISHED_DIR": str(settings.published_dir),
            "SIJILL_MIN_FREE_MB": "0",
            "SIJILL_AIRFLOW_PORT": str(port),
        }

    def cli(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "airflow", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def get(self, path: str, token: str | None = None) -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def login(self) -> str:
        password = json.loads((self.settings.airflow_home / "passwords.json").read_text())["admin"]
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/auth/token",
            data=json.dumps({"username": "admin", "password": password}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(json.loads(answer.read())["access_token"])

    def runs(self) -> list[dict[str, Any]]:
        answer = self.get("/api/v2/dags/incident_nightly/dagRuns?limit=50", self.login())
        return list(answer["dag_runs"])

    def wait_for_runs(self, count: int, run_type: str) -> list[dict[str, Any]]:
        deadline = time.monotonic() + RUN_SECONDS
        runs: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            runs = [r for r in self.runs() if r["run_type"] == run_type]
            ended = [r for r in runs if r["state"] in {"success", "failed"}]
            if len(ended) >= count:
                return ended
            time.sleep(5)
        pytest.fail(f"{count} {run_type} runs wanted, got {runs}")


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAirflow]:
    root = tmp_path_factory.mktemp("scheduler")
    settings = make_world(root, *NIGHTS[:2])
    scheduled = settings.landing_dir / last_whole_interval(settings).isoformat()
    if not scheduled.exists():
        shutil.copytree(SAMPLES / NIGHTS[2], scheduled)
    scheduler.prepare(settings)
    running = RunningAirflow(settings, free_port())
    log = (root / "airflow.log").open("w")
    process = scheduler.start(settings, environment=running.environment, output=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                health = running.get("/api/v2/monitor/health")
                if health["scheduler"]["status"] == "healthy":
                    break
            except (urllib.error.URLError, OSError, KeyError):
                pass
            assert process.poll() is None, (root / "airflow.log").read_text()[-3000:]
            assert time.monotonic() < deadline, (root / "airflow.log").read_text()[-3000:]
            time.sleep(2)
        yield running
    finally:
        scheduler.stop_group(process)
        log.close()


def test_the_page_wants_a_login_and_shows_the_dag(airflow: RunningAirflow) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        airflow.get("/api/v2/dags")
    dags = airflow.get("/api/v2/dags", airflow.login())["dags"]
    (dag,) = [d for d in dags if d["dag_id"] == "incident_nightly"]
    assert dag["is_paused"] is False
    assert dag["timetable_summary"] is not None
    pools = airflow.get("/api/v2/pools", airflow.login())["pools"]
    assert {p["name"]: p["slots"] for p in pools}["sijill_build"] == 1


def test_the_scheduled_night_runs_for_the_day_its_interval_starts(
    airflow: RunningAirflow,
) -> None:
    (run,) = airflow.wait_for_runs(1, "scheduled")
    tasks = airflow.get(
        f"/api/v2/dags/incident_nightly/dagRuns/{run['dag_run_id']}/taskInstances", airflow.login()
    )["task_instances"]
    assert run["state"] == "success", [(t["task_id"], t["state"]) for t in tasks]
    start = dt.datetime.fromisoformat(run["data_interval_start"])
    night = start.astimezone(airflow.settings.zone).date()
    assert night == last_whole_interval(airflow.settings)
    summary = {s.batch_date: s for s in last_summaries(airflow.settings)}[night.isoformat()]
    assert summary.run_id == run["dag_run_id"]
    assert summary.articles_read > 5
    assert summary.version_changed


def test_a_publication_is_backed_up_and_says_what_it_holds(airflow: RunningAirflow) -> None:
    airflow.wait_for_runs(1, "scheduled")
    token = airflow.login()
    [event, *_] = airflow.get("/api/v2/assets/events", token)["asset_events"]
    assert event["extra"]["changed"] is True
    assert event["extra"]["row_counts"]["fct_incident"] > 0
    deadline = time.monotonic() + RUN_SECONDS
    while not (made := list_backups(airflow.settings)):
        assert time.monotonic() < deadline
        time.sleep(5)
    assert made[0].current == event["extra"]["version"]


def test_a_backfill_of_two_nights_publishes_both(airflow: RunningAirflow, tmp_path: Path) -> None:
    airflow.cli(
        "backfill", "create", "--dag-id", "incident_nightly",
        "--from-date", f"{NIGHTS[0]}T00:00+03:00", "--to-date", f"{NIGHTS[1]}T23:59+03:00",
    )  # fmt: skip
    runs = airflow.wait_for_runs(2, "backfill")
    assert [run["state"] for run in runs] == ["success", "success"]
    summaries = {s.batch_date for s in last_summaries(airflow.settings)}
    assert {NIGHTS[0], NIGHTS[1]} <= summaries
    by_cli = make_world(tmp_path, *NIGHTS[:2])
    for night in NIGHTS[:2]:
        run_night(by_cli, night)
    assert staged(airflow.settings, *NIGHTS[:2]) == staged(by_cli, *NIGHTS[:2])


def test_a_late_file_has_its_night_run_again(airflow: RunningAirflow) -> None:
    night = last_whole_interval(airflow.settings) - dt.timedelta(days=1)
    folder = airflow.settings.landing_dir / night.isoformat()
    if not folder.exists():  # a sample night otherwise, which the backfill has run
        shutil.copytree(SAMPLES / NIGHTS[0], folder)
    shutil.copy(SAMPLES / NIGHTS[2] / "levant.jsonl", folder / "late.jsonl")
    airflow.cli("dags", "trigger", "late_batches")
    deadline = time.monotonic() + RUN_SECONDS
    again: list[str] = []
    while time.monotonic() < deadline and not {"success", "failed"} & set(again):
        time.sleep(5)
        again = [
            run["state"]
            for run in airflow.runs()
            if (run["conf"] or {}).get("batch_date") == night.isoformat()
        ]
    assert again == ["success"]
    assert late_batches(airflow.settings, now=dt.datetime.now(dt.UTC)) == ()


def staged(settings: Settings, *nights: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return con.execute(
            "select * from staging.incident_facts where batch_date in (select unnest(?::date[]))"
            " order by all",
            [list(nights)],
        ).fetchall()
