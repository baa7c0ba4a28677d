"""Runs the suites over the build file with Great Expectations, in memory and without a network."""

from __future__ import annotations

import datetime as dt
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import great_expectations as gx
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from quality.changes import AttachBuild, checked_tables
from quality.dialect import serve
from quality.suite import Suite

OBSERVED_CHARS = 300


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One expectation's outcome. `observed` is one printable line, empty where all was well."""

    suite: str
    name: str
    severity: Literal["error", "warning"]
    success: bool
    observed: str


@dataclass(frozen=True, slots=True)
class DbtTest:
    """One of dbt's tests of rows in this run. `status` is pass or warn, dbt's words: an error ends
    the night before the gate. `message` is dbt's, empty where the test passed."""

    name: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One suite's outcome: as checks, and as Great Expectations' own record for its pages."""

    suite: str
    checks: tuple[CheckResult, ...]
    validation: ExpectationSuiteValidationResult


def run_suites(
    attach_build: AttachBuild,
    suites: Sequence[Suite],
    *,
    run_id: str,
    now: dt.datetime,
    limits: Mapping[str, str] | None = None,
    changed_only: bool = False,
    copied: bool = False,
) -> list[SuiteResult]:
    """Runs the suites as one checkpoint over what `attach_build` attaches.

    With `changed_only` rules about rows are asked of those that changed since the last publication
    (quality/changes.py); with `copied` tables are copied first. `limits` are DuckDB settings
    (memory_limit, threads). No connection is open afterwards. An expectation that could not be
    asked (a column is missing, a query fails) counts as failed with severity error, whatever its
    own severity.
    """
    with (
        checked_tables(
            attach_build, changed_only=changed_only, copied=copied, limits=limits or {}
        ) as connection,
        serve(connection) as url,
    ):
        return _run(url, suites, run_id=run_id, now=now)


def _run(url: str, suites: Sequence[Suite], *, run_id: str, now: dt.datetime) -> list[SuiteResult]:
    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        ),
    )
    source = context.data_sources.add_sql(
        "build",
        connection_string=url,
        create_temp_table=False,
    )
    definitions = []
    for suite in suites:
        with warnings.catch_warnings():
            # Great Expectations wants one data source for each schema by its next major
            # version; ours share one connection to one file
            warnings.simplefilter("ignore", DeprecationWarning)
            asset = source.add_table_asset(
                suite.name, table_name=suite.table, schema_name=suite.schema
            )
        definitions.append(
            context.validation_definitions.add(
                gx.ValidationDefinition(
                    name=suite.name,
                    data=asset.add_batch_definition_whole_table("all"),
                    suite=context.suites.add(
                        gx.ExpectationSuite(
                            name=suite.name,
                            expectations=[check.expectation() for check in suite.checks],
                        )
                    ),
                )
            )
        )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="gate",
            validation_definitions=definitions,
            # the first unexpected values only: a column of a million wrong ones must fit
            result_format={"result_format": "SUMMARY", "partial_unexpected_count": 20},
        )
    )
    result = checkpoint.run(run_id=gx.RunIdentifier(run_name=run_id, run_time=now))
    return [_suite_result(validation) for validation in result.run_results.values()]


def _suite_result(validation: ExpectationSuiteValidationResult) -> SuiteResult:
    checks = tuple(_check(validation.suite_name, result) for result in validation.results)
    return SuiteResult(validation.suite_name, checks, validation)


def _check(suite: str, result: ExpectationValidationResult) -> CheckResult:
    config = result.expectation_config
    assert config is not None
    raised = _exception(result.exception_info)
    return CheckResult(
        suite=suite,
        name=config.meta["name"],
        severity="error" if raised else config.meta["severity"],
        success=bool(result.success) and not raised,
        observed="" if result.success and not raised else printable(raised or _observed(result)),
    )


def _exception(info: dict[str, Any] | None) -> str:
    """What went wrong while asking; Great Expectations nests this by metric in some cases."""
    if not info:
        return ""
    if "raised_exception" in info:
        return (
            f"could not be asked: {info['exception_message']}" if info["raised_exception"] else ""
        )
    return next(filter(None, (_exception(v) for v in info.values() if isinstance(v, dict))), "")


def _observed(result: ExpectationValidationResult) -> str:
    values = result.result or {}
    rows = values.get("details", {}).get("rows")
    if rows is not None:
        first = ", ".join(f"{name}={value}" for name, value in rows[0].items()) if rows else ""
        return f"{values['observed_value']}: {first}"
    if "unexpected_count" in values:
        sample = list(dict.fromkeys(map(str, values.get("partial_unexpected_list", ()))))[:3]
        shown = f": {', '.join(sample)}" if sample else ""
        return f"{values['unexpected_count']} of {values['element_count']} values{shown}"
    return str(values.get("observed_value", ""))


def printable(text: str) -> str:
    """Text of unknown origin as one short line for a terminal: no control or direction marks."""
    line = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    line = " ".join(line.split())
    return line if len(line) <= OBSERVED_CHARS else f"{line[:OBSERVED_CHARS]}…"
