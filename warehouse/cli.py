"""`sijill`: the same calls as the DAG, for people and for other schedulers.

Exit codes: 0 fine; 3 published, but something went to quarantine or warned; 4 the quality gate
blocked the publish; 5 no such batch, or nothing published yet; 6 too little disk; 7 another
version of the extractors, which wants a rebuild; 2 wrong use; 1 anything else. Errors say what to
do about them.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import shutil
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from extractors.errors import SijillError
from warehouse import cli_backup, cli_history, cli_ingest, cli_redact
from warehouse.console import err, out, print_rows, progress_bar
from warehouse.errors import EXIT_OK, BatchMissing, SettingsError
from warehouse.settings import Settings, get_settings

if TYPE_CHECKING:
    from warehouse.night import NightSummary

app = typer.Typer(
    help="Sijill: incidents read from Arabic news, every night, with the words behind each number.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli_history.add_to(app)
cli_redact.add_to(app)
cli_backup.add_to(app)
cli_ingest.add_to(app)
QUERIES = {
    "Tolls by governorate": """\
select country_name_ar, admin1_name_ar, count(*) as incidents, sum(killed_best) as killed
from marts.fct_incident join marts.dim_location using (location_key)
group by all order by killed desc nulls last, incidents desc limit 10""",
    "The words behind each figure": """\
select incident_id, measure, value_best, quote, attribution_source
from marts.fct_casualty_claim where claim_role = 'total'
order by value_best desc limit 10""",
    "Weapons by day": """\
select occurred_on, label_en as weapon, count(*) as incidents
from marts.fct_incident join marts.dim_weapon using (weapon_key)
group by all order by occurred_on desc, incidents desc limit 10""",
}


def main() -> None:
    """The entry point: turns Sijill's errors into a message and an exit code."""
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    try:
        app()
    except SijillError as failure:
        err.print(f"sijill: {failure}", style="red", markup=False)
        sys.exit(failure.exit_code)
    except Exception as failure:
        from warehouse.plain_words import in_plain_words

        told = in_plain_words(failure)
        if told is None:
            raise
        err.print(f"sijill: {told}", style="red", markup=False)
        sys.exit(told.exit_code)


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
def night(
    date: Annotated[str | None, typer.Option(help="the night, as 2026-11-21")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="first night of a range")] = None,
    to: Annotated[str | None, typer.Option("--to", help="last night of a range")] = None,
    late: Annotated[bool, typer.Option(help="the nights whose files came late")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="processes that extract")] = os.cpu_count() or 1,
) -> None:
    """Run one night, each night of a range that has a batch, or those with late files."""
    from warehouse.late import late_batches
    from warehouse.night import Night, parse_batch_date

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
    exit_code = EXIT_OK
    for day in nights:
        run_id = f"cli-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
        with progress_bar() as progress:
            summary = Night(settings, day, run_id).run(progress, jobs=jobs)
        _print_summary(summary)
        exit_code = max(exit_code, summary.exit_code)
    raise typer.Exit(exit_code)


@app.command("dag-night")
def dag_night(date: Annotated[str, typer.Option(help="the night, as 2026-11-21")]) -> None:
    """Run one night through the Airflow DAG, in this process tree (`airflow dags test`)."""
    from warehouse import scheduler
    from warehouse.night import last_summaries, parse_batch_date

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
    """Put the sample batches (fictional articles) into the landing folder."""
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
) -> None:
    """Read articles without a warehouse: incidents as JSON lines, for scoring and trying."""
    from warehouse.extract_files import extract_files

    with progress_bar() as progress:
        result = extract_files(get_settings(), files, output, on_progress=progress)
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


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="SQL over the published warehouse")],
    format_: Annotated[str, typer.Option("--format", help="table | csv | json")] = "table",
) -> None:
    """Ask the published warehouse (read-only)."""
    from warehouse import published

    columns, rows = published.query(get_settings(), sql)
    print_rows(columns, rows, format_)


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="a place or an actor, in Arabic or Latin letters")],
    kind: Annotated[str | None, typer.Option(help="place | actor; default: both")] = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 20,
    format_: Annotated[str, typer.Option("--format", help="table | csv | json")] = "table",
) -> None:
    """Find places and actors by a name, however it is written."""
    from warehouse.find import COLUMNS, find

    rows = find(get_settings(), name, kind)
    if not rows:
        raise SettingsError(
            f"no place with reports and no actor of the register is called {name!r}",
            "try it in the other script, or without what stands before the name",
        )
    print_rows(list(COLUMNS), rows[:limit], format_)


