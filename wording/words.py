"""Words in Arabic and English that are data: a CSV file with the columns key, ar and en."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeAlias

#: Arabic, English
Pair: TypeAlias = tuple[str, str]


def read_words(path: Path) -> dict[str, Pair]:
    """The words of a file by their key, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: (row["ar"], row["en"]) for row in csv.DictReader(stream)}
