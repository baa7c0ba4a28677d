"""How a night went, for its version's page: counts of records, checks, and the time it took."""

from __future__ import annotations

import datetime as dt

from bi.page.health import NightHealth
from warehouse.database import open_reader
from warehouse.settings import Settings


def night_health(
    settings: Settings, batch_date: dt.date, run_id: str, *, seconds: float
) -> NightHealth | None:
    """What the build file holds of the night; None where its batch was never staged.

    `seconds` is what the run's steps took until now. Raises StagingFailed where there is no build
    file, DatabaseBusy where somebody writes it.
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
