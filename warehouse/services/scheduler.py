"""Airflow, kept inside the project folder: its environment, secrets, pool and login."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sqlalchemy import make_url

from warehouse.core.airflow_names import BUILD_POOL, BUILD_QUEUE, NIGHT_DAG
from warehouse.core.errors import NightFailed, SettingsError
from warehouse.core.progress import Progress
from warehouse.core.settings import Settings
from warehouse.night.run import last_failure

LOGIN = "admin"
AUTH_MANAGER = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
PASSWORDS = "passwords.json"
#: which several machines must have in common, given by variables or by copies of these files; bytes
_SECRETS = (
    ("AIRFLOW__CORE__FERNET_KEY", "fernet_key", 32),
    ("AIRFLOW__API__SECRET_KEY", "api_secret", 48),
    ("AIRFLOW__API_AUTH__JWT_SECRET", "jwt_secret", 64),
)
#: `airflow dags test` of 3.3 ends a run that has a deadline with an error after it succeeded
#: (apache/airflow#73428); nobody waits for such a run
WITHOUT_DEADLINE = {"SIJILL_AIRFLOW_DEADLINE": "false"}
_TASK_STARTED = re.compile(r"\[DAG TEST\] starting task_id=(\S+)")


def airflow_environment(settings: Settings, *, port: int | None = None) -> dict[str, str]:
    """This process's environment with everything that Airflow needs to stay in the project.

    Secrets are made on first use and kept in var/airflow, readable by the owner only.
    """
    home = settings.airflow_home
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    port = port or int(os.environ.get("SIJILL_AIRFLOW_PORT", "8080"))
    url = settings.airflow_url or f"http://127.0.0.1:{port}"
    ours = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(settings.project_root / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
        **_executor(settings),
        **{name: os.environ.get(name) or _secret(home / file, n) for name, file, n in _SECRETS},
        # set although it is the default: no variable of the operator may open the page to all
        "AIRFLOW__CORE__AUTH_MANAGER": AUTH_MANAGER,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{LOGIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / PASSWORDS),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__API__HOST": settings.airflow_host,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": settings.airflow_database
        or f"sqlite:///{home / 'airflow.db'}",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": os.environ.get("SIJILL_AIRFLOW_LOG", "INFO"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        # macOS and forked workers: stay single-threaded in numeric libraries
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return {**os.environ, **ours, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def _executor(settings: Settings) -> dict[str, str]:
    """Which processes run the tasks: those of this machine, or Celery's workers on several."""
    if settings.airflow_broker is None:
        return {"AIRFLOW__CORE__EXECUTOR": "LocalExecutor"}
    if settings.airflow_database is None or settings.airflow_database.startswith("sqlite"):
        raise SettingsError(
            "workers on several machines want metadata that all can reach",
            "set SIJILL_AIRFLOW_DATABASE to a Postgres (docs/scaling.md)",
        )
    address = make_url(settings.airflow_database)
    results = address.set(drivername="db+postgresql").render_as_string(hide_password=False)
    return {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        # how many tasks there may be at once on all machines: the workers' slots are the limit
        "AIRFLOW__CORE__PARALLELISM": "1000",
        "AIRFLOW__OPERATORS__DEFAULT_QUEUE": BUILD_QUEUE,
        "AIRFLOW__CELERY__BROKER_URL": settings.airflow_broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": results,
        # a machine that is busy reading articles answers late
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_HOST": settings.airflow_host,
        # one shard at a time: a task that waits in a worker is not taken by another one
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
        # a worker that died is noticed after so many seconds, and its task given to another one
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "10",
    }


def _secret(path: Path, n_bytes: int) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(n_bytes), encoding="utf-8")
    value = path.read_text(encoding="utf-8").strip()
    # a Fernet key is exactly 32 bytes in url-safe base64, with its padding
    return value + "=" * (-len(value) % 4)


def run_airflow(settings: Settings, arguments: Sequence[str]) -> int:
    """Run the `airflow` command in our environment; returns its exit code."""
    environment = airflow_environment(settings)
    if list(arguments[:2]) == ["dags", "test"]:
        environment |= WITHOUT_DEADLINE
    return subprocess.run(  # noqa: S603 - arguments come from the operator's command line
        [sys.executable, "-m", "airflow", *arguments], env=environment, check=False
    ).returncode


