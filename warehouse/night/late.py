"""Batches that changed, or came, after their night was run."""

from __future__ import annotations

import datetime as dt

from warehouse.core.errors import BatchMissing, BatchNotReady
from warehouse.core.settings import Settings
from warehouse.landing.batches import find_batch
from warehouse.night.run import last_seen_digest


def late_batches(settings: Settings, *, now: dt.datetime) -> tuple[dt.date, ...]:
    """The last `settings.late_days` nights whose files their latest run did not see, oldest first.

    The night that is due next and the one before it, which may be running, are left to the
    schedule until some run has seen them. Batches that are still arriving wait for the next look.
    """
    today = now.astimezone(settings.zone).date()
    return tuple(
        day
        for days in range(settings.late_days, -1, -1)
        if _is_late(settings, day := today - dt.timedelta(days=days), today, now)
    )


def _is_late(settings: Settings, day: dt.date, today: dt.date, now: dt.datetime) -> bool:
    seen = last_seen_digest(settings, day)
    if seen is None and (today - day).days < 2:
        return False
    try:
        return find_batch(settings, day, now=now).batch_digest != seen
    except (BatchMissing, BatchNotReady):
        return False
