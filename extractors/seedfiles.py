"""Reading the CSV files of seeds/, the linguistic knowledge that the extractors look up."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEEDS_DIR = Path(__file__).resolve().parent.parent / "seeds"


def read_seed(
    name: str, columns: Sequence[str], *, root: Path | None = None
) -> list[dict[str, str]]:
    """The rows of `seeds/<name>`, each value stripped of blanks around it.

    Raises LexiconError, naming file and line, where the file is missing, is not UTF-8, lacks one
    of `columns` in its header row, or has a row that is longer or shorter than the header.
    """
    path = (root or SEEDS_DIR) / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise LexiconError(
                    f"seeds/{name} has no column {', '.join(missing)}",
                    f"its header row should hold {', '.join(columns)}",
                )
            rows = []
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise LexiconError(
                        f"seeds/{name}, line {reader.line_num}: {len(row)} values for "
                        f"{len(header)} columns",
                        'put a value that holds a comma in "quotes"',
                    )
                rows.append({key: value.strip() for key, value in zip(header, row, strict=True)})
            return rows
    except FileNotFoundError as err:
        raise LexiconError(
            f"seeds/{name} is missing", "restore it from version control: git checkout -- seeds"
        ) from err
    except (UnicodeDecodeError, csv.Error) as err:
        raise LexiconError(f"seeds/{name} cannot be read: {err}", "save it as UTF-8 CSV") from err


def whole_number(name: str, row: Mapping[str, str], column: str) -> int:
    """The number in `column` of a row of `seeds/<name>`, at least 0.

    Raises LexiconError, naming the row by its first value, where it is no whole number.
    """
    value = row[column]
    if not value.isdecimal():
        raise LexiconError(
            f"seeds/{name}: {column} of {next(iter(row.values()))} is {value!r}",
            "give a whole number",
        )
    return int(value)
