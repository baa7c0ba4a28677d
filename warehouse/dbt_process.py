"""dbt as a process of its own: for one command, or kept for several.

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
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from warehouse.dbt_parse import keep_parsed, take_parsed
from warehouse.lake import Lake
from warehouse.settings import Settings

_SERVER = Path(__file__).with_name("dbt_server.py")


class Ended(NamedTuple):
    """How a command ended: dbt's exit code, and what it printed."""

    returncode: int
    said: str


def run_once(settings: Settings, command: Sequence[str]) -> Ended:
    """Run one command in a process that ends with it."""
    with kept_dbt(settings) as dbt:
        return dbt.run(command)


class DbtProcess:
    """A dbt that has started and read the project, and waits for commands (kept_dbt)."""

    def __init__(
        self, settings: Settings, process: subprocess.Popen[str], printed: BinaryIO
    ) -> None:
        self._settings, self._process, self._printed = settings, process, printed
        self._read = 0

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    def run(self, command: Sequence[str]) -> Ended:
        """Run one command; the build file is free when this returns."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(_whole(self._settings, command)) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        code = int(answer) if answer else self._process.wait() or 1
        # dbt writes where the file stands, so that must not move
        size = os.fstat(self._printed.fileno()).st_size
        said = os.pread(self._printed.fileno(), size - self._read, self._read)
        self._read = size
        keep_parsed(self._settings)
        return Ended(code, said.decode("utf-8", "replace"))


@contextmanager
def kept_dbt(settings: Settings) -> Iterator[DbtProcess]:
    """A dbt for all commands of the context, which ends with it."""
    _prepare(settings)
    with (
        # without a name, so that it goes with whoever is killed
        tempfile.TemporaryFile() as printed,
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(_SERVER)],
            # the build file is named as it lies here: dbt parses anew where its connection differs
            cwd=settings.build_file.parent,
            env=_environment(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            yield DbtProcess(settings, process, printed)
        finally:
            # it ends where its input does
            if process.stdin is not None:
                process.stdin.close()


def _prepare(settings: Settings) -> None:
    settings.dbt_target_dir.mkdir(parents=True, exist_ok=True)
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    take_parsed(settings)


def _whole(settings: Settings, command: Sequence[str]) -> list[str]:
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
        "build" if settings.lake_catalog is None else "lake",
    ]


def _environment(settings: Settings) -> dict[str, str]:
    """This process's environment without a user's own dbt variables, which would change the run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
    lake = Lake.of(settings)
    return kept | {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        "DBT_TARGET_PATH": str(settings.dbt_target_dir),
        "DBT_LOG_PATH": str(settings.dbt_target_dir / "logs"),
        "SIJILL_DBT_PARENT": str(os.getpid()),
        "SIJILL_DBT_BUILD_FILE": settings.build_file.name,
        "SIJILL_DBT_THREADS": str(settings.duckdb_threads),
        "SIJILL_DBT_MEMORY": settings.duckdb_memory,
        **(lake.to_environment() if lake else {}),
        "PYTHONIOENCODING": "utf-8",
    }
