"""What a night asks of dbt: its selections, and what its nodes did."""

from __future__ import annotations

import datetime as dt
import json
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from warehouse.core.errors import TransformFailed
from warehouse.core.settings import Settings
from warehouse.steps.dbt_process import DbtProcess, Ended, run_once
from warehouse.steps.reference_corrections import load_reference_corrections
from warehouse.store.build_id import models_digest
from warehouse.store.database import ROWS, open_writer, store_digest, stored_digest

Selection = Literal["before_link", "after_link"]

#: dbt's words for a node that stopped the run, or was never reached because another one did.
_FAILED = frozenset({"error", "fail", "runtime error"})
_MESSAGE_CHARS = 600
#: The reference data, what the link step reads and all that leads to it; then the rest. A test
#: runs in the first part only if all that it reads is built there.
_BEFORE_LINK = ("resource_type:seed", "+int_incident_mentions")
#: What cannot have changed where models and reference data are those of the stored rows.
_STANDING = ("resource_type:seed", "tag:seeds_only", "config.materialized:view")


@dataclass(frozen=True, slots=True)
class NodeResult:
    """One dbt node in one run: `status` in dbt's words, `seconds` of execution, rows written
    (None where dbt does not say), `failures` of a test, and dbt's message.
    """

    unique_id: str
    status: str
    seconds: float
    rows_affected: int | None
    failures: int | None
    message: str | None


@dataclass(frozen=True, slots=True)
class TransformResult:
    """What one run of dbt did: whether all rows were built, how many nodes ran, the soft tests
    that found rows, seconds of wall-clock time. Each node's own result is in ops.model_results.
    """

    selection: Selection
    built_anew: bool
    nodes: int
    warnings: tuple[str, ...]
    seconds: float


def run_dbt(
    settings: Settings,
    *,
    selection: Selection,
    batch_date: dt.date,
    run_id: str,
    full_refresh: bool = False,
    dbt: DbtProcess | None = None,
) -> TransformResult:
    """Build and test the models of one selection in the build file.

    Only the rows of what changed are built, unless `full_refresh` is asked for or the models or the
    reference data are not those that the stored rows were built with.

    `before_link`: the reference seeds, int_incident_mentions, which the link step reads, and all
    that leads to it, after the editors' corrections of reference entries were taken over;
    `after_link`: the rest. Each node's result is kept in ops.model_results under `run_id`, whether
    dbt ended well or not. `dbt` is a dbt that has started (kept_dbt). Raises TransformFailed,
    naming the nodes that failed, with dbt's log as a hint; CorrectionsInvalid, RegisterDamaged.
    """
    started = time.monotonic()
    results_file = settings.dbt_target_dir / "run_results.json"
    # what an earlier run left behind must not pass for this one's results
    results_file.unlink(missing_ok=True)
    if selection == "before_link":
        load_reference_corrections(settings)
    full = full_refresh or models_digest(settings) != _digest_of_rows(settings)
    command = [
        "build",
        *(["--full-refresh"] if full else []),
        *_selectors(selection, full=full),
        "--indirect-selection",
        "cautious",
        # unit tests prove the SQL, not the night's data: they run in the test suite
        "--exclude-resource-type",
        "unit_test",
        # what reads the marts is declared, not built
        "--exclude-resource-type",
        "exposure",
    ]
    ended = dbt.run(command) if dbt else run_once(settings, command)
    nodes = _read_results(results_file)
    if nodes:
        _keep_results(settings, nodes, selection=selection, batch_date=batch_date, run_id=run_id)
    failed = [node for node in nodes if node.status in _FAILED]
    if failed or ended.returncode != 0 or not nodes:
        raise _failure(settings, selection, failed, ended)
    if selection == "after_link":
        _note_digest(settings)
    return TransformResult(
        selection=selection,
        built_anew=full,
        nodes=len(nodes),
        warnings=tuple(
            f"{node.unique_id}: {node.message}" for node in nodes if node.status == "warn"
        ),
        seconds=round(time.monotonic() - started, 3),
    )


def _selectors(selection: Selection, *, full: bool) -> tuple[str, ...]:
    excluded = () if full else _STANDING
    if selection == "after_link":
        return ("--exclude", *_BEFORE_LINK, *excluded)
    return ("--select", *_BEFORE_LINK, *(("--exclude", *excluded) if excluded else ()))


