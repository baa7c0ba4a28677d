"""A warehouse of its own in a folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.end_to_end.conftest import make_world
from warehouse.settings import Settings

#: where temporary files of this process and of those that it starts go
TEMPORARY = "tmp"


def open_world(root: Path) -> Settings:
    """The settings of the warehouse in a folder; temporary files of others go there too."""
    temporary = root / TEMPORARY
    temporary.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(temporary)
    return make_world(root)
