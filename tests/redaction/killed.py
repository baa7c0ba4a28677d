"""A redaction that is killed: `python -m tests.redaction.killed FOLDER POINT`, by SIGKILL."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.redaction import world
from warehouse.redaction import lake as redact_lake
from warehouse.redaction import landing as redact_landing
from warehouse.redaction import redact, registers, releases, version_folders
from warehouse.store import database_copies, lake

#: point → module, function, at which call of it, and whether before or after it
POINTS: dict[str, tuple[Any, str, int, str]] = {
    "before the build file is renamed": (database_copies, "_copy_database", 1, "after"),
    "while landing files are rewritten": (redact_landing.LandingCleaner, "_clean", 2, "before"),
    "when current leads to the new folder": (version_folders, "link_current", 1, "after"),
    "before versions have their new seals": (registers, "_sealed", 2, "before"),
    "before current has a manifest of its new seal": (
        registers,
        "_seal_segment",
        2,
        "after",
    ),
    "before the edition's old folder goes": (releases, "remove_folder", 3, "before"),
    "before the scan": (redact, "see_nothing_left", 1, "before"),
}
#: the same where the build is a lake
LAKE_POINTS: dict[str, tuple[Any, str, int, str]] = {
    "while the lake is filled": (lake, "_drop_all", 1, "after"),
    "before the lake's copy goes": (redact_lake, "fill_lake", 1, "after"),
    "before the catalogue is rewritten": (redact_lake, "drop_earlier_states", 1, "after"),
}


def main() -> None:
    """Begin, or go on with, the redaction, and die at the point."""
    root, point = Path(sys.argv[1]), sys.argv[2]
    module, name, wanted, when = {**POINTS, **LAKE_POINTS}[point]
    real: Callable[..., Any] = getattr(module, name)
    calls = 0

    def dying(*values: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == wanted and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*values, **named)
        if calls == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, dying)
    redact.redact(world.make_settings(root), world.ask_for_person(), lambda *_: None, now=world.NOW)


if __name__ == "__main__":
    main()
