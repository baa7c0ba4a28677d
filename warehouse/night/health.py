"""How a night went, for its version's page: counts of records, checks, and the time it took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from bi.page.health import NightHealth
from warehouse.core.settings import Settings
from warehouse.store.database import open_reader


def clock_seconds(steps: Iterable[Mapping[str, Any]]) -> float:
    """The seconds of the clock in which one of these steps, or several at once, were at work."""
    began = sorted((dt.datetime.fromisoformat(s["started_at"]), s["seconds"]) for s in steps)
    total, until = 0.0, None
    for start, seconds in began:
        end = start + dt.timedelta(seconds=seconds)
        if until is None or end > until:
            total += (end - max(start, until or start)).total_seconds()
            until = end
    return total


def night_health(
    settings: Settings, batch_date: dt.date, run_id: str, *, seconds: float
) -> NightHealth | None:
    """What the build file holds of the night; None where its batch was never staged.

    `seconds` is what the run's steps took on the clock until now. Raises StagingFailed where there
    is no build file, DatabaseBusy where somebody writes it.
    """
    with open_reader(settings) as connection:
        batches = connection.execute(
            "select records_read, records_staged, records_quarantined, records_repeated"
            " from staging.batches where batch_date = ?",
            [batch_date],
        ).fetchall()
        if not batches:
            return None
        quarantine = connection.execute(
            "select reason, count(*) from staging.quarantine where batch_date = ?"
            " group by reason order by all",
            [batch_date],
        ).fetchall()
        checks = connection.execute(
            "select check_name, success from ops.check_results where run_id = ? order by all",
            [run_id],
        ).fetchall()
    read, staged, quarantined, repeated = batches[0]
    warned = tuple(name for name, success in checks if not success)
    return NightHealth(
        batch_date=batch_date.isoformat(),
        records_read=read,
        records_staged=staged,
        records_quarantined=quarantined,
        records_repeated=repeated,
        quarantine=dict(quarantine),
        checks_passed=len(checks) - len(warned),
        checks_warned=len(warned),
        warnings=warned,
        seconds=round(seconds, 1),
    )
