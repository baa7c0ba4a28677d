"""What the command line prints: tables, bars, and text from outside made harmless."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from warehouse.errors import SettingsError
from warehouse.spreadsheet import FORMULA_SIGNS

if TYPE_CHECKING:
    from warehouse.night import Progress

#: Where nobody looks at a terminal, a table is as wide as its cells.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False, soft_wrap=True)

#: a column with less room than this is no column that can be read
_NARROWEST = 8

#: C0 and C1 controls other than tab and newline, and what turns the direction of all that follows
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for the step under way where a person looks, a line a step elsewhere."""
    if not err.is_terminal:
        told: set[str] = set()

        def tell(step: str, done: int, total: int) -> None:
            if step not in told or (total and done == total):
                told.add(step)
                err.print(f"{step} {done} of {total}" if total else step, markup=False)

        yield tell
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=err, transient=True) as bars:
        bar = bars.add_task("", total=None)

        def show(step: str, done: int, total: int) -> None:
            bars.update(bar, description=step, completed=done, total=total or None)

        yield show


def print_rows(columns: list[str], rows: list[tuple[Any, ...]], format_: str) -> None:
    """Rows as a table, as CSV that a spreadsheet opens safely, or as a JSON object a line."""
    if format_ == "json":
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            print_json(values)
    elif format_ == "csv":
        write_csv(sys.stdout, columns, rows)
    elif format_ == "table":
        if len(columns) * _NARROWEST > out.width:
            _print_each(columns, rows)
            return
        table = Table(*columns)
        for row in rows:
            table.add_row(*(Text(terminal_safe(value)) for value in row))
        out.print(table)
    else:
        raise SettingsError(f"no such format: {format_}", "table, csv or json")


def _print_each(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """A table a row, of the columns that have a value: side by side nobody could read them."""
    for number, row in enumerate(rows, start=1):
        table = Table("column", "value", title=f"row {number} of {len(rows)}", title_justify="left")
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                table.add_row(column, Text(terminal_safe(value)))
        out.print(table)


def print_json(value: object) -> None:
    """One JSON value on one line; days and times as ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_json_value) + "\n")


def _json_value(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def write_csv(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows as CSV that a spreadsheet opens safely."""
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_spreadsheet_safe(value) for value in row] for row in rows)


def _spreadsheet_safe(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP)."""
    formula = isinstance(value, str) and value.startswith(FORMULA_SIGNS)
    return f"'{value}" if formula else value


def terminal_safe(value: object) -> str:
    """Text from outside must not move the cursor or recolour the terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", "" if value is None else str(value))
