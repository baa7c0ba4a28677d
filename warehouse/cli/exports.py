"""`sijill export`, `sijill release` and `sijill releases`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.console import out, print_json, print_rows
from warehouse.cli.options import (
    Format,
    IncludeHeld,
    JsonObject,
    JsonRows,
    day,
    form,
)
from warehouse.core.settings import get_settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(export)
    app.command()(release)
    app.command()(releases)


def export(  # noqa: PLR0917 - an option each
    output: Annotated[Path, typer.Option(help="the folder to write into")],
    format_: Annotated[
        str, typer.Option("--format", help="acled | ged | csv | parquet | geojson")
    ] = "csv",
    from_: Annotated[str | None, typer.Option("--from", help="first day, as 2026-11-21")] = None,
    to: Annotated[str | None, typer.Option(help="last day")] = None,
    country: Annotated[str | None, typer.Option(help="one country, as IQ")] = None,
    include_held: IncludeHeld = False,
    json_: JsonObject = False,
) -> None:
    """Write the published incidents as a file for other tools, with a README next to it.

    sijill export --format acled --output out --from 2026-11-01 --country IQ
    """
    from warehouse.desk.export import export as write

    made = write(
        get_settings(),
        format_,
        output,
        first=day(from_) if from_ else None,
        last=day(to) if to else None,
        country=country,
        with_held=include_held,
    )
    if json_:
        print_json({"incidents": made.rows, "file": str(made.file), "readme": str(made.readme)})
        return
    out.print(f"{made.rows} incidents → {made.file}; {made.readme} says what it is", markup=False)


def release(
    name: Annotated[str, typer.Argument(help="a year and a number in it, as 2026.1")],
    verify: Annotated[
        bool, typer.Option("--verify", help="compare an edition with its checksums instead")
    ] = False,
    json_: JsonObject = False,
) -> None:
    """Freeze what is published as a numbered edition that can be cited and is never pruned.

    sijill release 2026.1

    sijill release 2026.1 --verify
    """
    from warehouse.publication import release as editions

    settings = get_settings()
    if verify:
        files = editions.verify_release(settings, name)
        if json_:
            print_json({"edition": name, "files": files})
            return
        out.print(f"{name}: {files} files, all as released")
        return
    made = editions.release(settings, name, today=dt.datetime.now(settings.zone).date())
    folder = settings.releases_dir / made.name
    citation = (folder / "CITATION.txt").read_text("utf-8").strip()
    if json_:
        print_json({"edition": made.name, "folder": str(folder), "citation": citation})
        return
    out.print(str(folder), markup=False)
    out.print(citation, markup=False)


def releases(format_: Format = "table", json_: JsonRows = False) -> None:
    """The editions that were made.

    sijill releases
    """
    from warehouse.publication.release import list_releases

    made = list_releases(get_settings())
    print_rows(
        [
            "edition", "made_on", "incidents", "last_night", "version", "vintage", "codebook",
            "extractors",
        ],
        [
            (
                one.name,
                one.made_on,
                one.incidents,
                one.last_night,
                one.version,
                one.vintage,
                one.codebook_version,
                ", ".join(one.extractor_versions),
            )
            for one in made
        ],
        form(format_, json_),
    )  # fmt: skip
