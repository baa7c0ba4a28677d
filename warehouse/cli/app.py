"""`sijill`: the same calls as the DAG, for people and for other schedulers.

Exit codes: 0 fine; 3 published, but something went to quarantine or warned; 4 the quality gate
blocked the publish; 5 no such batch, or nothing published yet; 6 too little disk; 7 another
version of the extractors, which wants a rebuild; 2 wrong use; 1 anything else. Errors say what to
do about them.
"""

from __future__ import annotations

import importlib.metadata
import logging
import sys
from typing import Annotated

import typer
from typer.main import get_command_name
from typer.models import CommandInfo, TyperInfo

from extractors.errors import SijillError
from warehouse.cli import (
    articles,
    asking,
    backup,
    editing,
    exports,
    ingest,
    keeping,
    nights,
    reading,
    redact,
)
from warehouse.cli.console import err, in_its_direction, out
from warehouse.cli.root import app

__all__ = ["PANELS", "app", "main"]

for commands in (
    nights, ingest, articles, asking, editing, redact, exports, backup, keeping, reading,
):  # fmt: skip
    commands.add_to(app)
#: what `sijill --help` shows together, in this order
PANELS = {
    "Nights": (
        "samples", "night", "status", "quarantine", "rollback", "dag-night", "airflow",
        "airflow-up",
        "worker",
    ),
    "Getting articles in": ("ingest", "extract", "places"),
    "Asking": ("query", "find", "changes", "as-of", "show", "history", "compare", "superset"),
    "Editing": ("review", "corrections", "redact", "redactions"),
    "Exports and releases": ("export", "release", "releases"),
    "Backups and rebuilds": ("backup", "restore", "register", "rebuild", "vintages"),
    "How it reads, and how well": ("models", "evaluate", "ablation", "docs", "dbt-docs"),
}  # fmt: skip


def main() -> None:
    """The entry point: turns Sijill's errors into a message and an exit code."""
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    try:
        app(prog_name="sijill")
    except SijillError as failure:
        err.print(f"sijill: {in_its_direction(str(failure))}", style="red", markup=False)
        sys.exit(failure.exit_code)
    except Exception as failure:
        from warehouse.core.failures import as_sijill_error

        known = as_sijill_error(failure)
        if known is None:
            raise
        err.print(f"sijill: {known}", style="red", markup=False)
        sys.exit(known.exit_code)


def _version(asked: bool) -> None:
    if asked:
        out.print(f"sijill {importlib.metadata.version('sijill')}")
        raise typer.Exit


@app.callback()
def sijill(
    version: Annotated[
        bool, typer.Option("--version", help="say the version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Sijill: incidents read from Arabic news, every night, with the words behind each number.

    sijill status
    """


def _arrange() -> None:
    """Put each command into its panel of the help, in the order of PANELS."""
    panels = {name: panel for panel, names in PANELS.items() for name in names}
    order = {name: number for number, name in enumerate(panels)}
    every: list[CommandInfo | TyperInfo] = [*app.registered_commands, *app.registered_groups]
    for one in every:
        one.rich_help_panel = panels.get(_name(one))
    app.registered_commands.sort(key=lambda one: order.get(_name(one), len(order)))
    app.registered_groups.sort(key=lambda one: order.get(_name(one), len(order)))


def _name(command: CommandInfo | TyperInfo) -> str:
    if command.name:
        return str(command.name)
    assert command.callback is not None
    return get_command_name(command.callback.__name__)


_arrange()
