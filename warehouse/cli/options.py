"""Shared by commands: options of one meaning, printing of rows, the desk's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperCommand

from warehouse.cli.console import in_its_direction, out, print_rows
from warehouse.core.settings import get_settings
from warehouse.core.translations import (
    Language,
    heads,
    language_of,
    speaking,
    translate,
    translated_cell,
)

#: no option's name holds a blank
_COMMENT = re.compile(r"--[^\s=]*\s")

Format = Annotated[str, typer.Option("--format", help="table | csv | json")]
JsonRows = Annotated[
    bool, typer.Option("--json", help="for programs: a JSON object a line, as --format json")
]
JsonObject = Annotated[bool, typer.Option("--json", help="for programs: one JSON object")]
IncludeHeld = Annotated[
    bool, typer.Option("--include-held", help="also incidents that are held (docs/held.md)")
]
Speaks = Annotated[
    str | None, typer.Option("--language", help="ar | en; default: SIJILL_LANGUAGE, else en")
]


class SqlCommand(TyperCommand):
    """A command whose argument is SQL, which may begin with a comment: `-- tolls of a month`."""

    def parse_args(
        self,
        ctx: Any,  # noqa: ANN401 - typer keeps the type to itself
        args: list[str],
    ) -> list[str]:
        """Read what was given; what begins as a comment of SQL does is no option."""
        comments = [number for number, arg in enumerate(args) if _COMMENT.match(arg)]
        if comments:
            args = [*args[: comments[0]], *args[comments[0] + 1 :], "--", args[comments[0]]]
        return super().parse_args(ctx, args)


def form(format_: str, json_: bool) -> str:
    """The format that was asked for, by --format or by --json."""
    return "json" if json_ else format_


def day(text: str) -> dt.date:
    """The day of an option. Raises SettingsError where it is none."""
    from warehouse.core.batch_dates import parse_batch_date

    return parse_batch_date(text)


@contextmanager
def desk(asked: str | None) -> Iterator[Language]:
    """The language of all that is printed within, errors too: as asked for, else the setting's."""
    language = language_of(asked or get_settings().language)
    with speaking(language):
        yield language


def print_translated(
    language: Language, columns: list[str], rows: Sequence[tuple[Any, ...]], format_: str
) -> None:
    """Print rows of the desk: as a table with labels for a person, with codes for a program."""
    if format_ != "table":
        print_rows(columns, list(rows), format_)
        return
    translated = [
        tuple(translated_cell(language, *cell) for cell in zip(columns, row, strict=True))
        for row in rows
    ]
    field, value = heads(language, ["field", "value"])
    print_rows(
        heads(language, columns),
        translated,
        format_,
        one_by_one=(
            field,
            value,
            translate(language, "table.row", number="{number}", count="{count}"),
        ),
        mirrored=language == "ar",
    )


def print_message(
    language: Language,
    key: str,
    /,
    *,
    to: Console = out,
    style: str | None = None,
    **values: object,
) -> None:
    """Print the message of this key, with the values put in."""
    words = in_its_direction(translate(language, key, **values))
    to.print(words, style=style, markup=False)
