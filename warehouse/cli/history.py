"""`sijill` commands about what was published, what editors put right, and building anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from warehouse.cli.console import err, out, print_json, print_rows, progress_bar
from warehouse.cli.options import (
    Format,
    IncludeHeld,
    JsonObject,
    JsonRows,
    Speaks,
    day,
    desk,
    form,
    print_told,
    tell,
)
from warehouse.core.code_labels import label_column
from warehouse.core.errors import SettingsError
from warehouse.core.settings import get_settings
from warehouse.core.spreadsheet import write_csv
from warehouse.core.translations import Language, desk_words, error_words, told_cell

if TYPE_CHECKING:
    from warehouse.night.preview import Change
    from warehouse.publication.lookup import Published

corrections_app = typer.Typer(
    help="What editors have put right: list, check, preview.", no_args_is_help=True
)
register_app = typer.Typer(
    help="The register of ids and publications: list, verify, restore.", no_args_is_help=True
)


#: what an editor is shown of a held incident
_HELD = (
    "incident_id", "occurred_on", "event_type", "place_name", "admin1_code", "country_code",
    "perpetrator_name", "killed_low", "killed_best", "killed_high", "wounded_best", "quote",
    "primary_title", "primary_url",
)  # fmt: skip


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
def list_corrections(
    format_: Format = "table", json_: JsonRows = False, language: Speaks = None
) -> None:
    """All corrections with whether they are in force.

    sijill corrections list --language ar
    """
    from warehouse.editing.corrections import COLUMNS, active, read_corrections

    with desk(language) as speaks:
        rows = read_corrections(get_settings())
        in_force = {row.correction_id for row in active(rows)}
        print_told(
            speaks,
            ["in_force", *COLUMNS],
            [
                (
                    "yes" if row.correction_id in in_force else "no",
                    *(getattr(row, name) for name in COLUMNS),
                )
                for row in rows
            ],
            form(format_, json_),
        )


@corrections_app.command("check")
def check_corrections(json_: JsonObject = False, language: Speaks = None) -> None:
    """Whether all corrections can be applied; every fault is listed.

    sijill corrections check
    """
    from warehouse.editing.corrections import check, read_corrections
    from warehouse.store.database import open_writer
    from warehouse.store.register_copies import load_whole

    settings = get_settings()
    with desk(language) as speaks:
        rows = read_corrections(settings)
        with open_writer(settings) as connection:
            load_whole(settings, connection)
            check(settings, connection, rows)
        if json_:
            print_json({"corrections": len(rows)})
        else:
            tell(speaks, "check.fine", count=len(rows))


@corrections_app.command("preview")
def preview_corrections(
    file: Annotated[
        Path | None, typer.Argument(help="a file that is not in corrections/ yet")
    ] = None,
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """What would change with the next night, incident by incident, before and after.

    sijill corrections preview

    sijill corrections preview drafts/mosul.csv
    """
    from warehouse.night.preview import preview_corrections as preview

    with desk(language) as speaks:
        shape = form(format_, json_)
        # a program reads the codes, a person the words
        columns, rows = _told(preview(get_settings(), file), speaks if shape == "table" else "en")
        print_told(speaks, columns, rows, shape)
        if not rows:
            tell(speaks, "preview.empty", to=err)


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
        out.print(f"{restored.publications} publications, whole: nothing had to be done")
        return
    out.print(f"{restored.publications} publications restored to {settings.register_dir}")
    if restored.set_aside:
        out.print(f"what was there lies in {restored.set_aside}", markup=False)


def rebuild(  # noqa: PLR0917 - an option each
    preview: Annotated[bool, typer.Option(help="only show what would change")] = False,
    from_staging: Annotated[bool, typer.Option(help="do not read the articles again")] = False,
    from_landing: Annotated[
        bool,
        typer.Option(help="the build file is lost or damaged: make it anew from what was landed"),
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="processes that extract", show_default="a core each")
    ] = os.cpu_count() or 1,
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """Read, build and link everything anew; ids stay those of the register.

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
    tell(
        speaks,
        "rebuild.published" if summary.version_changed else "rebuild.unchanged",
        incidents=summary.incidents,
        version=summary.version,
    )
    report = report_of(settings.published_dir / "current", speaks)
    if report.is_file():
        tell(speaks, "rebuild.report", file=report)


