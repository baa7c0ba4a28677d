"""Reads Parquet files on trial, in a process that may crash on them.

On some deliberately broken files Arrow aborts the process instead of raising an exception. So each
file is first read to its end in another process, within limits of time and memory, and only then in
the night's own.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import resource
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import BinaryIO

from intake.other_process import Answer, OtherProcess, ProcessEnded, TooSlow

#: What the trial of one file may take.
SECONDS = 300.0
MEMORY_BYTES = 4 << 30
#: reads the file of this path to its end within the bytes of a record and of a file; gives reason
#: and detail where it is refused
ReadFile = Callable[[str, int, int], tuple[str, str] | None]


class TrialFailed(Exception):
    """The trial came to no answer: Arrow broke over the file, took too long or too much memory."""


class ParquetTrial:
    """The other process; it starts with the first file, and again after a file that made it
    crash."""

    def __init__(self, read_file: ReadFile) -> None:
        self._reader = OtherProcess(_prepare, read_file, start_seconds=SECONDS)

    def refused(
        self, stream: BinaryIO, record_bytes: int, file_bytes: int
    ) -> tuple[str, str] | None:
        """Reason and detail where the file is not read, else None. `stream` is a real file, of
        which the other process has the same. Raises TrialFailed."""
        try:
            if not self._reader.is_running:
                self._reader.begin()
            refusal: tuple[str, str] | None = self._reader.ask(
                (_path_of(stream), record_bytes, file_bytes), SECONDS
            )
        except TooSlow as err:
            raise TrialFailed(f"its reading did not end within {SECONDS:.0f} seconds") from err
        except ProcessEnded as err:
            raise TrialFailed("its reader broke over it") from err
        return refusal

    def end(self) -> None:
        """End the process."""
        self._reader.end()


def _path_of(stream: BinaryIO) -> str:
    """A path by which another process can open the file that is open here, even if it was
    renamed."""
    path = f"/proc/{os.getpid()}/fd/{stream.fileno()}"
    if sys.platform == "darwin":
        path = os.fsdecode(fcntl.fcntl(stream, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
    return path


def trial(read_file: ReadFile) -> ParquetTrial:
    """The trial process of this process; a forked process starts its own."""
    return _trial_of(os.getpid(), read_file)


@lru_cache(maxsize=1)
def _trial_of(_process: int, read_file: ReadFile) -> ParquetTrial:
    begun = ParquetTrial(read_file)
    atexit.register(begun.end)
    return begun


def _prepare(read_file: ReadFile) -> tuple[str, Answer]:
    # what Arrow prints as it crashes does not belong in the night's log
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path of ours
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    def answer(question: tuple[str, int, int]) -> tuple[str, str] | None:
        path, record_bytes, file_bytes = question
        return read_file(path, record_bytes, file_bytes)

    return "ready", answer
