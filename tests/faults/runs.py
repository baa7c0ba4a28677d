"""Runs of a night in processes of their own, some of which are killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.steps import STEPS
from tests.faults.world import TEMPORARY
from warehouse.core.settings import PROJECT_ROOT, Settings

#: steps whose task has another name
_TASK = {
    "transform_before_link": "transform_staging",
    "transform_after_link": "transform_marts",
}
#: longer than a night of a small world takes, with other work on the machine
PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run dies. `kind` is `moment` (`share` of the step's undisturbed time after it began),
    `operation` (before the file operation that lies at `share` of those that the step does), or
    `after` (between the step and the next one). A step that has ended before its moment comes dies
    at its end."""

    step: str
    kind: str
    share: float = 0.0

    @property
    def next_step(self) -> str:
        """Where the next run goes on: with the step that died, as Airflow tries it again; those
        that ended are not run again."""
        return STEPS[STEPS.index(self.step) + (self.kind == "after")]


@dataclass(slots=True)
class Run:
    """What a run came to: its exit code, seconds and file operations of each step that ended,
    and what it said. `killed`: it was ended by the kill that was meant for it."""

    code: int = 0
    killed: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    operations: dict[str, int] = field(default_factory=dict)
    said: str = ""


def run_night(
    root: Path,
    night: str,
    run_id: str,
    *,
    begin: str = STEPS[0],
    kill: Kill | None = None,
    measured: Run | None = None,
    on_end: Callable[[str], None] = lambda _: None,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run a night's steps from `begin` to its end, or to its death; `measured` is an undisturbed
    run, by which the kill's share is told. `on_end` is called with each step that ended, before
    the next one begins."""
    job: dict[str, Any] = {
        "root": str(root),
        "returned": str(beside(root, "returned.json")),
        "night": night,
        "run_id": run_id,
        "begin": begin,
    }
    if kill and kill.kind == "operation":
        assert measured is not None
        job["fatal_step"] = kill.step
        job["fatal"] = 1 + int(kill.share * measured.operations[kill.step])
    (root / TEMPORARY).mkdir(exist_ok=True)
    job_file = beside(root, "job.json")
    job_file.write_text(json.dumps(job), "utf-8")
    run = Run()
    with beside(root, "log").open("w+b") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.night_process", str(job_file)],
            cwd=PROJECT_ROOT,
            env={**os.environ, "TMPDIR": str(root / TEMPORARY), **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            # a group of its own: a kill takes all that it started
            start_new_session=True,
        )
        watchdog = threading.Timer(PATIENCE_SECONDS, _kill_group, [process])
        watchdog.start()
        try:
            _follow(process, run, kill, measured, on_end)
        finally:
            watchdog.cancel()
            _kill_group(process)
            run.code = process.wait()
        log.seek(0)
        run.said = log.read().decode("utf-8", "replace")
    if kill and kill.kind == "operation" and kill.step not in run.seconds:
        run.killed = run.code == -signal.SIGKILL
    return run


def beside(root: Path, what: str) -> Path:
    """A file of the harness beside a world."""
    return root.with_name(f"{root.name}.{what}")


def seconds_of(settings: Settings, night: str) -> dict[str, float]:
    """What each step of a night took that was run before, as it noted itself."""
    seconds: dict[str, float] = {}
    for path in (settings.runs_dir / night).glob("*/*.json"):
        step = json.loads(path.read_text("utf-8"))
        name = _TASK.get(step["step"], step["step"].partition("-")[0])
        seconds[name] = seconds.get(name, 0.0) + step["seconds"]
    return seconds


def _follow(
    process: subprocess.Popen[str],
    run: Run,
    kill: Kill | None,
    measured: Run | None,
    on_end: Callable[[str], None],
) -> None:
    assert process.stdout is not None
    assert process.stdin is not None
    began = 0.0
    for line in process.stdout:
        word, step, *counts = line.split()
        if word == "begin":
            began = time.monotonic()
            if kill and kill.kind == "moment" and kill.step == step:
                assert measured is not None
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(kill.share * measured.seconds[step])
                run.killed = process.poll() is None
                return
        elif word == "end":
            run.seconds[step] = time.monotonic() - began
            run.operations[step] = int(counts[0])
            on_end(step)
            if kill and kill.step == step:
                run.killed = True
                return
            process.stdin.write("\n")
            process.stdin.flush()
            if step == STEPS[-1]:
                process.wait(PATIENCE_SECONDS)


def _kill_group(process: subprocess.Popen[str]) -> None:
    """SIGKILL for the process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
