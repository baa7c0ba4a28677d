"""A night in a process of its own, that can be killed at any moment.

    python -m tests.faults.night_process JOB

JOB is a JSON file: the world's folder, where what steps return is kept, the night, the run's id,
the step to begin with and, where it is to die by itself, a step and which of the file operations in
it never comes about. It says on stdout when a step begins and when it has ended, and then waits for
a line before it goes on; so whoever kills it knows where it is.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.end_to_end.conftest import make_world
from tests.faults.steps import STEPS, read_returned, run_step, write_returned
from warehouse.night.run import Night

#: what changes a folder or begins to write a file
_CHANGES = frozenset(
    ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate")
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class FileOperations:
    """Counts what this process does to files, and ends its group before the n-th of them."""

    def __init__(self) -> None:
        self.count = 0
        self.fatal: int | None = None
        self._counting = False
        sys.addaudithook(self._hear)

    def begin(self, fatal: int | None) -> None:
        """Count from nothing; `fatal` is the number of the operation that never comes about."""
        self.count, self.fatal, self._counting = 0, fatal, True

    def end(self) -> int:
        """Stop counting; returns how many there were."""
        self._counting = False
        return self.count

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._counting:
            return
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if not writes and event not in _CHANGES:
            return
        self.count += 1
        if self.count == self.fatal:
            os.killpg(0, signal.SIGKILL)


def main(job: dict[str, Any]) -> None:
    """Run the steps from the one that is told to the end."""
    settings = make_world(Path(job["root"]))
    night = Night.of(settings, batch_date=job["night"], run_id=job["run_id"])
    kept = Path(job["returned"])
    operations = FileOperations()
    for step in STEPS[STEPS.index(job["begin"]) :]:
        returned = read_returned(kept)
        print(f"begin {step}", flush=True)
        operations.begin(job.get("fatal") if step == job.get("fatal_step") else None)
        run_step(night, step, returned)
        count = operations.end()
        write_returned(kept, returned)
        print(f"end {step} {count}", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
