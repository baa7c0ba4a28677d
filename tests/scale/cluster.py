"""Airflow on several machines, each a folder on this one: what one holds no other one reads.

The machine `warehouse` has the landing folder, the register and what is published; it runs the
scheduler and takes the tasks of the build. The others have nothing but a var/ of their own, and
read articles.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from tests.end_to_end.conftest import make_world
from tests.scale.services import Services, free_port
from warehouse.core.airflow_names import BUILD_QUEUE
from warehouse.core.settings import PROJECT_ROOT, Settings

START_SECONDS, NIGHT_SECONDS = 300, 1800


class Machine:
    """A folder that stands for one, and the processes that run on it."""

    def __init__(
        self, root: Path, services: Services, api_port: int, *, shard_articles: int
    ) -> None:
        self.root = root
        root.mkdir(parents=True)
        self.environment = {
            **os.environ,
            **services.environment,
            "PYTHONPATH": str(PROJECT_ROOT),
            "SIJILL_LANDING_DIR": str(root / "landing"),
            "SIJILL_VAR_DIR": str(root / "var"),
            "SIJILL_PUBLISHED_DIR": str(root / "published"),
            "SIJILL_MIN_FREE_MB": "0",
            "SIJILL_SHARD_ARTICLES": str(shard_articles),
            "SIJILL_AIRFLOW_PORT": str(api_port),
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Run `sijill` on it, in a group of its own."""
        with (self.root / f"{'-'.join(command[:3])}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "warehouse", *command],
                env=self.environment,
                cwd=self.root,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def run(self, *command: str) -> str:
        """Run `sijill` on it to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "warehouse", *command],
            env=self.environment,
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def kill(self) -> None:
        """The plug is pulled: all that runs on it is gone at once."""
        running = [
            process
            for one in self._processes
            for process in (
                *psutil.Process(one.pid).children(recursive=True),
                psutil.Process(one.pid),
            )
        ]
        for process in running:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for one in self._processes:
            one.wait(30)
        self._processes.clear()

    def log(self) -> str:
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-3000:]}"
            for path in sorted(self.root.glob("*.log"))
        )


class Cluster:
    """A warehouse, as many readers as are started, and the services between them."""

    def __init__(self, root: Path, services: Services, *, shard_articles: int) -> None:
        self.root, self.services = root, services
        self._shard_articles = shard_articles
        self._api_port = free_port()
        self.warehouse = self._machine("warehouse")
        self.readers: list[Machine] = []

    @property
    def settings(self) -> Settings:
        """The settings of the warehouse, as its processes read them."""
        return make_world(self.warehouse.root).model_copy(
            update={
                "lake_catalog": self.services.catalog,
                "lake_data": self.services.data,
            }
        )

    def start(self) -> None:
        self.warehouse.run("airflow", "version")
        self.warehouse.start("airflow-up")
        self.warehouse.start("worker", "--queue", BUILD_QUEUE, "--port", str(free_port()))
        deadline = time.monotonic() + START_SECONDS
        while not self._query("select 1 from dag where dag_id = 'incident_nightly'"):
            assert time.monotonic() < deadline, self.warehouse.log()
            time.sleep(2)
        # it would find the nights that are delivered here late, and run them beside ours
        self.warehouse.run("airflow", "dags", "pause", "late_batches")

    def add_reader(self) -> Machine:
        """One more machine that reads articles."""
        machine = self._machine(f"reader-{len(self.readers) + 1}")
        home = machine.root / "var" / "airflow"
        home.mkdir(parents=True)
        for secret in ("fernet_key", "api_secret", "jwt_secret"):
            shutil.copy2(self.warehouse.root / "var" / "airflow" / secret, home)
        machine.start("worker", "--port", str(free_port()))
        self.readers.append(machine)
        return machine

    def _machine(self, name: str) -> Machine:
        return Machine(
            self.root / name, self.services, self._api_port, shard_articles=self._shard_articles
        )

    def stop(self) -> None:
        for machine in (*self.readers, self.warehouse):
            machine.kill()

    def begin(self, night: str) -> str:
        """Trigger a night; returns its run's id."""
        run_id = f"scale-{night}-{time.monotonic_ns()}"
        self.warehouse.run(
            "airflow", "dags", "trigger", "incident_nightly",
            "--run-id", run_id, "--conf", json.dumps({"batch_date": night}),
        )  # fmt: skip
        return run_id

    def wait(self, run_id: str) -> None:
        """Until the night has ended well."""
        deadline = time.monotonic() + NIGHT_SECONDS
        while (state := self._state(run_id)) not in ("success", "failed"):
            assert time.monotonic() < deadline, (self.tasks(run_id), self.warehouse.log())
            time.sleep(1)
        assert state == "success", (self.tasks(run_id), self.warehouse.log())

    def wait_until_read(self, run_id: str) -> None:
        """Until all shards have been read."""
        deadline = time.monotonic() + NIGHT_SECONDS
        while not (shards := [row for row in self.tasks(run_id) if row[0] == "extract"]) or any(
            row[1] < 0 or row[2] != "success" for row in shards
        ):
            assert time.monotonic() < deadline, (self.tasks(run_id), self.warehouse.log())
            time.sleep(1)

    def tasks(self, run_id: str) -> list[tuple[Any, ...]]:
        """Task, index, state, tries, host's worker, start and end in seconds since 1970."""
        return self._query(
            "select task_id, map_index, state, try_number, hostname, pid,"
            " extract(epoch from start_date)::float, extract(epoch from end_date)::float"
            " from task_instance where run_id = %s order by start_date",
            run_id,
        )

    def extraction_seconds(self, run_id: str) -> float:
        """From the first shard's start to the last one's end."""
        shards = [row for row in self.tasks(run_id) if row[0] == "extract"]
        return float(max(row[7] for row in shards) - min(row[6] for row in shards))

    def _state(self, run_id: str) -> str | None:
        rows = self._query("select state from dag_run where run_id = %s", run_id)
        return str(rows[0][0]) if rows else None

    def _query(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.services.postgres, user="sijill", dbname="airflow"
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return list(cursor.fetchall())
        finally:
            connection.close()


@contextmanager
def cluster(root: Path, services: Services, *, shard_articles: int = 4) -> Iterator[Cluster]:
    """A cluster without readers, stopped at the end."""
    running = Cluster(root, services, shard_articles=shard_articles)
    try:
        running.start()
        yield running
    finally:
        running.stop()
