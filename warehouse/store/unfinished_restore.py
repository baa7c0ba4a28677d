"""The note of a restore that was begun: while it is there nothing else may write."""

from __future__ import annotations

from pathlib import Path

from warehouse.core.errors import RestoreUnfinished
from warehouse.core.settings import Settings


def restore_note(settings: Settings) -> Path:
    """Where the note lies, whether it is there or not."""
    return settings.backups_dir / "restore.json"


def refuse_half_restored(settings: Settings) -> None:
    """Raises RestoreUnfinished while a restore has stopped half-way."""
    path = restore_note(settings)
    if path.exists():
        raise RestoreUnfinished(
            f"a restore is under way, or was interrupted ({path})",
            "give `sijill restore` once more: it goes on where it stopped",
        )