def generate_docs(settings: Settings) -> Path:
    """Write dbt's documentation as one page that needs no network; returns its path.

    The build file must hold the models, since the catalogue is read from it. Raises
    TransformFailed.
    """
    ended = run_once(settings, ["docs", "generate", "--static"])
    page = settings.dbt_target_dir / "static_index.html"
    if ended.returncode != 0 or not page.exists():
        raise TransformFailed(
            f"dbt could not write its documentation: {_last_words(ended)}", _log_hint(settings)
        )
    return page


def run_unit_tests(settings: Settings) -> tuple[NodeResult, ...]:
    """Run dbt's unit tests of the rules in SQL; the models must have been built once.

    Returns one result a test. Raises TransformFailed with the differing rows.
    """
    results_file = settings.dbt_target_dir / "run_results.json"
    results_file.unlink(missing_ok=True)
    ended = run_once(settings, ["test", "--select", "test_type:unit"])
    nodes = _read_results(results_file)
    failed = [node for node in nodes if node.status in _FAILED]
    if failed or ended.returncode != 0 or not nodes:
        raise _failure(settings, "unit tests", failed, ended)
    return nodes


def parse_project(settings: Settings) -> dict[str, Any]:
    """dbt's manifest of the project as it stands; needs no build file. Raises TransformFailed."""
    # a manifest that was parsed in part forgets which model some tests belong to
    ended = run_once(settings, ["--no-partial-parse", "parse"])
    manifest = settings.dbt_target_dir / "manifest.json"
    if ended.returncode != 0 or not manifest.exists():
        raise TransformFailed(
            f"dbt could not read the project: {_last_words(ended)}", _log_hint(settings)
        )
    loaded: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    return loaded


def _digest_of_rows(settings: Settings) -> str | None:
    """The digest that the stored rows were built with; None where none are."""
    with open_writer(settings) as con:
        return stored_digest(con, ROWS)


def _note_digest(settings: Settings) -> None:
    with open_writer(settings) as con:
        con.begin()
        store_digest(con, ROWS, models_digest(settings))
        con.commit()


def _read_results(results_file: Path) -> tuple[NodeResult, ...]:
    if not results_file.exists():
        return ()
    results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    return tuple(
        NodeResult(
            unique_id=result["unique_id"],
            status=result["status"],
            seconds=result["execution_time"],
            rows_affected=_rows_affected(result["adapter_response"]),
            failures=result["failures"],
            message=result["message"],
        )
        for result in sorted(results, key=lambda result: str(result["unique_id"]))
        # a hook that ended well is no node
        if result["status"] in _FAILED or not result["unique_id"].startswith("operation.")
    )


def _rows_affected(adapter_response: dict[str, Any]) -> int | None:
    rows = adapter_response.get("rows_affected")
    return rows if isinstance(rows, int) and rows >= 0 else None


def _keep_results(
    settings: Settings,
    nodes: Sequence[NodeResult],
    *,
    selection: Selection,
    batch_date: dt.date,
    run_id: str,
) -> None:
    """Replace what this run had stored for the selection: a retried task reports its last try."""
    with open_writer(settings) as con:
        con.begin()
        con.execute(
            "delete from ops.model_results "
            "where run_id = ? and dbt_selection = ? and batch_date = ?",
            [run_id, selection, batch_date],
        )
        con.executemany(
            "insert into ops.model_results values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    run_id,
                    batch_date,
                    selection,
                    node.unique_id,
                    node.status,
                    node.seconds,
                    node.rows_affected,
                    node.failures,
                    node.message,
                )
                for node in nodes
            ],
        )
        con.commit()


def _failure(
    settings: Settings,
    what: str,
    failed: Sequence[NodeResult],
    ended: Ended,
) -> TransformFailed:
    if failed:
        details = "\n".join(
            f"  {node.unique_id}: {(node.message or node.status).strip()[:_MESSAGE_CHARS]}"
            for node in failed
        )
    else:
        details = f"  {_last_words(ended)}"
    return TransformFailed(f"dbt ({what}) ended with an error:\n{details}", _log_hint(settings))


def _last_words(ended: Ended) -> str:
    output = ended.output.strip()
    if ended.returncode < 0:
        output += f"\n  it was ended by {signal.Signals(-ended.returncode).name}"
    return output[-_MESSAGE_CHARS:] or f"it ended with code {ended.returncode} and printed nothing"


def _log_hint(settings: Settings) -> str:
    return (
        f"the full log is {settings.dbt_target_dir / 'logs' / 'dbt.log'}; "
        f"the SQL as it ran lies in {settings.dbt_target_dir / 'run'}"
    )
