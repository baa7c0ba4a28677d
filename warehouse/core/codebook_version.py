"""The version of the codebook that is in force."""

from __future__ import annotations

import csv
from pathlib import Path

from warehouse.core.settings import Settings


def codebook_folder(settings: Settings) -> Path:
    """Where the codebook's prose and data lie."""
    return settings.project_root / "codebook"


def codebook_version(settings: Settings) -> str:
    """The version of the codebook, such as 1.0: the last line of codebook/versions.csv."""
    with (codebook_folder(settings) / "versions.csv").open(encoding="utf-8", newline="") as lines:
        return [row["version"] for row in csv.DictReader(lines)][-1]
