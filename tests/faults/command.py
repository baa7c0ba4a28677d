"""`sijill` in a process of its own, for a world in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.faults.world import TEMPORARY
from warehouse.core.settings import PROJECT_ROOT


def environment(root: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The settings of the world as variables."""
    (root / TEMPORARY).mkdir(exist_ok=True)
    return {
        **os.environ,
        "SIJILL_LANDING_DIR": str(root / "landing"),
        "SIJILL_VAR_DIR": str(root / "var"),
        "SIJILL_PUBLISHED_DIR": str(root / "published"),
        "SIJILL_MIN_FREE_MB": "0",
        "SIJILL_SHARD_ARTICLES": "8",
        "TMPDIR": str(root / TEMPORARY),
        **(more or {}),
    }


def start(
    root: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Begin the command."""
    return subprocess.Popen(
        [sys.executable, "-m", "warehouse", *arguments],
        cwd=PROJECT_ROOT,
        env=environment(root, more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def sijill(root: Path, *arguments: str, more: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The command's exit code and what it said."""
    process = start(root, *arguments, more=more)
    said, _ = process.communicate()
    return process.returncode, said