def _preview_rebuild(speaks: Language, *, jobs: int, read_again: bool, format_: str) -> None:
    from warehouse.night import rebuild as rebuilding

    with progress_bar() as progress:
        changed = rebuilding.preview(
            get_settings(), _rebuild_id(), progress, jobs=jobs, read_again=read_again
        )
    rows = rebuilding.differences(changed)
    if not rows:
        tell(speaks, "preview.empty", to=err)
        return
    print_told(
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
        print_told(speaks, columns, rows, form(format_, json_))
        listed = published(settings)
        _tell_which(speaks, asked, meant(listed, asked))
        last = listed[-1].number
        if isinstance(asked, int) and asked > last:
            tell(speaks, "changes.too_late", to=err, number=asked, last=last)
        elif not rows:
            tell(speaks, "changes.empty", to=err, last=last)


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
        print_told(speaks, columns, rows, form(format_, json_))
        listed = published(settings)
        found, last = meant(listed, asked), listed[-1].number
        _tell_which(speaks, asked, found)
        if found is None:
            tell(speaks, "as_of.too_early", to=err, asked=publication, first=listed[0].number)
        elif isinstance(asked, int) and asked > last:
            tell(speaks, "as_of.too_late", to=err, number=asked, last=last)


def _tell_which(speaks: Language, asked: int | dt.datetime, found: Published | None) -> None:
    """Which publication a moment means: whoever gave a number knows."""
    if isinstance(asked, dt.datetime) and found is not None:
        moment = f"{found.published_at.astimezone(asked.tzinfo):%Y-%m-%d %H:%M}"
        tell(
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
            tell(speaks, "show.merged", to=err, old=old, new=new)
        if shown.retracted_on:
            number, night = shown.retracted_in, shown.retracted_on
            tell(speaks, "show.retracted", to=err, number=number, night=night)
        columns, fields = ["field", "value"], [("link", shown.link), *shown.fields]
        if speaks == "ar" and format_ == "table":
            # the same in English letters, or as the code of a label, is for programs
            names = {name for name, _ in fields}
            fields = [
                (name, told_cell(speaks, name, value))
                for name, value in fields
                if label_column(name) not in names
                and not (name.endswith("_en") and f"{name.removesuffix('_en')}_ar" in names)
            ]
        print_told(speaks, columns, fields, format_)


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
        print_told(speaks, columns, rows, form(format_, json_))
        successor_id = rows[-1][columns.index("successor_id")]
        if successor_id:
            tell(speaks, "history.goes_on", to=err, id=successor_id)


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
    """Write the published incidents as a file for other tools, with a README beside it.

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


def review(  # noqa: PLR0917 - an option each
    limit: Annotated[int, typer.Option(min=1, help="how many items")] = 20,
    held: Annotated[
        bool, typer.Option("--held", help="answer what is held one by one, a key each; needs --by")
    ] = False,
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
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """What most deserves a human look; with an answer, write it as a correction.

    Reports of readers in corrections/reports/ come first, then what is held, the largest toll
    first. A rejection needs a second name.

    sijill review --language ar

    sijill review --held --by Nour --second Omar

    sijill review --confirm inc_321cdc7c42365b72d3e6 --by Nour --reason "read both reports"
    """
    with desk(language) as speaks:
        answers = [a for a in (confirm, retract, merge, set_) if a is not None]
        if held:
            if answers or not by:
                raise SettingsError(*error_words("held_alone"))
            _answer_held(speaks, limit, by, second)
            return
        if not answers:
            _ask(speaks, limit, form(format_, json_))
            return
        if len(answers) > 1:
            raise SettingsError(*error_words("one_answer"))
        if not by or not reason:
            raise SettingsError(*error_words("name_and_reason"))
        told = {"action": "confirm", "subject": confirm or ""}
        if retract:
            told = {"action": "retract", "subject": retract}
        elif merge:
            told = {"action": "merge", "subject": merge[0], "other": merge[1]}
        elif set_:
            told = {"action": "set", "subject": set_[0], "field": set_[1], "value": set_[2]}
        _answer(speaks, told | {"made_by": by, "second_by": second, "reason": reason}, json_=json_)


def _answer_held(speaks: Language, limit: int, by: str, second: str) -> None:
    """Show each held incident with its words, and take one key as the answer."""
    from warehouse.desk.review import answer, questions
    from warehouse.desk.show import show as shown_now

    settings, today = get_settings(), dt.datetime.now(dt.UTC).date()
    items = questions(settings, limit, why="held")
    actions, counts = {"c": "confirm", "r": "retract"}, {"confirm": 0, "retract": 0}
    for item in items:
        fields = dict(shown_now(settings, item.incident_id).fields)
        rows: list[tuple[str, object]] = [("why", item.told(speaks))]
        rows += [(name, told_cell(speaks, name, fields[name])) for name in _HELD if name in fields]
        print_told(speaks, ["field", "value"], rows, "table")
        tell(speaks, "held.keys")
        key = ""
        while key not in {*actions, "s", "q"}:
            key = click.getchar().lower()
        if key == "q":
            break
        if key in actions:
            reason = desk_words(speaks, "held.reason", what=item.told(speaks))
            answer(
                settings, action=actions[key], subject=item.incident_id, made_by=by,
                made_on=today, reason=reason, second_by=second if key == "r" else "",
            )  # fmt: skip
            counts[actions[key]] += 1
    left = len(items) - sum(counts.values())
    tell(speaks, "held.done", confirmed=counts["confirm"], rejected=counts["retract"], left=left)


def _ask(speaks: Language, limit: int, format_: str) -> None:
    from warehouse.desk.review import questions

    asked = questions(get_settings(), limit)
    # a program reads the codes, a person the words
    whys = [item.why for item in asked]
    if format_ == "table":
        whys = [desk_words(speaks, f"why.{why}") for why in whys]
    rows = [
        (why, item.incident_id, item.other, item.told(speaks))
        for why, item in zip(whys, asked, strict=True)
    ]
    print_told(speaks, ["why", "incident", "other", "told"], rows, format_)
    if not rows and format_ == "table":
        tell(speaks, "list.empty")


def _answer(speaks: Language, told: Mapping[str, str], *, json_: bool) -> None:
    from warehouse.desk.review import answer

    today = dt.datetime.now(dt.UTC).date()
    correction_id, path = answer(get_settings(), made_on=today, **told)
    if json_:
        print_json({"correction_id": correction_id, "file": str(path)})
        return
    tell(speaks, "answer.written", id=correction_id, path=path)
    tell(speaks, "answer.next")


def _told(
    changed: Sequence[Change], language: Language
) -> tuple[list[str], list[tuple[object, ...]]]:
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
                    told_cell(language, name, change.before.get(name)),
                    told_cell(language, name, change.after.get(name)),
                )
                for name in change.after
            ]
    return ["incident", "change", "reasons", "field", "before", "after"], rows


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


def vintages(format_: Format = "table", json_: JsonRows = False, language: Speaks = None) -> None:
    """The vintages: from when on which version of the extractors read all articles.

    sijill vintages
    """
    from dataclasses import astuple, fields

    from warehouse.publication.vintages import Vintage, list_vintages

    with desk(language) as speaks:
        columns = [field.name for field in fields(Vintage)]
        rows = [astuple(one) for one in list_vintages(get_settings())]
        print_told(speaks, columns, rows, form(format_, json_))
