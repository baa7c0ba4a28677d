"""`sijill register`, `sijill rebuild` and `sijill vintages`."""

from __future__ import annotations

import datetime as dt
import os
from typing import Annotated

import typer

from warehouse.cli.console import err, out, print_json, print_rows, progress_bar
from warehouse.cli.options import (
    Format,
    JsonObject,
    JsonRows,
    Speaks,
    desk,
    form,
    print_message,
    print_translated,
)
from warehouse.core.errors import SettingsError
from warehouse.core.settings import get_settings
from warehouse.core.translations import Language, error_words

register_app = typer.Typer(
    help="The register of ids and publications: list, verify, restore.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(register_app, name="register")
    app.command()(rebuild)
    app.command()(vintages)


@register_app.command("list")
def list_publications(format_: Format = "table", json_: JsonRows = False) -> None:
    """All publications, oldest first.

    sijill register list --json
    """
    from warehouse.store.register import publications

    print_rows(
        ["number", "night", "published_at", "version"],
        [(e.number, e.night, e.published_at, e.version) for e in publications(get_settings())],
        form(format_, json_),
    )


@register_app.command("verify")
def verify_register(json_: JsonObject = False) -> None:
    """Check every file of the register against the digest that was noted when it was written.

    sijill register verify
    """
    from warehouse.store.register import verify

    publications = verify(get_settings())
    if json_:
        print_json({"publications": publications})
    else:
        out.print(f"{publications} publications, all as they were written")


@register_app.command("restore")
def restore_register() -> None:
    """Put a lost or damaged register together from what the published versions keep of it.

    sijill register restore
    """
    from warehouse.store.register_copies import restore

    settings = get_settings()
    restored = restore(settings)
    if not restored.changed:
        out.print(f"{restored.publications} publications, complete: nothing had to be done")
        return
    out.print(f"{restored.publications} publications restored to {settings.register_dir}")
    if restored.set_aside:
        out.print(f"what was there lies in {restored.set_aside}", markup=False)


def rebuild(  # noqa: PLR0917 - an option each
    preview: Annotated[bool, typer.Option(help="only show what would change")] = False,
    from_staging: Annotated[bool, typer.Option(help="do not read the articles again")] = False,
    from_landing: Annotated[
        bool,
        typer.Option(help="the build file is lost or damaged: rebuild it from what was landed"),
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="processes that extract", show_default="a core each")
    ] = os.cpu_count() or 1,
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """Read, build and link everything again; ids stay those of the register.

    sijill rebuild --preview

    sijill rebuild --jobs 2
    """
    with desk(language) as speaks:
        if from_landing and (preview or from_staging):
            raise SettingsError(*error_words("from_landing_alone"))
        if preview:
            _preview_rebuild(
                speaks, jobs=jobs, read_again=not from_staging, format_=form(format_, json_)
            )
        else:
            _rebuild(speaks, jobs=jobs, read_again=not from_staging, from_landing=from_landing)


def _rebuild(speaks: Language, *, jobs: int, read_again: bool, from_landing: bool) -> None:
    from warehouse.night import rebuild as rebuilding
    from warehouse.publication.vintage_report import report_of

    settings = get_settings()
    with progress_bar() as progress:
        if from_landing:
            summary = rebuilding.rebuild_lost(settings, _rebuild_id(), progress, jobs=jobs)
        else:
            summary = rebuilding.rebuild(
                settings, _rebuild_id(), progress, jobs=jobs, read_again=read_again
            )
    print_message(
        speaks,
        "rebuild.published" if summary.version_changed else "rebuild.unchanged",
        incidents=summary.incidents,
        version=summary.version,
    )
    report = report_of(settings.published_dir / "current", speaks)
    if report.is_file():
        print_message(speaks, "rebuild.report", file=report)


def _preview_rebuild(speaks: Language, *, jobs: int, read_again: bool, format_: str) -> None:
    from warehouse.night import rebuild as rebuilding

    with progress_bar() as progress:
        changed = rebuilding.preview(
            get_settings(), _rebuild_id(), progress, jobs=jobs, read_again=read_again
        )
    rows = rebuilding.differences(changed)
    if not rows:
        print_message(speaks, "preview.empty", to=err)
        return
    print_translated(
        speaks,
        list(rebuilding.COLUMNS),
        [
            (
                row.change, row.event_type, row.admin1_code, row.month, row.incidents,
                row.example.incident_id,
                ", ".join(row.example.after) if row.change == "changed" else "",
            )
            for row in rows
        ],
        format_,
    )  # fmt: skip


def _rebuild_id() -> str:
    return f"rebuild-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"


def vintages(format_: Format = "table", json_: JsonRows = False, language: Speaks = None) -> None:
    """The vintages: from when on which version of the extractors read all articles.

    sijill vintages
    """
    from dataclasses import astuple, fields

    from warehouse.publication.vintages import Vintage, list_vintages

    with desk(language) as speaks:
        columns = [field.name for field in fields(Vintage)]
        rows = [astuple(one) for one in list_vintages(get_settings())]
        print_translated(speaks, columns, rows, form(format_, json_))
