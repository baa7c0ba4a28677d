"""`sijill extract` and `sijill places`: reading without a warehouse, P-codes of places."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.console import err, out, print_json, progress_bar
from warehouse.cli.options import (
    JsonObject,
)
from warehouse.core.settings import get_settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(extract)
    app.command()(places)


def extract(
    files: Annotated[list[Path], typer.Argument(help="articles: .jsonl, .json, .csv, .parquet")],
    output: Annotated[Path, typer.Option("-o", "--output", help="one line an article")],
    json_: JsonObject = False,
) -> None:
    """Read articles without a warehouse: incidents as JSON lines, for scoring and trying.

    sijill extract articles.jsonl -o incidents.jsonl
    """
    from warehouse.desk.extract_files import extract_files

    with progress_bar() as progress:
        result = extract_files(get_settings(), files, output, on_progress=progress)
    if json_:
        refused = [asdict(row) for row in result.quarantined]
        print_json({"articles": result.articles, "incidents": result.incidents, "refused": refused})
        raise typer.Exit(3 if refused else 0)
    out.print(
        f"{result.articles} articles, {result.incidents} incidents → {output}"
        + (f"; {len(result.quarantined)} records refused" if result.quarantined else ""),
        markup=False,
    )
    for row in result.quarantined[:20]:
        err.print(
            f"  {row.source_file}:{row.source_record} {row.reason}: {row.detail}", markup=False
        )
    raise typer.Exit(3 if result.quarantined else 0)


def places(
    pcodes: Annotated[
        Path, typer.Option(help="OCHA's table of administrative units (COD-AB) as CSV")
    ],
) -> None:
    """Give locations the P-codes of a file that you have; the next night joins them.

    sijill places --pcodes irq_admpop_adm2.csv
    """
    from warehouse.steps.pcodes import join_pcodes

    result = join_pcodes(get_settings(), pcodes)
    for level, rows in result.rows.items():
        if rows:
            out.print(f"{level}: {result.fitted[level]} of {rows} fitted", markup=False)
    out.print(f"{result.file}: the next night joins it", markup=False)
    for unit in result.left[:20]:
        err.print(f"  left out: {unit}", markup=False)
    if len(result.left) > 20:
        err.print(f"  and {len(result.left) - 20} more", markup=False)
