"""A reader who looks at what is published while something else happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.core.settings import PROJECT_ROOT


@dataclass(slots=True)
class Seen:
    """What the reader saw: how often it looked, which versions, and what was wrong."""

    reads: int = 0
    versions: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def watching(root: Path, *, pause_seconds: float = 0.1) -> Iterator[Seen]:
    """A reader of the world in `root` for as long as the block lasts, who looks and pauses in turn;
    then what it saw is there."""
    stop = root.with_name(f"{root.name}.stop")
    stop.unlink(missing_ok=True)
    seen = Seen()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "tests.faults.reader",
            str(root / "published"), str(stop), str(pause_seconds),
        ],
        cwd=PROJECT_ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield seen
    finally:
        stop.touch()
        told = json.loads(process.communicate(timeout=60)[0])
        seen.reads, seen.versions, seen.faults = told["reads"], told["versions"], told["faults"]
