"""`sijill` commands about what was published, what editors put right, and building anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.console import err, out, print_rows, progress_bar, write_csv
from warehouse.errors import SettingsError
from warehouse.settings import get_settings

if TYPE_CHECKING:
    from warehouse.preview import Change

corrections_app = typer.Typer(
    help="What editors have put right: list, check, preview.", no_args_is_help=True
)
register_app = typer.Typer(
    help="The register of ids and publications: list, verify, restore.", no_args_is_help=True
)
Format = Annotated[str, typer.Option("--format", help="table | csv | json")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(corrections_app, name="corrections")
    app.add_typer(register_app, name="register")
    app.command()(rebuild)
    app.command()(changes)
    app.command("as-of")(as_of)
    app.command()(show)
    app.command()(history)
    app.command()(review)
    app.command()(compare)
    app.command()(export)
    app.command()(release)
    app.command()(releases)
    app.command()(vintages)


@corrections_app.command("list")
def list_corrections(format_: Format = "table") -> None:
    """All corrections with whether they are in force."""
    from warehouse.corrections import COLUMNS, active, read_corrections

    rows = read_corrections(get_settings())
    in_force = {row.correction_id for row in active(rows)}
    print_rows(
        ["in_force", *COLUMNS],
        [
            (
                "yes" if row.correction_id in in_force else "no",
                *(getattr(row, name) for name in COLUMNS),
            )
            for row in rows
        ],
        format_,
    )


@corrections_app.command("check")
def check_corrections() -> None:
    """Whether all corrections can be applied; every fault is listed."""
    from warehouse.corrections import check, read_corrections
    from warehouse.database import open_writer
    from warehouse.register_copies import load_whole

    settings = get_settings()
    rows = read_corrections(settings)
    with open_writer(settings) as connection:
        load_whole(settings, connection)
        check(settings, connection, rows)
    out.print(f"{len(rows)} corrections, all can be applied")


@corrections_app.command("preview")
def preview_corrections(
    file: Annotated[
        Path | None, typer.Argument(help="a file that is not in corrections/ yet")
    ] = None,
    format_: Format = "table",
) -> None:
    """What would change with the next night, incident by incident, before and after."""
    from warehouse.preview import preview_corrections as preview

    print_rows(*_told(preview(get_settings(), file)), format_)


@register_app.command("list")
def list_publications(format_: Format = "table") -> None:
    """All publications, oldest first."""
    from warehouse.register import publications

    print_rows(
        ["number", "night", "published_at", "version"],
        [(e.number, e.night, e.published_at, e.version) for e in publications(get_settings())],
        format_,
    )


@register_app.command("verify")
def verify_register() -> None:
    """Check every file of the register against the digest that was noted when it was written."""
    from warehouse.register import verify

    out.print(f"{verify(get_settings())} publications, all as they were written")


@register_app.command("restore")
def restore_register() -> None:
    """Put a lost or damaged register together from what the published versions keep of it."""
    from warehouse.register_copies import restore

    settings = get_settings()
    restored = restore(settings)
    if not restored.changed:
        out.print(f"{restored.publications} publications, whole: nothing had to be done")
        return
    out.print(f"{restored.publications} publications restored to {settings.register_dir}")
    if restored.set_aside:
        out.print(f"what was there lies in {restored.set_aside}", markup=False)


def rebuild(
    preview: Annotated[bool, typer.Option(help="only show what would change")] = False,
    from_staging: Annotated[bool, typer.Option(help="do not read the articles again")] = False,
    from_landing: Annotated[
        bool,
        typer.Option(help="the build file is lost or damaged: make it anew from what was landed"),
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="processes that extract")] = os.cpu_count() or 1,
    format_: Format = "table",
) -> None:
    """Read, build and link everything anew; ids stay those of the register."""
    from warehouse import rebuild as rebuilding

    if from_landing and (preview or from_staging):
        raise SettingsError("--from-landing goes with neither --preview nor --from-staging")
    settings = get_settings()
    run_id = f"rebuild-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    if not preview:
        with progress_bar() as progress:
            if from_landing:
                summary = rebuilding.rebuild_lost(settings, run_id, progress, jobs=jobs)
            else:
                summary = rebuilding.rebuild(
                    settings, run_id, progress, jobs=jobs, read_again=not from_staging
                )
        out.print(
            f"{summary.incidents} incidents; "
            f"{'published' if summary.version_changed else 'unchanged, still'} {summary.version}",
            markup=False,
        )
        report = settings.published_dir / "current" / "vintage" / "report.html"
        if report.is_file():
            out.print(f"{report} says what this vintage changed", markup=False)
        return
    with progress_bar() as progress:
        changed = rebuilding.preview(
            settings, run_id, progress, jobs=jobs, read_again=not from_staging
        )
    rows = rebuilding.differences(changed)
    if not rows:
        err.print("nothing would change")
        return
    print_rows(
        ["change", "event_type", "governorate", "month", "incidents", "example", "differs in"],
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


def changes(
    since: Annotated[str, typer.Option(help="a night that you have, as 2026-11-21")],
    format_: Format = "table",
) -> None:
    """What was published after a night: incidents added, changed, merged, retracted."""
    from warehouse.published import query

    night = _day(since)
    columns, rows = query(
        get_settings(),
        "select valid_from_publication, valid_from_night, incident_id, change_type, reasons,"
        " successor_id, event_type, admin1_code, killed_low, killed_best, killed_high"
        " from changes_since($night::date)"
        " order by valid_from_publication, incident_id",
        {"night": night},
    )
    print_rows(columns, rows, format_)
    _, last = _nights()
    if night > last:
        err.print(f"{night} is not published yet: the last night is {last}")
    elif not rows:
        err.print(f"nothing changed after {night}; the last night is {last}")


def as_of(
    night: Annotated[str, typer.Argument(help="the night, as 2026-11-21")],
    format_: Format = "table",
) -> None:
    """The incidents as they stood when a past night had been published."""
    from warehouse.published import query

    asked = _day(night)
    columns, rows = query(
        get_settings(),
        "select incident_id, occurred_on, event_type, place_name, admin1_code, country_code,"
        " killed_low, killed_best, killed_high, wounded_best, status, source_count, version_number"
        " from incidents_as_of($night::date) order by occurred_on, incident_id",
        {"night": asked},
    )
    print_rows(columns, rows, format_)
    first, last = _nights()
    if asked < first:
        err.print(f"nothing was published by {asked}: the first night is {first}")
    elif asked > last:
        err.print(f"{asked} is not published yet; this is how it stands after {last}")


def _nights() -> tuple[dt.date, dt.date]:
    """The first and the last night that was published."""
    from warehouse.published import query

    _, rows = query(get_settings(), "select min(night), max(night) from dim_publication")
    return rows[0][0], rows[0][1]


def show(
    incident: Annotated[str, typer.Argument(help="an incident's id or address, also a merged one")],
    format_: Format = "table",
) -> None:
    """One incident as it stands; a merged one leads to the one that took it in."""
    from warehouse.show import show as shown_now

    shown = shown_now(get_settings(), incident)
    if shown.forwarded_from:
        err.print(f"{shown.forwarded_from} was merged into {shown.incident_id}", markup=False)
    if shown.retracted_on:
        err.print(f"taken back with the night {shown.retracted_on}; its last state:", markup=False)
    print_rows(["field", "value"], [("link", shown.link), *shown.fields], format_)


def history(
    incident: Annotated[str, typer.Argument(help="an incident's id or address, also a merged one")],
    format_: Format = "table",
) -> None:
    """All that was ever published of one incident, and why it changed."""
    from warehouse.links import incident_of
    from warehouse.published import query
    from warehouse.show import never_published

    incident_id = incident_of(incident)

    columns, rows = query(
        get_settings(),
        "select version_number, valid_from_night, change_type, reasons, successor_id, status,"
        " event_type, occurred_on, place_name, killed_low, killed_best, killed_high,"
        " wounded_best, article_count, source_count, correction_ids"
        " from fct_incident_version where incident_id = $id order by version_number",
        {"id": incident_id},
    )
    if not rows:
        raise never_published(incident_id)
    print_rows(columns, rows, format_)
    successor_id = rows[-1][columns.index("successor_id")]
    if successor_id:
        err.print(f"it goes on as {successor_id}: sijill history {successor_id}", markup=False)


def compare(  # noqa: PLR0917 - an option each
    with_: Annotated[Path, typer.Option("--with", help="a file of events, as CSV")],
    layout: Annotated[str, typer.Option("--format", help="acled | ged: the file's layout")],
    days: Annotated[int, typer.Option(min=0, max=7, help="how far days may lie apart")] = 1,
    km: Annotated[float, typer.Option(min=0, help="how far places may lie apart")] = 25.0,
    output: Annotated[Path | None, typer.Option(help="write all rows there, as CSV")] = None,
    json_: Annotated[bool, typer.Option("--json", help="all rows, a JSON object a line")] = False,
) -> None:
    """What another data set has too, what only one of the two has, what differs, and why."""
    from warehouse.compare import COLUMNS, SHORT_COLUMNS
    from warehouse.compare import compare as compare_with

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


def export(
    output: Annotated[Path, typer.Option(help="the folder to write into")],
    format_: Annotated[
        str, typer.Option("--format", help="acled | ged | csv | parquet | geojson")
    ] = "csv",
    from_: Annotated[str | None, typer.Option("--from", help="first day, as 2026-11-21")] = None,
    to: Annotated[str | None, typer.Option(help="last day")] = None,
    country: Annotated[str | None, typer.Option(help="one country, as IQ")] = None,
) -> None:
    """Write the published incidents as a file for other tools, with a README beside it."""
    from warehouse.export import export as write

    made = write(
        get_settings(),
        format_,
        output,
        first=_day(from_) if from_ else None,
        last=_day(to) if to else None,
        country=country,
    )
    out.print(f"{made.rows} incidents → {made.file}; {made.readme} says what it is", markup=False)


def review(  # noqa: PLR0917 - an option each
    limit: Annotated[int, typer.Option(min=1, help="how many items")] = 20,
    confirm: Annotated[str | None, typer.Option(help="an incident that is right as it is")] = None,
    retract: Annotated[str | None, typer.Option(help="an incident that is none")] = None,
    merge: Annotated[
        tuple[str, str] | None, typer.Option(help="an incident, and the one that it is part of")
    ] = None,
    set_: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--set", help="an incident, a field and its right value"),
    ] = None,
    by: Annotated[str, typer.Option(help="who says so")] = "",
    second: Annotated[str, typer.Option(help="who has seen it too (merge, retract)")] = "",
    reason: Annotated[str, typer.Option(help="why")] = "",
    language: Annotated[str, typer.Option(help="of what the desk says: en | ar")] = "en",
    format_: Format = "table",
) -> None:
    """What most deserves a human look; with an answer, write it as a correction.

    Reports of readers in corrections/reports/ come first.
    """
    from warehouse.desk_words import desk_words, language_of
    from warehouse.review import answer, questions

    settings = get_settings()
    speaks = language_of(language)
    answers = [a for a in (confirm, retract, merge, set_) if a is not None]
    if not answers:
        asked = questions(settings, limit)
        # a program reads the codes, a person the words
        heads, whys = ["why", "incident", "other", "told"], [item.why for item in asked]
        if format_ == "table":
            heads = [desk_words(speaks, f"head.{head}") for head in heads]
            whys = [desk_words(speaks, f"why.{why}") for why in whys]
        rows = [
            (why, item.incident_id, item.other, item.told(speaks))
            for why, item in zip(whys, asked, strict=True)
        ]
        print_rows(heads, rows, format_)
        if not rows and format_ == "table":
            out.print(desk_words(speaks, "list.empty"))
        return
    if len(answers) > 1:
        raise SettingsError("one answer at a time", "give one of --confirm --retract --merge --set")
    if not by or not reason:
        raise SettingsError("an answer wants a name and a reason", "give --by and --reason")
    told = {"action": "confirm", "subject": confirm or ""}
    if retract:
        told = {"action": "retract", "subject": retract}
    elif merge:
        told = {"action": "merge", "subject": merge[0], "other": merge[1]}
    elif set_:
        told = {"action": "set", "subject": set_[0], "field": set_[1], "value": set_[2]}
    correction_id, path = answer(
        settings, made_by=by, made_on=dt.datetime.now(dt.UTC).date(), reason=reason,
        second_by=second, **told,
    )  # fmt: skip
    out.print(desk_words(speaks, "answer.written", id=correction_id, path=path), markup=False)
    out.print(desk_words(speaks, "answer.next"), markup=False)


def _told(changed: Sequence[Change]) -> tuple[list[str], list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = []
    for change in changed:
        if change.change != "changed":
            rows.append(
                (change.incident_id, change.change, change.reasons, "", "", change.successor_id)
            )
        else:
            rows += [
                (
                    change.incident_id,
                    change.change,
                    change.reasons,
                    name,
                    change.before.get(name),
                    change.after.get(name),
                )
                for name in change.after
            ]
    return ["incident", "change", "reasons", "field", "before", "after"], rows


def _day(text: str) -> dt.date:
    from warehouse.night import parse_batch_date

    return parse_batch_date(text)


def release(
    name: Annotated[str, typer.Argument(help="a year and a number in it, as 2026.1")],
    verify: Annotated[
        bool, typer.Option("--verify", help="compare an edition with its checksums instead")
    ] = False,
) -> None:
    """Freeze what is published as a numbered edition that can be cited and is never pruned."""
    from warehouse import release as editions

    settings = get_settings()
    if verify:
        files = editions.verify_release(settings, name)
        out.print(f"{name}: {files} files, all as released")
        return
    made = editions.release(settings, name, today=dt.datetime.now(settings.zone).date())
    out.print(f"{settings.releases_dir / made.name}", markup=False)
    out.print((settings.releases_dir / made.name / "CITATION.txt").read_text("utf-8").strip())


def releases(format_: Format = "table") -> None:
    """The editions that were made."""
    from warehouse.release import list_releases

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
        format_,
    )  # fmt: skip


def vintages(format_: Format = "table") -> None:
    """The vintages: from when on which version of the extractors read all articles."""
    from dataclasses import astuple, fields

    from warehouse.vintages import Vintage, list_vintages

    print_rows(
        [field.name for field in fields(Vintage)],
        [astuple(one) for one in list_vintages(get_settings())],
        format_,
    )
