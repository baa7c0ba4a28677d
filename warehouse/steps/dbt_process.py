"""dbt as a process of its own: for one command, for those of a night, or for several nights.

It is a process of its own because dbt keeps its DuckDB connection, and with it the lock on the
build file, longer than we want.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import BinaryIO, NamedTuple

from warehouse.core.settings import Settings
from warehouse.steps.dbt_parse import keep_parsed, take_parsed
from warehouse.store.build_id import models_digest
from warehouse.store.database import ROWS_LOOKED_UP
from warehouse.store.lake import Lake

_SERVER = Path(__file__).with_name("dbt_server.py")


class Ended(NamedTuple):
    """How a command ended: dbt's exit code, and what it printed."""

    returncode: int
    output: str


def run_once(settings: Settings, command: Sequence[str]) -> Ended:
    """Run one command in a process that ends with it."""
    _prepare(settings)
    server = _Server(_project(settings))
    try:
        return DbtProcess(settings, server).run(command)
    finally:
        server.end()


class DbtProcess:
    """A dbt that waits for commands about one warehouse (kept_dbt)."""

    def __init__(self, settings: Settings, server: _Server) -> None:
        self._settings, self._server = settings, server

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._server.pid

    def run(self, command: Sequence[str]) -> Ended:
        """Run one command; the build file is free when this returns."""
        ended = self._server.run(self._settings, command)
        keep_parsed(self._settings)
        return ended


class _Project(NamedTuple):
    """What a dbt was started as, and what it has read."""

    program: Path
    folder: Path
    digest: str
    target: str


class _Server:
    """A process of warehouse/steps/dbt_server.py, and what it prints."""

    def __init__(self, project: _Project) -> None:
        self.project = project
        self._unanswered = 0
        # without a name, so that it disappears when its process is killed
        self._printed: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long
        self._read = 0
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(project.program)],
            env=_without_dbt()
            | {"SIJILL_DBT_PARENT": str(os.getpid()), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            text=True,
            encoding="utf-8",
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_idle(self) -> bool:
        """Whether it lives and is in no command, broken off or not."""
        return not self._unanswered and self.is_alive

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def begin(self, settings: Settings, command: Sequence[str]) -> None:
        """Ask for a command whose end nobody waits for."""
        assert self._process.stdin is not None
        asked = {
            # the build file's path as seen from here: with another connection dbt parses all again
            "folder": str(settings.build_file.parent),
            "environment": _environment(settings),
            "parse": _full_command(settings, ["parse"]),
            "command": _full_command(settings, command),
        }
        self._unanswered += 1
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()

    def run(self, settings: Settings, command: Sequence[str]) -> Ended:
        """Run one command, after those that were begun."""
        assert self._process.stdout is not None
        self.begin(settings, command)
        answer = ""
        for _ in range(self._unanswered):
            answer = self._process.stdout.readline().strip()
        if answer:
            self._unanswered = 0
        code = int(answer) if answer else self._process.wait() or 1
        # dbt writes at the file's current position, so reading must not move it
        size = os.fstat(self._printed.fileno()).st_size
        output = os.pread(self._printed.fileno(), size - self._read, self._read)
        self._read = size
        return Ended(code, output.decode("utf-8", "replace"))

    def end(self) -> None:
        """End the process: it ends when its input does, or at once where it is in a command."""
        if not self.is_idle:
            self._process.kill()
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._printed.close()


class _Shelf:
    """The dbt process that is kept between nights, if any."""

    def __init__(self) -> None:
        self.keepers = 0
        self._server: _Server | None = None

    @property
    def has_room(self) -> bool:
        """Whether a dbt process would be kept. One that a thread started dies with the thread."""
        return self._server is None and self.keepers > 0 and current_thread() is main_thread()

    def lay(self, server: _Server) -> None:
        self._server = server

    def take(self, project: _Project) -> _Server:
        server, self._server = self._server, None
        if server is not None and server.project == project and server.is_alive:
            return server
        if server is not None:
            server.end()
        return _Server(project)

    def put_back(self, server: _Server) -> None:
        if self.has_room and server.is_idle:
            self.lay(server)
        else:
            server.end()

    def clear(self) -> None:
        if self._server is not None:
            self._server.end()
            self._server = None


_shelf = _Shelf()


@contextmanager
def one_dbt() -> Iterator[None]:
    """Within the context one dbt process serves all commands of this process, whatever warehouse
    they are about: starting dbt and reading the project takes three seconds of a processor."""
    _shelf.keepers += 1
    try:
        yield
    finally:
        _shelf.keepers -= 1
        if not _shelf.keepers:
            _shelf.clear()


def begin_dbt(settings: Settings) -> None:
    """Start the dbt process that the next kept_dbt in a one_dbt will use, unless one is kept,
    without waiting: it reads the project while other steps run."""
    if _shelf.has_room:
        _prepare(settings)
        server = _Server(_project(settings))
        server.begin(settings, ["parse"])
        _shelf.lay(server)


@contextmanager
def kept_dbt(settings: Settings) -> Iterator[DbtProcess]:
    """A dbt for all commands of the context, which ends with it (but see one_dbt)."""
    _prepare(settings)
    server = _shelf.take(_project(settings))
    try:
        yield DbtProcess(settings, server)
    finally:
        _shelf.put_back(server)


def _project(settings: Settings) -> _Project:
    digest = models_digest(settings)
    return _Project(_SERVER, settings.dbt_project_dir, digest, _target(settings))


def _prepare(settings: Settings) -> None:
    settings.dbt_target_dir.mkdir(parents=True, exist_ok=True)
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    take_parsed(settings)


def _target(settings: Settings) -> str:
    return "build" if settings.lake_catalog is None else "lake"


def _full_command(settings: Settings, command: Sequence[str]) -> list[str]:
    return [
        "--no-version-check",
        "--log-format",
        "text",
        "--log-level",
        "warn",
        *command,
        "--project-dir",
        str(settings.dbt_project_dir),
        "--profiles-dir",
        str(settings.dbt_project_dir),
        "--target",
        _target(settings),
    ]


def _without_dbt() -> dict[str, str]:
    """This process's environment without a user's own dbt variables, which would change the run."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}


def _environment(settings: Settings) -> dict[str, str]:
    lake = Lake.of(settings)
    return _without_dbt() | {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        "DBT_TARGET_PATH": str(settings.dbt_target_dir),
        "DBT_LOG_PATH": str(settings.dbt_target_dir / "logs"),
        "SIJILL_DBT_BUILD_FILE": settings.build_file.name,
        "SIJILL_DBT_THREADS": str(settings.duckdb_threads),
        "SIJILL_DBT_MEMORY": settings.duckdb_memory,
        "SIJILL_DBT_ROWS_LOOKED_UP": str(ROWS_LOOKED_UP),
        **(lake.to_environment() if lake else {}),
    }
