"""Redis, Postgres and an S3 server on loopback, in a folder of their own, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

BUCKET = "sijill"
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Services:
    """Where they listen."""

    postgres: int
    redis: int
    s3: int

    @property
    def environment(self) -> dict[str, str]:
        """What tells Sijill, Airflow and AWS's tools of them."""
        metadata = f"postgresql+psycopg2://sijill@127.0.0.1:{self.postgres}/airflow"
        return {
            "SIJILL_AIRFLOW_DATABASE": metadata,
            "SIJILL_AIRFLOW_BROKER": f"redis://127.0.0.1:{self.redis}/0",
            "SIJILL_SHARDS_URL": f"s3://{BUCKET}/shards",
            "SIJILL_LAKE_CATALOG": self.catalog,
            "SIJILL_LAKE_DATA": self.data,
            "AWS_ACCESS_KEY_ID": "sijill",
            "AWS_SECRET_ACCESS_KEY": "sijill-secret",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.s3}",
        }

    @property
    def catalog(self) -> str:
        """The lake's catalogue, as SIJILL_LAKE_CATALOG names it."""
        return f"postgres:host=127.0.0.1 port={self.postgres} user=sijill dbname=lake"

    @property
    def data(self) -> str:
        """Where the lake's tables lie."""
        return f"s3://{BUCKET}/lake/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def services(folder: Path) -> Iterator[Services]:
    """All of them, up and answering, with the databases and the bucket that are wanted."""
    there = Services(free_port(), free_port(), free_port())
    with ExitStack() as stack:
        # not below pytest's own folder, which no other user may look into
        ours = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sijill-postgres-")))
        stack.enter_context(_postgres(ours, there.postgres))
        stack.enter_context(_redis(folder, there.redis))
        stack.enter_context(_s3(folder, there.s3))
        _make_bucket(there)
        yield there


@contextmanager
def _postgres(folder: Path, port: int) -> Iterator[None]:
    as_user: list[str] = []
    if os.geteuid() == 0:  # Postgres refuses to run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    data = folder / "data"
    initialise = [binaries / "initdb", "-D", data, "-A", "trust", "-U", "sijill", "--no-sync"]
    _run([*as_user, *map(str, initialise)])
    options = ["-c", "fsync=off", "-c", "max_connections=200", "-c", "listen_addresses=127.0.0.1"]
    command = [binaries / "postgres", "-D", data, "-p", port, "-k", folder, *options]
    with _process([*as_user, *map(str, command)], folder / "log", port):
        for name in ("airflow", "lake"):
            _retried(
                ["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "sijill", "-d", "postgres",
                 "-qc", f"create database {name}"]
            )  # fmt: skip
        yield


@contextmanager
def _redis(folder: Path, port: int) -> Iterator[None]:
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with _process(["redis-server", *options], folder / "redis.log", port):
        yield


@contextmanager
def _s3(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with _process(command, folder / "s3.log", port):
        yield


def _make_bucket(there: Services) -> None:
    import boto3

    environment = there.environment
    boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    ).create_bucket(Bucket=BUCKET)


@contextmanager
def _process(command: Sequence[str], log: Path, port: int) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not _answers(port):
                assert process.poll() is None, log.read_text()[-3000:]
                assert time.monotonic() < deadline, log.read_text()[-3000:]
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _retried(command: Sequence[str]) -> None:
    for _ in range(20):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.5)
    _run(command)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def missing() -> str | None:
    """What has to be installed first, None where all is here."""
    if not shutil.which("redis-server") or not list(Path("/usr/lib/postgresql").glob("*/bin")):
        return "no redis-server or no Postgres: make test-scale installs them"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            return "no user postgres to run Postgres as"
    return None
