"""Batches that changed, or came, after their night was run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warehouse.core.errors import BatchMissing, BatchNotReady
from warehouse.core.settings import Settings
from warehouse.landing.batches import find_batch
from warehouse.night.run import last_seen_digest


@dataclass(frozen=True, slots=True)
class LateBatch:
    """A batch whose files the latest run of its night did not see, by the digest of its files."""

    batch_date: dt.date
    batch_digest: str

    @property
    def run_id(self) -> str:
        """The id of the run that reads this state of the batch."""
        return f"late__{self.batch_date}__{self.batch_digest[:16]}"


def late_batches(settings: Settings, *, now: dt.datetime) -> tuple[LateBatch, ...]:
    """Late batches of the last `settings.late_days` nights, oldest first.

    The next night that is due, and the one before it, which may be running, are left to the
    schedule until a run has seen them. Batches that are still arriving are left for the next check.
    """
    today = now.astimezone(settings.zone).date()
    days = (today - dt.timedelta(days=back) for back in range(settings.late_days, -1, -1))
    found = (_late(settings, day, today, now) for day in days)
    return tuple(batch for batch in found if batch is not None)


def _late(settings: Settings, day: dt.date, today: dt.date, now: dt.datetime) -> LateBatch | None:
    seen = last_seen_digest(settings, day)
    if seen is None and (today - day).days < 2:
        return None
    try:
        digest = find_batch(settings, day, now=now).batch_digest
    except (BatchMissing, BatchNotReady):
        return None
    return None if digest == seen else LateBatch(day, digest)
