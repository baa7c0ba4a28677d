"""The quality gate: asks quality/ whether the night may be published, records its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from quality.checkpoint import CheckResult, DbtTest, run_suites
from quality.pages import write_pages
from quality.suite import Suite
from quality.suites import all_suites
from warehouse.core.errors import GateBlocked
from warehouse.core.files import private_folder
from warehouse.core.settings import Settings
from warehouse.store.database import (
    PUBLISHED_ROWS,
    ROWS,
    ROWS_LOOKED_UP,
    attach_build,
    open_reader,
    open_writer,
    stored_digest,
)

#: failed checks that the error message names; the pages have them all
NAMED_FAILURES = 12


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate found in a night that may be published.

    `passed` and `warned` count checks; `warnings` are those that a person should check;
    `docs` is the path of the night's page.
    """

    passed: int
    warned: int
    warnings: tuple[CheckResult, ...]
    docs: str


def run_gate(
    settings: Settings, batch_date: dt.date, run_id: str, *, now: dt.datetime
) -> GateResult:
    """Checks the build file for the night of `batch_date`: what changed since the last publication,
    or all of it where the models are not those that made the published rows.

    Writes the pages below settings.checks_dir (start at index.html) and replaces this run's rows
    of ops.check_results; no connection to the build file is open afterwards. `now` (aware) is
    written down as the time of the check.

    Raises GateBlocked where a check of severity error failed, naming each with what was observed,
    or where a table to be checked is missing.
    """
    suites = all_suites(batch_date)
    _require_tables(settings, suites)
    results = run_suites(
        partial(attach_build, settings, name="build"),
        suites,
        run_id=run_id,
        now=now,
        changed_only=_made_as_published(settings),
        copied=settings.lake_catalog is not None,
        limits={
            "memory_limit": settings.duckdb_memory,
            "threads": str(settings.duckdb_threads),
            "dynamic_or_filter_threshold": str(ROWS_LOOKED_UP),
        },
    )
    checks = [check for result in results for check in result.checks]
    private_folder(settings.checks_dir)  # its pages show rows that failed
    docs = write_pages(
        settings.checks_dir,
        results,
        _dbt_tests(settings, batch_date, run_id),
        batch_date=batch_date,
        run_id=run_id,
        now=now,
    )
    _record(settings, batch_date, run_id, checks)
    failures = [c for c in checks if not c.success and c.severity == "error"]
    if failures:
        lines = [f"  {c.suite}: {c.name} — {c.observed}" for c in failures[:NAMED_FAILURES]]
        if len(failures) > NAMED_FAILURES:
            lines.append(f"  … and {len(failures) - NAMED_FAILURES} more")
        raise GateBlocked(
            f"{len(failures)} of {len(checks)} checks failed for the night {batch_date}, "
            "nothing was published:\n" + "\n".join(lines),
            f"open {docs}; readers keep the version before",
        )
    warnings = tuple(c for c in checks if not c.success)
    return GateResult(
        passed=len(checks) - len(warnings), warned=len(warnings), warnings=warnings, docs=str(docs)
    )


def _require_tables(settings: Settings, suites: Sequence[Suite]) -> None:
    with open_reader(settings) as con:
        found = {
            f"{schema}.{name}"
            for schema, name in con.execute(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall()
        }
    missing = [suite.name for suite in suites if suite.name not in found]
    if missing:
        raise GateBlocked(
            f"the build file lacks {', '.join(missing)}",
            "the steps before the gate did not end: run the night again from its start",
        )


def _dbt_tests(settings: Settings, batch_date: dt.date, run_id: str) -> list[DbtTest]:
    """dbt's tests of this run, as ops.model_results has them."""
    with open_reader(settings) as con:
        rows = con.execute(
            "select split_part(unique_id, '.', 3), status, coalesce(message, '')"
            " from ops.model_results where run_id = ? and batch_date = ?"
            " and starts_with(unique_id, 'test.') order by all",
            [run_id, batch_date],
        ).fetchall()
    return [DbtTest(*row) for row in rows]


def _made_as_published(settings: Settings) -> bool:
    """Whether models and reference data are those of the last publication, so that unchanged rows
    need no new check."""
    with open_reader(settings) as con:
        made_with = stored_digest(con, ROWS)
        return made_with is not None and made_with == stored_digest(con, PUBLISHED_ROWS)


def _record(
    settings: Settings, batch_date: dt.date, run_id: str, checks: Sequence[CheckResult]
) -> None:
    with open_writer(settings) as con:
        con.execute("begin")
        con.execute(
            "delete from ops.check_results where run_id = ? and batch_date = ?",
            [run_id, batch_date],
        )
        con.executemany(
            "insert into ops.check_results values (?, ?, ?, ?, ?, ?, ?)",
            [
                [run_id, batch_date, c.suite, c.name, c.severity, c.success, c.observed or None]
                for c in checks
            ],
        )
        con.execute("commit")
