"""Worlds that take long to build: one worker of a test run builds each, the others copy it.

With SIJILL_TEST_WORLDS several test runs over the same code have them in common, as in .ci/run.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of one test run have in common."""
    if named := os.environ.get("SIJILL_TEST_WORLDS"):
        folder = Path(named)
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    root = factory.getbasetemp()
    # the workers of one run lie beside each other
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


def built_once(shared: Path, name: str, build: Callable[[Path], None]) -> Path:
    """The folder `name` in the shared one. The first worker that asks has it built, the others
    wait for it; whoever changes anything works on a copy (copy_folder)."""
    folder, complete = shared / name, shared / f"{name}.complete"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            complete.touch()
    return folder


def copy_folder(source: Path, target: Path) -> Path:
    """A copy in which files that versions share stay shared; what was there before goes."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)
    return target
