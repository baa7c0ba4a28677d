"""What docs/security.md says of servers and folders, asked of the programs themselves."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.landing_kit import jsonl, make_settings, plan, record
from warehouse.core.settings import PROJECT_ROOT
from warehouse.services import scheduler, superset
from warehouse.store.database import open_writer

ASK = """
import json
from airflow.configuration import conf
print("ASKED " + json.dumps({
    "host": conf.get("api", "host"),
    "base_url": conf.get("api", "base_url"),
    "auth_manager": conf.get("core", "auth_manager"),
    "all_admins": conf.getboolean("core", "simple_auth_manager_all_admins"),
    "users": conf.get("core", "simple_auth_manager_users"),
    "execution": conf.get("core", "execution_api_server_url"),
    "usage": conf.getboolean("usage_data_collection", "enabled"),
}))
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_airflow_listens_on_loopback_behind_a_login_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AIRFLOW__API__HOST": "0.0.0.0",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__AUTH_MANAGER": "nowhere.Open",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "guest:admin",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "True",
    }.items():
        monkeypatch.setenv(name, value)
    settings = make_settings(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=scheduler.airflow_environment(settings, port=8080),
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = [line for line in done.stdout.splitlines() if line.startswith("ASKED ")]
    assert json.loads(line.removeprefix("ASKED ")) == {
        "host": "127.0.0.1",
        "base_url": "http://127.0.0.1:8080",
        "auth_manager": scheduler.AUTH_MANAGER,
        "all_admins": False,
        "users": "admin:admin",
        "execution": "http://127.0.0.1:8080/execution/",
        "usage": False,
    }
    assert mode(settings.airflow_home) == 0o700
    for name in ("fernet_key", "api_secret", "jwt_secret"):
        assert mode(settings.airflow_home / name) == 0o600
        assert len((settings.airflow_home / name).read_text("utf-8")) >= 40


def test_superset_listens_on_loopback_behind_a_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--bind 0.0.0.0:80")
    settings = make_settings(tmp_path)
    environment = superset.superset_environment(settings)
    assert "GUNICORN_CMD_ARGS" not in environment
    command = superset.server_command(Path("python"), 8088)
    assert [command[n + 1] for n, word in enumerate(command) if word == "--bind"] == [
        "127.0.0.1:8088"
    ]
    assert mode(settings.superset_home) == 0o700
    assert mode(settings.superset_home / "secret_key") == 0o600
    # the login is Superset's own: nothing in the settings gives the public a role or skips it
    text = (PROJECT_ROOT / "bi" / "superset" / "superset_config.py").read_text("utf-8")
    told = {
        target.id
        for node in ast.parse(text).body
        for target in getattr(node, "targets", [])
        if isinstance(target, ast.Name)
    }
    assert {"SECRET_KEY", "DB_CONNECTION_MUTATOR", "TALISMAN_CONFIG"} <= told
    assert not {"PUBLIC_ROLE_LIKE", "AUTH_TYPE", "AUTH_ROLE_PUBLIC", "WTF_CSRF_ENABLED"} & told


def test_what_holds_unmasked_words_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings = make_settings(tmp_path)
        plan(settings, {"a.jsonl": jsonl([record()])})
        with open_writer(settings):
            pass
    finally:
        os.umask(before)
    for folder in (settings.work_dir, settings.build_file.parent):
        assert mode(folder) == 0o750, folder
