"""Reads Parquet files for nothing, in a process that may end over them.

Arrow aborts over some files that are broken with care, and no exception tells of it. What it has
read to its end once, within limits of time and memory, it reads again in the night's own process.

Run as `python -m warehouse.parquet_trial`: each line of its input names a file and limits, each
line that it prints says why the file is refused, or null.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import resource
import select
import subprocess
import sys
from functools import lru_cache
from typing import BinaryIO

from warehouse.settings import PROJECT_ROOT

#: What the trial of one file may take.
SECONDS = 300.0
MEMORY_BYTES = 4 << 30


class TrialFailed(Exception):
    """The trial came to no answer: Arrow broke over the file, took too long or too much memory."""


class Trial:
    """The other process, begun with the first file, and anew whenever one has ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def refused(
        self, stream: BinaryIO, record_bytes: int, file_bytes: int
    ) -> tuple[str, str] | None:
        """Reason and detail where the file is not read, else None. `stream` is a real file, of
        which the other process has the same. Raises TrialFailed."""
        asked = {
            "path": _path_of(stream),
            "record_bytes": record_bytes,
            "file_bytes": file_bytes,
        }
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], SECONDS)[0]:
                raise TrialFailed(f"its reading did not end within {SECONDS:.0f} seconds")
            answer = process.stdout.readline()
        except BaseException as err:
            # an answer of this file must not be taken for the next one's
            self.end()
            if isinstance(err, OSError):
                raise TrialFailed("its reader broke over it") from err
            raise
        if not answer:
            self.end()
            raise TrialFailed("its reader broke over it")
        told = json.loads(answer)
        return None if told is None else (told[0], told[1])

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "warehouse.parquet_trial"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT_ROOT,
            )
        return self._process


def _path_of(stream: BinaryIO) -> str:
    """Where another process finds what is open here, whatever its name leads to by now."""
    path = f"/proc/{os.getpid()}/fd/{stream.fileno()}"
    if sys.platform == "darwin":
        path = os.fsdecode(fcntl.fcntl(stream, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
    return path


def trial() -> Trial:
    """This process's own; one that was forked begins another."""
    return _trial_of(os.getpid())


@lru_cache(maxsize=1)
def _trial_of(_process: int) -> Trial:
    begun = Trial()
    atexit.register(begun.end)
    return begun


def _serve() -> None:
    from warehouse.readers import Limits, try_parquet

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for line in sys.stdin:
        asked = json.loads(line)
        limits = Limits(asked["record_bytes"], asked["file_bytes"])
        sys.stdout.write(json.dumps(try_parquet(asked["path"], limits)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
