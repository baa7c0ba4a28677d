"""Airflow's environment where its tasks go to workers on several machines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from warehouse.core.errors import SettingsError
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.services import scheduler

POSTGRES = "postgresql+psycopg2://sijill:it%27s@db/airflow"


def settings_in(folder: Path, **more: str) -> Settings:
    return Settings(var_dir=folder / "var", **more)  # type: ignore[arg-type]


def test_without_a_broker_tasks_run_here(tmp_path: Path) -> None:
    told = scheduler.airflow_environment(settings_in(tmp_path))
    assert told["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert told["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("sqlite:///")


def test_with_a_broker_workers_take_them(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        airflow_broker="redis://queue/0",
        airflow_database=POSTGRES,
        airflow_url="http://warehouse:8080",
    )
    told = scheduler.airflow_environment(settings)
    assert told["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert told["AIRFLOW__CELERY__BROKER_URL"] == "redis://queue/0"
    assert told["AIRFLOW__CELERY__RESULT_BACKEND"] == "db+postgresql://sijill:it%27s@db/airflow"
    assert told["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://warehouse:8080/execution/"
    # neither the page nor a worker's logs are open to a network that nobody named
    assert told["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert told["AIRFLOW__LOGGING__WORKER_LOG_SERVER_HOST"] == "127.0.0.1"


def test_secrets_are_made_once_or_told_by_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "AIRFLOW__API_AUTH__JWT_SECRET"
    made = scheduler.airflow_environment(settings_in(tmp_path))[name]
    assert scheduler.airflow_environment(settings_in(tmp_path))[name] == made
    assert len(made) >= 64
    monkeypatch.setenv(name, "the same everywhere")
    assert scheduler.airflow_environment(settings_in(tmp_path))[name] == "the same everywhere"


@pytest.mark.parametrize("database", [None, "sqlite:////srv/airflow.db"])
def test_workers_want_metadata_that_all_can_reach(tmp_path: Path, database: str | None) -> None:
    settings = Settings(
        var_dir=tmp_path / "var", airflow_broker="redis://queue/0", airflow_database=database
    )
    with pytest.raises(SettingsError, match="metadata that all can reach"):
        scheduler.airflow_environment(settings)


def test_a_worker_without_a_broker_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="gets its tasks from a broker") as failure:
        scheduler.work(settings_in(tmp_path), queues=["sijill_read"], slots=1, port=8793)
    assert "SIJILL_AIRFLOW_BROKER" in failure.value.hint


def test_the_composed_machines_name_settings_that_there_are() -> None:
    composed = yaml.safe_load((PROJECT_ROOT / "ops" / "compose.yaml").read_text("utf-8"))
    told = {
        name
        for service in composed["services"].values()
        if service.get("image") == "sijill"
        for name in service["environment"]
        if name.startswith("SIJILL_")
    }
    assert told <= {f"SIJILL_{name.upper()}" for name in Settings.model_fields}
    wanted = set(re.findall(r"\$\{(\w+):\?\}", json.dumps(composed)))
    example = (PROJECT_ROOT / "ops" / "env.example").read_text("utf-8")
    assert wanted == set(re.findall(r"^(\w+)=", example, re.M))