@app.command()
def status(
    queries: Annotated[bool, typer.Option(help="show queries to try, with their results")] = False,
    json_: Annotated[bool, typer.Option("--json", help="the same as one JSON object")] = False,
) -> None:
    """What is published, which extractors read it, how the last nights went."""
    from warehouse import published
    from warehouse.late import late_batches
    from warehouse.night import last_summaries
    from warehouse.publish import list_versions
    from warehouse.vintages import list_readings

    settings = get_settings()
    if json_:
        out.print(json.dumps(_status(settings), ensure_ascii=False), markup=False)
        return
    table = Table("night", "read", "quarantined", "facts", "incidents", "checks", "version", "s")
    for s in last_summaries(settings)[-14:]:
        checks = f"{s.checks_passed} passed" + (
            f", {s.checks_warned} warned" if s.checks_warned else ""
        )
        table.add_row(
            s.batch_date, str(s.articles_read), str(s.records_quarantined), str(s.incident_facts),
            str(s.incidents), checks, s.version, f"{s.seconds:.0f}",
        )  # fmt: skip
    out.print(table)
    for day in late_batches(settings, now=dt.datetime.now(dt.UTC)):
        out.print(f"late files  {day}: sijill night --late", style="yellow", markup=False)
    versions = list_versions(settings)
    current = next((v for v in versions if v.is_current), None)
    if current is None:
        out.print("Nothing is published yet: sijill night --date D")
        return
    out.print(f"published  {settings.published_dir / 'current' / 'sijill.duckdb'}", markup=False)
    out.print(f"checks     {settings.checks_dir / 'index.html'}", markup=False)
    out.print(f"versions   {len(versions)}, current {current.version}", markup=False)
    for reading in list_readings(settings):
        vintage = "no vintage" if reading.vintage is None else f"vintage {reading.vintage}"
        out.print(
            f"{vintage:10} {reading.extractor_version}: {reading.articles} articles,"
            f" {reading.reports} reports, {reading.incidents} incidents",
            markup=False,
        )
    if queries:
        for title, sql in QUERIES.items():
            out.print(f"\n[bold]{title}[/bold]")
            out.print(f'sijill query "{sql}"', markup=False, style="cyan")
            print_rows(*published.query(settings, sql), "table")


def _status(settings: Settings) -> dict[str, object]:
    """What `sijill status` shows, for programs."""
    from warehouse.late import late_batches
    from warehouse.night import last_summaries
    from warehouse.publish import current_version, list_versions
    from warehouse.vintages import list_readings

    current = current_version(settings)
    return {
        "nights": [asdict(night) for night in last_summaries(settings)[-14:]],
        "late": [day.isoformat() for day in late_batches(settings, now=dt.datetime.now(dt.UTC))],
        "current": current,
        "versions": [version.version for version in list_versions(settings)],
        "readings": [asdict(one) for one in list_readings(settings)] if current else [],
    }


@app.command()
def quarantine(
    date: Annotated[str, typer.Option(help="the night, as 2026-11-21")],
    format_: Annotated[str, typer.Option("--format", help="table | csv | json")] = "table",
) -> None:
    """What a night could not read: file, record, reason, and the record as it stood."""
    from warehouse.night import parse_batch_date
    from warehouse.quarantine import quarantined

    columns, rows = quarantined(get_settings(), parse_batch_date(date))
    print_rows(columns, rows, format_)


@app.command()
def rollback(
    to: Annotated[str | None, typer.Option(help="a version; default: the one before")] = None,
) -> None:
    """Point readers at an earlier published version."""
    from warehouse.publish import rollback as roll

    version = roll(get_settings(), to=to)
    out.print(f"current is {version.version}", markup=False)


@app.command()
def places(
    pcodes: Annotated[
        Path, typer.Option(help="OCHA's table of administrative units (COD-AB) as CSV")
    ],
) -> None:
    """Give locations the P-codes of a file that you have; the next night joins them."""
    from warehouse.pcodes import join_pcodes

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
) -> None:
    """Which language models are here; get the official ones."""
    from extractors.nlp.registry import load_recogniser

    if download:
        from extractors.nlp.download import download_official

        out.print(str(download_official()), markup=False)
    recogniser = load_recogniser(get_settings().recogniser)
    out.print(recogniser.name if recogniser else "no language model: rules and lexicons only")


@app.command()
def evaluate(
    shared: Annotated[Path | None, typer.Option(help="a folder of other labelled articles")] = None,
    errors: Annotated[int, typer.Option(help="show this many errors")] = 0,
    write: Annotated[bool, typer.Option(help="replace the committed scoreboard")] = False,
) -> None:
    """Score the extractors on the project's own labelled articles."""
    from evaluation.run import evaluate_project
    from extractors.nlp.registry import load_recogniser

    settings = get_settings()
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
    """Measure what the own name tagger adds to the rules, and write docs/ablation.md."""
    from evaluation.ablation import write_page
    from extractors.nlp.own import OwnRecogniser

    out.print(str(write_page(get_settings().project_root, OwnRecogniser())), markup=False)


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="fail where a page is out of date")] = False,
) -> None:
    """Write the generated pages of docs/ again."""
    from warehouse.generated_docs import stale_pages, write_pages

    settings = get_settings()
    if not check:
        for page in write_pages(settings):
            out.print(str(page), markup=False)
        return
    stale = stale_pages(settings)
    if stale:
        names = ", ".join(str(page) for page in stale)
        raise SettingsError(f"out of date: {names}", "run `make docs` and commit the result")


@app.command("dbt-docs")
def dbt_docs() -> None:
    """Write dbt's own documentation of all models and their lineage as one page."""
    from warehouse.transform import generate_docs

    out.print(str(generate_docs(get_settings())), markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def airflow(context: typer.Context) -> None:
    """Run Airflow's own command line in the project's environment: sijill airflow dags list."""
    from warehouse import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.run_airflow(settings, context.args))


@app.command("airflow-up")
def airflow_up() -> None:
    """Start the scheduler and its web page on loopback; stops with Ctrl-C."""
    from warehouse import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.serve(settings, announce=out.print))


@app.command("superset")
def superset_up(
    export: Annotated[
        bool, typer.Option("--export", help="write the dashboard back to bi/superset/assets")
    ] = False,
) -> None:
    """Start Superset with the dashboard on loopback; stops with Ctrl-C (docs/superset.md)."""
    from warehouse import superset

    if export:
        superset.bring_up(get_settings(), "export")
        return
    announce = partial(out.print, markup=False, soft_wrap=True)
    raise typer.Exit(superset.serve(get_settings(), announce=announce))


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
