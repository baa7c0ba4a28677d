"""A restore of the latest backup that dies on its way: `… killed_restore ROOT PERCENT`.

How many file operations a restore has is counted on a copy of the world, which is restored whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.end_to_end.conftest import make_world
from tests.faults.night_process import FileOperations
from tests.shared_worlds import copy_folder
from warehouse.backup.restore import restore
from warehouse.backup.write import list_backups
from warehouse.core.settings import Settings


def _settings(root: Path) -> Settings:
    return make_world(root).model_copy(
        update={"corrections_dir": root / "corrections", "own_dir": root / "own"}
    )


def main(root: Path, percent: int) -> None:
    """Restore a copy, then the world, but for what comes after the share."""
    copied = _settings(copy_folder(root, root.with_name("counted")))
    operations = FileOperations()
    operations.begin(None)
    restore(copied, list_backups(copied)[-1].path)
    count = operations.end()
    settings = _settings(root)
    operations.begin(1 + count * percent // 100)
    restore(settings, list_backups(settings)[-1].path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
