"""Output of the command line: tables, bars, and text from outside made harmless."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console
from rich.containers import Lines
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

from warehouse.core.errors import SettingsError
from warehouse.core.spreadsheet import write_csv

if TYPE_CHECKING:
    from warehouse.core.progress import Progress

#: Where the output is no terminal, a table is as wide as its cells.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False, soft_wrap=True)

#: a column narrower than this cannot be read
_NARROWEST = 8

_ARABIC = re.compile("[\u0600-\u06ff]")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
#: what is read from left to right within Arabic: Latin words with what belongs to them (ids, paths,
#: commands), dates and times
_PIECE = re.compile(r"[\w./:+@%=&?#~-]+", re.ASCII)
_LATIN_LETTER = re.compile("[A-Za-z]")
_ENDS_NO_WORD = ".:+@%&?#~-"
_DATE = re.compile(r"(?<!\d)\d++(?:[-/:.]\d++)++", re.ASCII)
_RTL, _LTR, _END = "\u2067", "\u2066", "\u2069"

#: C0 and C1 controls other than tab and newline, and what turns the direction of all that follows
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on a terminal; elsewhere a line for each step."""
    if not err.is_terminal:
        printed: set[str] = set()

        def report(step: str, done: int, total: int) -> None:
            if step not in printed or (total and done == total):
                printed.add(step)
                err.print(f"{step} {done} of {total}" if total else step, markup=False)

        yield report
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=err, transient=True) as bars:
        bar = bars.add_task("", total=None)

        def show(step: str, done: int, total: int) -> None:
            bars.update(bar, description=step, completed=done, total=total or None)

        yield show


def in_its_direction(text: str) -> str:
    """Lines with Arabic in them as a terminal is to order them (UAX #9, isolates): from right to
    left where Arabic comes first, what is Latin in them from left to right. Others come back as
    they are.

    Without it a terminal orders a line of Arabic, numbers and ids by chance.
    """
    return "\n".join(_line_in_its_direction(line) for line in text.split("\n"))


def _line_in_its_direction(line: str) -> str:
    if not _ARABIC.search(line):
        return line
    core = line.strip(" ")
    first = _FIRST_LETTER.search(core)
    if first is None or not _ARABIC.match(first[0]):
        isolated = f"{_LTR}{core}{_END}"
    else:
        isolated = f"{_RTL}{_with_latin_apart(core).replace('→', '←')}{_END}"
    return line.replace(core, isolated, 1)


def _with_latin_apart(core: str) -> str:
    parts, at = [], 0
    for start, end in _latin_words(core):
        parts += [core[at:start], _LTR, core[start:end], _END]
        at = end
    return "".join([*parts, core[at:]])


def _latin_words(core: str) -> list[tuple[int, int]]:
    """Where Latin words and dates stand, those with nothing but blanks between them as one."""
    found: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(core):
        if _LATIN_LETTER.search(piece[0]):
            span = piece.start(), piece.start() + len(piece[0].rstrip(_ENDS_NO_WORD))
        elif date := _DATE.search(piece[0]):
            span = piece.start() + date.start(), piece.start() + date.end()
        else:
            continue
        between = core[found[-1][1] : span[0]] if found else ""
        if between and not between.strip(" "):
            found[-1] = found[-1][0], span[1]
        else:
            found.append(span)
    return found


class _Cell(Text):
    """A cell each line of which has its own direction, so that no cell draws its neighbours along:
    of two Arabic ones side by side a terminal would swap the places."""

    def wrap(self, *args: Any, **kwargs: Any) -> Lines:  # noqa: ANN401 - as Rich has it
        return Lines(
            Text(in_its_direction(line.plain), style=line.style)
            for line in super().wrap(*args, **kwargs)
        )


def _table(columns: Sequence[str], *, mirrored: bool, title: str | None = None) -> Table:
    side: Literal["left", "right"] = "right" if mirrored else "left"
    table = Table(title=title, title_justify=side)
    for column in reversed(columns) if mirrored else columns:
        table.add_column(_Cell(column), justify=side)
    return table


def _add(table: Table, values: Sequence[object], *, mirrored: bool) -> None:
    cells = [_Cell(terminal_safe(value)) for value in values]
    table.add_row(*(reversed(cells) if mirrored else cells))


def print_rows(
    columns: list[str],
    rows: list[tuple[Any, ...]],
    format_: str,
    *,
    one_by_one: tuple[str, str, str] = ("column", "value", "row {number} of {count}"),
    mirrored: bool = False,
) -> None:
    """Rows as a table, as CSV that a spreadsheet opens safely, or as a JSON object a line.

    `mirrored`, a table is read from right to left; `one_by_one` are the heads and the title of each
    row's own table, where there are too many columns for one.
    """
    if format_ == "json":
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            print_json(values)
    elif format_ == "csv":
        write_csv(sys.stdout, columns, rows)
    elif format_ == "table":
        if len(columns) * _NARROWEST > out.width:
            _print_each(columns, rows, one_by_one, mirrored=mirrored)
            return
        table = _table(columns, mirrored=mirrored)
        for row in rows:
            _add(table, row, mirrored=mirrored)
        out.print(table)
    else:
        raise SettingsError(f"no such format: {format_}", "table, csv or json")


def _print_each(
    columns: list[str],
    rows: list[tuple[Any, ...]],
    words: tuple[str, str, str],
    *,
    mirrored: bool,
) -> None:
    """One table for each row, with the columns that have a value, since they would be too narrow
    next to each other."""
    *heads, title = words
    for number, row in enumerate(rows, start=1):
        heading = in_its_direction(title.format(number=number, count=len(rows)))
        table = _table(heads, mirrored=mirrored, title=heading)
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                _add(table, (column, value), mirrored=mirrored)
        out.print(table)


def print_json(value: object) -> None:
    """One JSON value on one line; days and times as ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_json_value) + "\n")


def _json_value(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def terminal_safe(value: object) -> str:
    """Text from outside must not move the cursor or recolour the terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", "" if value is None else str(value))
