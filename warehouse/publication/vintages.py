"""Vintages: the publications from one reading of all articles to the next.

A series is comparable as long as one version of the extractors read all of it. So a night does not
read by another version than the series was read by; `sijill rebuild` reads everything by it, and
what it publishes begins a new vintage. docs/history.md says what a reader may rely on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warehouse.core.settings import Settings
from warehouse.publication.published import query
from warehouse.steps.shards import another_reading, extractor_version
from warehouse.store.versions import newest_manifest


@dataclass(frozen=True, slots=True)
class Vintage:
    """One vintage: its number, the version of the extractors, the first publication and its night,
    and how many incidents that publication added, lost, moved (to another type, governorate or
    month) and changed otherwise; None for the first vintage, which is compared with nothing."""

    number: int
    extractor_version: str
    first_publication: int
    first_night: dt.date
    added: int | None
    lost: int | None
    moved: int | None
    changed: int | None


@dataclass(frozen=True, slots=True)
class ReadingCounts:
    """What one version of the extractors read of the published rows: how many articles, reports and
    incidents. `vintage` None: the version has no vintage (redacted articles keep the version that
    read them)."""

    extractor_version: str
    vintage: int | None
    articles: int
    reports: int
    incidents: int


#: what is counted of a reading, and where
_READ = {"articles": "fct_article", "reports": "fct_incident_mention", "incidents": "fct_incident"}


def list_readings(settings: Settings) -> list[ReadingCounts]:
    """Which versions of the extractors read what is published now, the latest vintage first; an
    empty list where the published version is from before rows named it. Raises NothingPublished."""
    _, rows = query(
        settings,
        "select table_name from information_schema.columns where column_name = 'extractor_version'",
    )
    present = {table for (table,) in rows}
    counts = {name: table for name, table in _READ.items() if table in present}
    if len(counts) < len(_READ) or "dim_vintage" not in present:
        return []
    counted = " union all ".join(
        f"select extractor_version, {', '.join(f'{int(one == name)} as {one}' for one in _READ)}"  # noqa: S608
        f" from {table}"
        for name, table in counts.items()
    )
    sums = ", ".join(f"sum({name})::integer as {name}" for name in _READ)
    _, rows = query(
        settings,
        f"""
        with counted as ({counted}),

        vintages as (
            select extractor_version, max(vintage_number) as vintage_number
            from dim_vintage group by all
        )

        select extractor_version, vintage_number, {sums}
        from counted left join vintages using (extractor_version)
        group by all order by vintage_number desc nulls last, extractor_version
        """,  # noqa: S608 - names of ours
    )
    return [ReadingCounts(*row) for row in rows]


def list_vintages(settings: Settings) -> list[Vintage]:
    """The vintages of the current published version, oldest first. Raises NothingPublished."""
    _, rows = query(
        settings,
        """
        with counted as (
            select vintage_number, sum(incidents_added) as added, sum(incidents_lost) as lost,
                sum(incidents_moved_out) as moved, sum(incidents_changed) as changed
            from fct_vintage_difference group by all
        )
        select vintage_number, extractor_version, first_publication, first_night,
            counted.added, counted.lost, counted.moved, counted.changed
        from dim_vintage left join counted using (vintage_number) order by vintage_number
        """,
    )
    return [
        Vintage(*row[:4], *(None if row[0] == 1 else int(count or 0) for count in row[4:]))
        for row in rows
    ]


def refuse_other_vintage(settings: Settings, batch_date: dt.date) -> None:
    """See that the night of `batch_date` would be read by the version that read the series.

    It is asked before anything is read, of what was published last; load_staging asks again of
    what is staged. A series of this one night is all read again, by whichever version. Raises
    VintageRefused.
    """
    manifest = newest_manifest(settings)
    if manifest is None or "vintage" not in manifest:
        return
    batches = manifest["batches"]
    if batches["first"] == batches["last"] == batch_date.isoformat():
        return
    version, before = extractor_version(settings), manifest["vintage"]["extractor_version"]
    if version != before:
        raise another_reading(version, before)
