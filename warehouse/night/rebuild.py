"""Everything from the beginning: all batches read again, all models built, all mentions linked.

Ids come from the register, so a rebuild with it gives the same ids; without it the same reports
are brought together under other ids. After a change of the extractors or the reference data the
preview shows what would change before anything is published.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.core.errors import BatchMissing
from warehouse.core.progress import Progress
from warehouse.core.settings import Settings
from warehouse.core.translations import error_words
from warehouse.landing.batches import landed_batches
from warehouse.night.preview import Change, read_changes, scratch
from warehouse.night.run import Night, NightSummary
from warehouse.store.database import open_reader
from warehouse.store.lake import Lake
from warehouse.store.night_lock import night_lock
from warehouse.store.versions import newest_manifest

#: columns of a preview's table
COLUMNS = (
    "change", "event_type", "governorate", "month", "incidents", "example", "differs in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """How many incidents of a type, governorate and month a rebuild would change, and one of
    them as an example."""

    change: str
    event_type: str
    admin1_code: str
    month: str
    incidents: int
    example: Change


def rebuild(
    settings: Settings, run_id: str, progress: Progress, *, jobs: int = 1, read_again: bool = True
) -> NightSummary:
    """Read every landed batch again (unless not `read_again`), build, link, check and publish.

    Raises BatchMissing where a batch that staging has is no longer in the landing folder: what
    it holds would be lost. Otherwise what a night raises.
    """
    with night_lock(settings, "a rebuild"):
        last = _read(settings, run_id, progress, jobs=jobs, read_again=read_again)
        last.model(progress, full_refresh=True)
        return last.release(progress)


def rebuild_lost(
    settings: Settings, run_id: str, progress: Progress, *, jobs: int = 1
) -> NightSummary:
    """Rebuild the build file from all landed batches, where it is lost or damaged, and publish
    what differs; what is left of the old one is set aside next to it.

    Ids come from the register. Raises BatchMissing where batches that were published are not in the
    landing folder: what they reported would be lost. Otherwise what a night raises.
    """
    with night_lock(settings, "a rebuild"):
        nights = _landed_nights(settings)
        _set_build_aside(settings)
        last = _read_all(settings, nights, run_id, progress, jobs=jobs)
        last.model(progress, full_refresh=True)
        return last.release(progress)


def preview(
    settings: Settings, run_id: str, progress: Progress, *, jobs: int = 1, read_again: bool = True
) -> list[Change]:
    """What a rebuild would publish, worked out on a copy of the build file."""
    with scratch(settings) as copied:
        last = _read(copied, run_id, progress, jobs=jobs, read_again=read_again)
        last.model(progress, full_refresh=True)
        return read_changes(copied)


def differences(changes: Sequence[Change]) -> list[Difference]:
    """Changes counted by kind of change, type, governorate and month, in that order."""
    first: dict[tuple[str, str, str, str], Change] = {}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for change in changes:
        key = (
            change.change,
            change.event_type or "unknown",
            change.admin1_code or "unknown",
            change.month,
        )
        counts[key] += 1
        first.setdefault(key, change)
    return [Difference(*key, counts[key], first[key]) for key in sorted(counts)]


def _read(
    settings: Settings, run_id: str, progress: Progress, *, jobs: int, read_again: bool
) -> Night:
    nights = _nights(settings)
    if read_again:
        gone = [day for day in nights if not (settings.landing_dir / day.isoformat()).is_dir()]
        if gone:
            named = ", ".join(map(str, gone[:5]))
            raise BatchMissing(
                *error_words("batches_gone", folder=settings.landing_dir, nights=named)
            )
        return _read_all(settings, nights, run_id, progress, jobs=jobs)
    return Night(settings, nights[-1], run_id, alone=True)


def _read_all(
    settings: Settings, nights: Sequence[dt.date], run_id: str, progress: Progress, *, jobs: int
) -> Night:
    """Read the batches into staging; returns the last night, which goes on from there."""
    for day in nights:
        night = Night(settings, day, run_id, alone=True)
        night.read(progress, jobs=jobs, new_vintage=True)
        night.delete_shards()
    return night


def _landed_nights(settings: Settings) -> list[dt.date]:
    """The batches to read again: all that lie in the landing folder, but for nights that come after
    the last one that was published."""
    landed = [day for day, _ in landed_batches(settings)]
    newest = newest_manifest(settings)
    if newest is None:
        if not landed:
            raise BatchMissing(*error_words("no_batch", folder=settings.landing_dir))
        return landed
    published = newest["batches"]
    first, last = (dt.date.fromisoformat(published[name]) for name in ("first", "last"))
    found = [day for day in landed if day <= last]
    between = sum(first <= day for day in found)
    if between < published["count"]:
        raise BatchMissing(
            *error_words(
                "batches_short",
                count=published["count"],
                first=first,
                last=last,
                between=between,
                folder=settings.landing_dir,
            )
        )
    return found


def _set_build_aside(settings: Settings) -> None:
    if lake := Lake.of(settings):
        lake.empty()
        return
    path = settings.build_file
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    if path.exists():
        number = 1
        while (aside := path.with_name(f"damaged-{number}.duckdb")).exists():
            number += 1
        path.rename(aside)


def _nights(settings: Settings) -> list[dt.date]:
    with open_reader(settings) as connection:
        rows = connection.execute("select batch_date from staging.batches order by 1").fetchall()
    if not rows:
        raise BatchMissing(*error_words("nothing_read"))
    return [day for (day,) in rows]
