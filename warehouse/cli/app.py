"""`sijill`: the same calls as the DAG, for people and for other schedulers.

Exit codes: 0 fine; 3 published, but something went to quarantine or warned; 4 the quality gate
blocked the publish; 5 no such batch, or nothing published yet; 6 too little disk; 7 another
version of the extractors, which wants a rebuild; 2 wrong use; 1 anything else. Errors say what to
do about them.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import logging
import os
import shutil
import sys
from contextlib import nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command_name
from typer.models import CommandInfo, TyperInfo

from extractors.errors import SijillError
from warehouse.cli import backup as cli_backup
from warehouse.cli import history as cli_history
from warehouse.cli import ingest as cli_ingest
from warehouse.cli import redact as cli_redact
from warehouse.cli.console import err, in_its_direction, out, print_json, print_rows, progress_bar
from warehouse.cli.options import (
    Format,
    IncludeHeld,
    JsonObject,
    JsonRows,
    Speaks,
    SqlCommand,
    desk,
    form,
    print_told,
    tell,
)
from warehouse.core.errors import EXIT_OK, BatchMissing, SettingsError
from warehouse.core.settings import Settings, get_settings
from warehouse.core.translations import Language, desk_words, error_words

if TYPE_CHECKING:
    from warehouse.night.run import NightSummary

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli_history.add_to(app)
cli_redact.add_to(app)
cli_backup.add_to(app)
cli_ingest.add_to(app)
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
    "Giving on": ("export", "release", "releases"),
    "Keeping, and building anew": ("backup", "restore", "register", "rebuild", "vintages"),
    "How it reads, and how well": ("models", "evaluate", "ablation", "docs", "dbt-docs"),
}  # fmt: skip
QUERIES = {
    "Tolls by governorate": """\
select country_name_ar, admin1_name_ar, count(*) as incidents,
    sum(summed_best(killed_low, killed_best)) as killed
from mart_incidents
group by all order by killed desc nulls last, incidents desc limit 10""",
    "The words behind each figure": """\
select incident_id, measure, value_best, quote, attribution_source
from marts.fct_casualty_claim semi join mart_incidents using (incident_id)
where claim_role = 'total'
order by value_best desc limit 10""",
    "Weapons by day": """\