def prepare(settings: Settings) -> None:
    """Make the metadata database and the pool. Safe to call again.

    Raises SettingsError with Airflow's own output where it cannot.
    """
    environment = airflow_environment(settings)
    made = settings.airflow_database is None and (settings.airflow_home / "airflow.db").exists()
    steps = [] if made else [["db", "migrate"]]
    steps.append(["pools", "set", BUILD_POOL, "1", "One writer of the DuckDB build file"])
    for arguments in steps:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "airflow", *arguments],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SettingsError(
                f"airflow {' '.join(arguments)} failed:\n{(done.stderr or done.stdout)[-2000:]}",
                "if the metadata database is damaged, delete var/airflow and try again",
            )


def test_dag(settings: Settings, batch_date: str, log_file: Path, *, on_step: Progress) -> None:
    """`airflow dags test` of one night, its output kept in log_file.

    Raises NightFailed with the error of the failed step, else with the last lines of the log.
    """
    log_file.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "airflow", "dags", "test", NIGHT_DAG,
        "--conf", json.dumps({"batch_date": batch_date}),
    ]  # fmt: skip
    with (
        log_file.open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603
            command,
            env=airflow_environment(settings) | WITHOUT_DEADLINE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            started = _TASK_STARTED.search(line)
            if started:
                on_step(f"{batch_date} {started[1]}", 0, 0)
    if process.returncode:
        failure = last_failure(settings, batch_date)
        lines = log_file.read_text(encoding="utf-8").splitlines()
        raise NightFailed(
            f"the night {batch_date} failed in Airflow. " + (failure or "\n".join(lines[-15:])),
            f"the complete log: {log_file}",
        )


def serve(settings: Settings, *, announce: Callable[[str], None]) -> int:
    """Scheduler, DAG processor, triggerer and web page on loopback, until interrupted.

    Returns Airflow's exit code.
    """
    environment = airflow_environment(settings)
    password = _login_password(settings.airflow_home / PASSWORDS)
    announce(f"Airflow comes up on {environment['AIRFLOW__API__BASE_URL']}; stop it with Ctrl-C")
    announce(f"login {LOGIN}, password {password}")
    return wait_for(start(settings, environment=environment))


def work(settings: Settings, *, queues: Sequence[str], slots: int, port: int) -> int:
    """A worker of Celery for these queues, with as many tasks at a time as it has slots, until it
    is interrupted; returns Airflow's exit code. `port` serves its logs. Raises SettingsError where
    there is no broker to get tasks from."""
    if settings.airflow_broker is None:
        raise SettingsError(
            "a worker gets its tasks from a broker, and none is set",
            "set SIJILL_AIRFLOW_BROKER and SIJILL_AIRFLOW_DATABASE as on the machine that runs"
            " the scheduler (docs/scaling.md)",
        )
    environment = airflow_environment(settings) | {
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(port),
    }
    arguments = [
        "celery", "worker", "--queues", ",".join(queues), "--concurrency", str(slots),
        "--pid", str(settings.airflow_home / f"worker-{port}.pid"),
        "--celery-hostname", f"sijill-{port}@%h",
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "airflow", *arguments], env=environment, start_new_session=True
    )
    return wait_for(process)


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Wait for a server until it ends or is interrupted, and end its group; returns its exit code,
    0 where it was interrupted."""
    # a service manager's stop must end the children too, as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        stop_group(process)


def start(
    settings: Settings, *, environment: Mapping[str, str], output: IO[str] | None = None
) -> subprocess.Popen[bytes]:
    """Airflow's components in a process group of their own; end them with `stop_group`."""
    _login_password(settings.airflow_home / PASSWORDS)

    def component(name: str, group: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "airflow", name],
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            process_group=group,
        )

    if settings.airflow_broker is None:
        return component("standalone", 0)
    # `standalone` would run the tasks itself
    first = component("scheduler", 0)
    for name in ("api-server", "dag-processor", "triggerer"):
        component(name, first.pid)
    return first


def stop_group(process: subprocess.Popen[Any], grace_seconds: float = 20) -> None:
    """End a process that leads its own group, and all its children."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        try:
            process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            continue


def _login_password(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({LOGIN: secrets.token_urlsafe(12)}), encoding="utf-8")
    return str(json.loads(path.read_text(encoding="utf-8"))[LOGIN])
