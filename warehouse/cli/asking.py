"""`sijill` commands that ask the published incidents."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.console import err, out, print_json, print_rows
from warehouse.cli.options import (
    Format,
    IncludeHeld,
    JsonObject,
    JsonRows,
    Speaks,
    SqlCommand,
    desk,
    form,
    print_message,
    print_translated,
)
from warehouse.core.code_labels import label_column
from warehouse.core.errors import SettingsError
from warehouse.core.settings import get_settings
from warehouse.core.spreadsheet import write_csv
from warehouse.core.translations import Language, error_words, translated_cell

if TYPE_CHECKING:
    from warehouse.publication.lookup import Published


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(changes)
    app.command("as-of")(as_of)
    app.command()(show)
    app.command()(history)
    app.command()(compare)
    app.command(cls=SqlCommand)(query)
    app.command()(find)
    app.command("superset")(superset_up)


def query(
    sql: Annotated[str | None, typer.Argument(help="SQL over the published warehouse")] = None,
    file: Annotated[Path | None, typer.Option(help="a file that holds the SQL")] = None,
    include_held: IncludeHeld = False,
    format_: Format = "table",
    json_: JsonRows = False,
) -> None:
    """Ask the published warehouse (read-only).

    `--include-held` adds the incidents that are held to mart_incidents; fct_incident has them
    always, with their review_status.

    sijill query "select event_type, count(*) as n from mart_incidents group by all"

    sijill query --file bi/cookbook/01_toll_by_governorate_and_month.sql
    """
    from warehouse.publication import published

    if (sql is None) == (file is None):
        raise SettingsError("which SQL?", "give a statement in quotes, or --file")
    asked = sql if file is None else published.sql_in(file)
    columns, rows = published.query(get_settings(), asked or "", with_held=include_held)
    print_rows(columns, rows, form(format_, json_))


def find(  # noqa: PLR0917 - an option each
    name: Annotated[str, typer.Argument(help="a place or an actor, in Arabic or Latin letters")],
    kind: Annotated[str | None, typer.Option(help="place | actor; default: both")] = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 20,
    include_held: IncludeHeld = False,
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """Find places and actors by a name, however it is written.

    sijill find Al-Mawsil --kind place
    """
    from warehouse.desk.find import COLUMNS, find

    with desk(language) as speaks:
        shape = form(format_, json_)
        rows = find(
            get_settings(),
            name,
            kind,
            speaks if shape == "table" else "en",
            with_held=include_held,
        )
        if not rows:
            raise SettingsError(*error_words("unknown_name", name=name))
        print_translated(speaks, list(COLUMNS), rows[:limit], shape)


def superset_up(
    export: Annotated[
        bool, typer.Option("--export", help="write the dashboard back to bi/superset/assets")
    ] = False,
) -> None:
    """Start Superset with the dashboard on loopback; stops with Ctrl-C (docs/superset.md).

    sijill superset
    """
    from warehouse.services import superset

    if export:
        superset.bring_up(get_settings(), "export")
        return
    announce = partial(out.print, markup=False, soft_wrap=True)
    raise typer.Exit(superset.serve(get_settings(), announce=announce))


def changes(
    since: Annotated[
        str,
        typer.Option(
            help="the number of a publication that you have, or a date-time: the last by then"
        ),
    ],
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """What was published after a publication: incidents added, changed, merged, retracted.

    sijill changes --since 7

    sijill changes --since 2026-11-22T06:00 --json
    """
    from warehouse.publication.lookup import meant, publication_asked, published
    from warehouse.publication.published import query

    with desk(language) as speaks:
        settings = get_settings()
        asked = publication_asked(since, settings.zone)
        columns, rows = query(
            settings,
            "select valid_from_publication, valid_from_night, incident_id, change_type, reasons,"
            " successor_id, event_type, admin1_code, killed_low, killed_best, killed_high"
            " from changes_since($asked)"
            " order by valid_from_publication, incident_id",
            {"asked": asked},
        )
        print_translated(speaks, columns, rows, form(format_, json_))
        listed = published(settings)
        _print_which(speaks, asked, meant(listed, asked))
        last = listed[-1].number
        if isinstance(asked, int) and asked > last:
            print_message(speaks, "changes.too_late", to=err, number=asked, last=last)
        elif not rows:
            print_message(speaks, "changes.empty", to=err, last=last)


def as_of(
    publication: Annotated[
        str,
        typer.Argument(
            help="a publication's number, or a date-time: the last that was out by then"
        ),
    ],
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """The incidents as a past publication had them: what its readers saw.

    sijill as-of 7 --format csv

    sijill as-of 2026-11-22T06:00
    """
    from warehouse.publication.lookup import meant, publication_asked, published
    from warehouse.publication.published import query

    with desk(language) as speaks:
        settings = get_settings()
        asked = publication_asked(publication, settings.zone)
        columns, rows = query(
            settings,
            "select incident_id, occurred_on, event_type, place_name, admin1_code, country_code,"
            " killed_low, killed_best, killed_high, wounded_best, status, source_count,"
            " version_number from incidents_as_published($asked) order by occurred_on, incident_id",
            {"asked": asked},
        )
        print_translated(speaks, columns, rows, form(format_, json_))
        listed = published(settings)
        found, last = meant(listed, asked), listed[-1].number
        _print_which(speaks, asked, found)
        if found is None:
            print_message(
                speaks, "as_of.too_early", to=err, asked=publication, first=listed[0].number
            )
        elif isinstance(asked, int) and asked > last:
            print_message(speaks, "as_of.too_late", to=err, number=asked, last=last)


def _print_which(speaks: Language, asked: int | dt.datetime, found: Published | None) -> None:
    """Print which publication a moment means; nothing where a number was given."""
    if isinstance(asked, dt.datetime) and found is not None:
        moment = f"{found.published_at.astimezone(asked.tzinfo):%Y-%m-%d %H:%M}"
        print_message(
            speaks, "publication.meant", to=err,
            number=found.number, night=found.night, published_at=moment,
        )  # fmt: skip


def show(
    incident: Annotated[str, typer.Argument(help="an incident's id or address, also a merged one")],
    format_: Format = "table",
    json_: JsonObject = False,
    language: Speaks = None,
) -> None:
    """One incident as it stands; a merged one leads to the one that took it in.

    sijill show inc_321cdc7c42365b72d3e6 --language ar
    """
    from dataclasses import asdict

    from warehouse.desk.show import show as shown_now

    with desk(language) as speaks:
        shown = shown_now(get_settings(), incident)
        if form(format_, json_) == "json":
            print_json(asdict(shown) | {"fields": dict(shown.fields)})
            return
        if shown.forwarded_from:
            old, new = shown.forwarded_from, shown.incident_id
            print_message(speaks, "show.merged", to=err, old=old, new=new)
        if shown.retracted_on:
            number, night = shown.retracted_in, shown.retracted_on
            print_message(speaks, "show.retracted", to=err, number=number, night=night)
        columns, fields = ["field", "value"], [("link", shown.link), *shown.fields]
        if speaks == "ar" and format_ == "table":
            # the same in English letters, or as the code of a label, is for programs
            names = {name for name, _ in fields}
            fields = [
                (name, translated_cell(speaks, name, value))
                for name, value in fields
                if label_column(name) not in names
                and not (name.endswith("_en") and f"{name.removesuffix('_en')}_ar" in names)
            ]
        print_translated(speaks, columns, fields, format_)


def history(
    incident: Annotated[str, typer.Argument(help="an incident's id or address, also a merged one")],
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """All that was ever published of one incident, and why it changed.

    sijill history inc_321cdc7c42365b72d3e6
    """
    from warehouse.desk.show import never_published
    from warehouse.publication.links import incident_of
    from warehouse.publication.published import query

    with desk(language) as speaks:
        incident_id = incident_of(incident)
        columns, rows = query(
            get_settings(),
            "select version_number, valid_from_publication, valid_from_night, change_type,"
            " reasons, successor_id, status, event_type, occurred_on, place_name, killed_low,"
            " killed_best, killed_high, wounded_best, article_count, source_count, correction_ids"
            " from fct_incident_version where incident_id = $id order by version_number",
            {"id": incident_id},
        )
        if not rows:
            raise never_published(incident_id)
        print_translated(speaks, columns, rows, form(format_, json_))
        successor_id = rows[-1][columns.index("successor_id")]
        if successor_id:
            print_message(speaks, "history.goes_on", to=err, id=successor_id)


def compare(  # noqa: PLR0917 - an option each
    with_: Annotated[Path, typer.Option("--with", help="a file of events, as CSV")],
    layout: Annotated[str, typer.Option("--format", help="acled | ged: the file's layout")],
    days: Annotated[int, typer.Option(min=0, max=7, help="how far days may lie apart")] = 1,
    km: Annotated[float, typer.Option(min=0, help="how far places may lie apart")] = 25.0,
    output: Annotated[Path | None, typer.Option(help="write all rows there, as CSV")] = None,
    json_: Annotated[bool, typer.Option("--json", help="all rows, a JSON object a line")] = False,
) -> None:
    """What another data set has too, what only one of the two has, what differs, and why.

    sijill compare --with acled.csv --format acled --output differences.csv
    """
    from warehouse.desk.compare import COLUMNS, SHORT_COLUMNS
    from warehouse.desk.compare import compare as compare_with

    result = compare_with(get_settings(), with_, layout, days=days, km=km)
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as stream:
            write_csv(stream, COLUMNS, result.rows)
    if json_:
        print_rows(list(COLUMNS), result.rows, "json")
        return
    if output is None:
        shown = [COLUMNS.index(name) for name in SHORT_COLUMNS]
        rows = [tuple(row[place] for place in shown) for row in result.rows]
        print_rows(list(SHORT_COLUMNS), rows, "table")
    print_rows(["result", "cause", "rows"], list(result.counts()), "table")
    out.print(f"{result.reach}; docs/compare.md says what each cause means", markup=False)