select occurred_on, weapon_en as weapon, count(*) as incidents
from mart_incidents
group by all order by occurred_on desc, incidents desc limit 10""",
}


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
        from warehouse.core.failures import in_plain_words

        told = in_plain_words(failure)
        if told is None:
            raise
        err.print(f"sijill: {told}", style="red", markup=False)
        sys.exit(told.exit_code)


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


def _nights(settings: Settings, first: dt.date, last: dt.date) -> list[dt.date]:
    if last < first:
        raise SettingsError(f"--to {last} lies before --from {first}", "swap them")
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    found = [day for day in days if (settings.landing_dir / day.isoformat()).is_dir()]
    if not found:
        raise BatchMissing(
            f"no batch between {first} and {last} in {settings.landing_dir}",
            "a batch is a folder named after its date, such as 2026-11-21",
        )
    return found


@app.command()
def night(  # noqa: PLR0917 - an option each
    date: Annotated[str | None, typer.Option(help="the night, as 2026-11-21")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="first night of a range")] = None,
    to: Annotated[str | None, typer.Option("--to", help="last night of a range")] = None,
    late: Annotated[bool, typer.Option(help="the nights whose files came late")] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="processes that extract", show_default="a core each")
    ] = os.cpu_count() or 1,
    json_: JsonRows = False,
) -> None:
    """Run one night, each night of a range that has a batch, or those with late files.

    sijill night --date 2026-11-21

    sijill night --from 2026-11-01 --to 2026-11-21

    sijill night --late
    """
    from warehouse.core.batch_dates import parse_batch_date
    from warehouse.night.late import late_batches
    from warehouse.night.run import Night
    from warehouse.steps.dbt_process import one_dbt

    settings = get_settings()
    if (date is not None) + (from_ is not None or to is not None) + late != 1:
        raise SettingsError("which night?", "give --date, or --from and --to, or --late")
    if late:
        nights = list(late_batches(settings, now=dt.datetime.now(dt.UTC)))
    elif date is not None:
        nights = [parse_batch_date(date)]
    elif from_ is not None and to is not None:
        nights = _nights(settings, parse_batch_date(from_), parse_batch_date(to))
    else:
        raise SettingsError("a range needs both ends", "give --from and --to")
    if not nights and not json_:
        err.print("no night has files that came late")
    exit_code = EXIT_OK
    with one_dbt() if len(nights) > 1 else nullcontext():
        for day in nights:
            run_id = f"cli-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
            with progress_bar() as progress:
                summary = Night(settings, day, run_id).run(progress, jobs=jobs)
            if json_:
                print_json(summary.to_json())
            else:
                _print_summary(summary)
            exit_code = max(exit_code, summary.exit_code)
    raise typer.Exit(exit_code)


@app.command("dag-night")
def dag_night(date: Annotated[str, typer.Option(help="the night, as 2026-11-21")]) -> None:
    """Run one night through the Airflow DAG, in this process tree (`airflow dags test`).

    sijill dag-night --date 2026-11-21
    """
    from warehouse.core.batch_dates import parse_batch_date
    from warehouse.night.run import last_summaries
    from warehouse.services import scheduler

    settings = get_settings()
    day = parse_batch_date(date).isoformat()
    scheduler.prepare(settings)
    log_file = settings.runs_dir / day / "airflow.log"
    with progress_bar() as progress:
        progress(f"{day} airflow dags test incident_nightly", 0, 0)
        scheduler.test_dag(settings, day, log_file, on_step=progress)
    summary = next((s for s in last_summaries(settings) if s.batch_date == day), None)
    if summary is None:
        raise SettingsError(f"the night {day} left no summary", f"read {log_file}")
    _print_summary(summary)


@app.command()
def samples() -> None:
    """Put the sample batches (fictional articles) into the landing folder.

    sijill samples
    """
    settings = get_settings()
    source = settings.project_root / "samples" / "landing"
    for batch in sorted(path for path in source.iterdir() if path.is_dir()):
        target = settings.landing_dir / batch.name
        if target.exists():
            out.print(f"{target} is there already", markup=False)
            continue
        shutil.copytree(batch, target)
        out.print(f"{target}", markup=False)


@app.command()
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


@app.command(cls=SqlCommand)
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


@app.command()
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
        print_told(speaks, list(COLUMNS), rows[:limit], shape)


@app.command()
def status(
    queries: Annotated[bool, typer.Option(help="show queries to try, with their results")] = False,
    json_: Annotated[bool, typer.Option("--json", help="the same as one JSON object")] = False,
    language: Speaks = None,
) -> None:
    """What is published, which extractors read it, how the last nights went.

    sijill status
    """
    settings = get_settings()
    with desk(language) as speaks:
        if json_:
            print_json(_status(settings))
        else:
            _tell_status(settings, speaks, queries=queries)


def _tell_status(settings: Settings, speaks: Language, *, queries: bool) -> None:
    from warehouse.night.late import late_batches
    from warehouse.night.run import last_summaries
    from warehouse.publication import published
    from warehouse.publication.vintages import list_readings
    from warehouse.store.versions import list_versions

    summaries = last_summaries(settings)[-14:]
    nights: list[tuple[object, ...]] = []
    for s in summaries:
        checks = desk_words(
            speaks,
            "status.checks_warned" if s.checks_warned else "status.checks",
            passed=s.checks_passed,
            warned=s.checks_warned,
        )
        nights.append(
            (
                s.batch_date, s.articles_read, s.records_quarantined, s.incident_facts,
                s.incidents, checks, s.version, f"{s.seconds:.0f}",
            )
        )  # fmt: skip
    columns = ["night", "read", "quarantined", "facts", "incidents", "checks", "version", "seconds"]
    if nights:
        print_told(speaks, columns, nights, "table")
        for warning in summaries[-1].warnings:
            tell(speaks, "status.warning", style="yellow", warning=warning)
    for late in late_batches(settings, now=dt.datetime.now(dt.UTC)):
        tell(speaks, "status.late", style="yellow", day=late)
    versions = list_versions(settings)
    current = next((v for v in versions if v.is_current), None)
    if current is None:
        tell(speaks, "status.empty")
        return
    tell(speaks, "status.published", path=settings.published_dir / "current" / "sijill.duckdb")
    tell(speaks, "status.checked", path=settings.checks_dir / "index.html")
    tell(speaks, "status.versions", count=len(versions), version=current.version)
    for reading in list_readings(settings):
        tell(
            speaks,
            "status.no_vintage" if reading.vintage is None else "status.reading",
            vintage=reading.vintage,
            extractor=reading.extractor_version,
            articles=reading.articles,
            reports=reading.reports,
            incidents=reading.incidents,
        )
    if queries:
        for title, sql in QUERIES.items():
            out.print(f"\n[bold]{title}[/bold]")
            out.print(f'sijill query "{sql}"', markup=False, style="cyan")
            print_rows(*published.query(settings, sql), "table")


def _status(settings: Settings) -> dict[str, object]:
    """What `sijill status` shows, for programs."""
    from warehouse.night.late import late_batches
    from warehouse.night.run import last_summaries
    from warehouse.publication.vintages import list_readings
    from warehouse.store.versions import current_version, list_versions

    current = current_version(settings)
    return {
        "nights": [night.to_json() for night in last_summaries(settings)[-14:]],
        "late": [day.isoformat() for day in late_batches(settings, now=dt.datetime.now(dt.UTC))],
        "current": current,
        "versions": [version.version for version in list_versions(settings)],
        "readings": [asdict(one) for one in list_readings(settings)] if current else [],
    }


@app.command()
def quarantine(
    date: Annotated[str, typer.Option(help="the night, as 2026-11-21")],
    format_: Format = "table",
    json_: JsonRows = False,
) -> None:
    """What a night could not read: file, record, reason, and the record as it stood.

    sijill quarantine --date 2026-11-22
    """
    from warehouse.core.batch_dates import parse_batch_date
    from warehouse.night.quarantine import quarantined

    columns, rows = quarantined(get_settings(), parse_batch_date(date))
    print_rows(columns, rows, form(format_, json_))
    if not rows:
        err.print(f"nothing of {date} went to quarantine")


@app.command()
def rollback(
    to: Annotated[str | None, typer.Option(help="a version; default: the one before")] = None,
    json_: JsonObject = False,
) -> None:
    """Point readers at an earlier published version.

    sijill rollback

    sijill rollback --to 000002-9f4172309240
    """
    from warehouse.publication.rollback import rollback as roll

    version = roll(get_settings(), to=to)
    if json_:
        print_json({"current": version.version})
    else:
        out.print(f"current is {version.version}", markup=False)


@app.command()
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


@app.command()
def models(
    download: Annotated[bool, typer.Option(help="get Stanza's official Arabic models")] = False,
    json_: JsonObject = False,
) -> None:
    """Which language models are here; get the official ones.

    sijill models

    sijill models --download
    """
    from extractors.nlp.registry import load_recogniser

    if download:
        from extractors.nlp.download import download_official

        err.print(str(download_official()), markup=False)
    recogniser = load_recogniser(get_settings().recogniser)
    if json_:
        print_json({"recogniser": recogniser.name if recogniser else None})
        return
    out.print(recogniser.name if recogniser else "no language model: rules and lexicons only")


@app.command()
def evaluate(
    shared: Annotated[Path | None, typer.Option(help="a folder of other labelled articles")] = None,
    errors: Annotated[int, typer.Option(help="show this many errors of each read set")] = 0,
    write: Annotated[bool, typer.Option(help="replace the committed scoreboard")] = False,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="score the sealed sets: once a version, logged")
    ] = False,
    against: Annotated[
        str | None, typer.Option(help="another git revision to compare with, by a paired test")
    ] = None,
) -> None:
    """Score the extractors on the labelled articles.

    sijill evaluate --errors 20

    sijill evaluate --against HEAD~1

    sijill evaluate --sealed
    """
    if (sealed or against) and (shared or errors or write or (sealed and against)):
        raise SettingsError("--sealed and --against go with no other option", "name one of them")
    settings = get_settings()
    if sealed:
        _evaluate_sealed(settings)
    elif against:
        from warehouse.desk.contests import contest_with

        out.print(str(contest_with(settings, against)), markup=False)
    else:
        _evaluate_open(settings, shared, errors, write=write)


def _evaluate_sealed(settings: Settings) -> None:
    from evaluation.run import evaluate_sealed
    from evaluation.scoreboard_page import field_section
    from extractors.nlp.registry import load_recogniser
    from warehouse.desk.revisions import clean_revision

    scoring = evaluate_sealed(
        settings.project_root,
        load_recogniser(settings.recogniser),
        revision=clean_revision(settings.project_root),
        today=dt.datetime.now(settings.zone).date(),
    )
    out.print("\n".join(field_section(scoring)), markup=False)
    docs()
    err.print("commit evaluation/sealed_log.jsonl and the pages that quote it", markup=False)


def _evaluate_open(settings: Settings, shared: Path | None, errors: int, *, write: bool) -> None:
    from evaluation.run import evaluate_project
    from extractors.nlp.registry import load_recogniser

    result = evaluate_project(
        settings.project_root,
        load_recogniser(settings.recogniser),
        shared=shared,
        errors=errors,
        write=write,
    )
    out.print(str(result), markup=False)
    if write:
        # the codebook quotes the scoreboard
        docs()
    if result.drop:
        raise result.drop


@app.command()
def ablation() -> None:
    """Measure what the own name tagger adds to the rules, and write docs/ablation.md.

    sijill ablation
    """
    from evaluation.ablation import write_page
    from extractors.nlp.own import OwnRecogniser

    out.print(str(write_page(get_settings().project_root, OwnRecogniser())), markup=False)


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="fail where a page is out of date")] = False,
) -> None:
    """Write the generated pages of docs/ again.

    sijill docs --check
    """
    from warehouse.cli.page import command_page
    from warehouse.docs.generated_pages import stale_pages, write_pages

    settings, commands = get_settings(), command_page(app)
    if not check:
        for page in write_pages(settings, commands):
            out.print(str(page), markup=False)
        return
    stale = stale_pages(settings, commands)
    if stale:
        names = ", ".join(str(page) for page in stale)
        raise SettingsError(f"out of date: {names}", "run `make docs` and commit the result")


@app.command("dbt-docs")
def dbt_docs() -> None:
    """Write dbt's own documentation of all models and their lineage as one page.

    sijill dbt-docs
    """
    from warehouse.steps.transform import generate_docs

    out.print(str(generate_docs(get_settings())), markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def airflow(context: typer.Context) -> None:
    """Run Airflow's own command line in the project's environment.

    sijill airflow dags list
    """
    from warehouse.services import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.run_airflow(settings, context.args))


@app.command("airflow-up")
def airflow_up() -> None:
    """Start the scheduler and its web page on loopback; stops with Ctrl-C.

    sijill airflow-up
    """
    from warehouse.services import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.serve(settings, announce=out.print))


@app.command("worker")
def worker(
    queue: Annotated[
        list[str] | None,
        typer.Option(help="sijill_read: reads articles; sijill_build: holds the warehouse"),
    ] = None,
    slots: Annotated[int, typer.Option(min=1, help="shards that are read at once")] = 1,
    port: Annotated[int, typer.Option(help="its logs are served here; one each a machine")] = 8793,
) -> None:
    """Take tasks of the night on this machine, beside others; stops with Ctrl-C (docs/scaling.md).

    sijill worker

    sijill worker --queue sijill_read --slots 4
    """
    from warehouse.services import scheduler

    queues = queue or [scheduler.READ_QUEUE]
    raise typer.Exit(scheduler.work(get_settings(), queues=queues, slots=slots, port=port))


@app.command("superset")
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


def _arrange() -> None:
    """Put each command into its panel of the help, in the order of PANELS."""
    panels = {name: panel for panel, names in PANELS.items() for name in names}
    order = {name: number for number, name in enumerate(panels)}
    every: list[CommandInfo | TyperInfo] = [*app.registered_commands, *app.registered_groups]
    for one in every:
        one.rich_help_panel = panels.get(_name(one))
    app.registered_commands.sort(key=lambda one: order.get(_name(one), len(order)))
    app.registered_groups.sort(key=lambda one: order.get(_name(one), len(order)))


def _name(told: CommandInfo | TyperInfo) -> str:
    if told.name:
        return str(told.name)
    assert told.callback is not None
    return get_command_name(told.callback.__name__)


_arrange()


def _print_summary(s: NightSummary) -> None:
    out.print(
        f"night {s.batch_date}: {s.articles_read} articles read, {s.articles_staged} staged, "
        f"{s.records_quarantined} quarantined; {s.incident_facts} incident reports, "
        f"{s.incidents} incidents in the warehouse; {s.checks_passed} checks passed"
        + (f", {s.checks_warned} warned" if s.checks_warned else "")
        + f"; {'published' if s.version_changed else 'unchanged, still'} {s.version} "
        f"({s.seconds:.0f} s)",
        markup=False,
    )
    for warning in s.warnings:
        out.print(f"  warning: {warning}", style="yellow", markup=False)
