"""`sijill` commands that run nights, and report how they went."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

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
from warehouse.core.errors import EXIT_OK, BatchMissing, SettingsError
from warehouse.core.settings import Settings, get_settings
from warehouse.core.translations import Language, translate

if TYPE_CHECKING:
    from warehouse.night.run import NightSummary


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(night)
    app.command("dag-night")(dag_night)
    app.command()(samples)
    app.command()(status)
    app.command()(quarantine)
    app.command()(rollback)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(
        airflow
    )
    app.command("airflow-up")(airflow_up)
    app.command("worker")(worker)


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
        nights = [late.batch_date for late in late_batches(settings, now=dt.datetime.now(dt.UTC))]
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
            _print_status(settings, speaks, queries=queries)


def _print_status(settings: Settings, speaks: Language, *, queries: bool) -> None:
    from warehouse.night.late import late_batches
    from warehouse.night.run import last_summaries
    from warehouse.publication import published
    from warehouse.publication.vintages import list_readings
    from warehouse.store.versions import list_versions

    summaries = last_summaries(settings)[-14:]
    nights: list[tuple[object, ...]] = []
    for s in summaries:
        checks = translate(
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
        print_translated(speaks, columns, nights, "table")
        for warning in summaries[-1].warnings:
            print_message(speaks, "status.warning", style="yellow", warning=warning)
    for late in late_batches(settings, now=dt.datetime.now(dt.UTC)):
        print_message(speaks, "status.late", style="yellow", day=late.batch_date)
    versions = list_versions(settings)
    current = next((v for v in versions if v.is_current), None)
    if current is None:
        print_message(speaks, "status.empty")
        return
    print_message(
        speaks, "status.published", path=settings.published_dir / "current" / "sijill.duckdb"
    )
    print_message(speaks, "status.checked", path=settings.checks_dir / "index.html")
    print_message(speaks, "status.versions", count=len(versions), version=current.version)
    for reading in list_readings(settings):
        print_message(
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
        "late": [
            late.batch_date.isoformat()
            for late in late_batches(settings, now=dt.datetime.now(dt.UTC))
        ],
        "current": current,
        "versions": [version.version for version in list_versions(settings)],
        "readings": [asdict(one) for one in list_readings(settings)] if current else [],
    }


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


def airflow(context: typer.Context) -> None:
    """Run Airflow's own command line in the project's environment.

    sijill airflow dags list
    """
    from warehouse.services import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.run_airflow(settings, context.args))


def airflow_up() -> None:
    """Start the scheduler and its web page on loopback; stops with Ctrl-C.

    sijill airflow-up
    """
    from warehouse.services import scheduler

    settings = get_settings()
    scheduler.prepare(settings)
    raise typer.Exit(scheduler.serve(settings, announce=out.print))


def worker(
    queue: Annotated[
        list[str] | None,
        typer.Option(help="sijill_read: reads articles; sijill_build: holds the warehouse"),
    ] = None,
    slots: Annotated[int, typer.Option(min=1, help="shards that are read at once")] = 1,
    port: Annotated[int, typer.Option(help="its logs are served here; one each a machine")] = 8793,
) -> None:
    """Take tasks of the night on this machine, as others do; stops with Ctrl-C (docs/scaling.md).

    sijill worker

    sijill worker --queue sijill_read --slots 4
    """
    from warehouse.core.airflow_names import READ_QUEUE
    from warehouse.services import scheduler

    queues = queue or [READ_QUEUE]
    raise typer.Exit(scheduler.work(get_settings(), queues=queues, slots=slots, port=port))


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
