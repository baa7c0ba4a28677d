"""Records that a night could not read, for the person who corrects them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from warehouse.core.settings import Settings
from warehouse.store.database import open_reader


def quarantined(settings: Settings, batch_date: dt.date) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows (file, record, reason, detail, raw record), in the files' order.

    Raises StagingFailed where no night has run yet, DatabaseBusy where one is running.
    """
    with open_reader(settings) as connection:
        found = connection.execute(
            "select source_file, source_record, reason, detail, raw_record"
            " from staging.quarantine where batch_date = ? order by all",
            [batch_date],
        )
        return [column[0] for column in found.description], found.fetchall()
