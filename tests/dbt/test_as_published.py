"""What a publication said is kept: each published version against the history of the latest one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.corrections_kit import correct
from tests.dbt import scenario
from tests.dbt.pipeline import LAST_NIGHT, incident_of, settings_in, transform_and_link
from tests.dbt.staging_builder import StagingBuilder
from warehouse.publication.lookup import meant, publication_asked, published
from warehouse.publication.publish import PublishResult, publish
from warehouse.publication.published import query
from warehouse.steps.dbt_process import kept_dbt
from warehouse.store.database import open_writer
from warehouse.store.versions import Version, list_versions

pytestmark = pytest.mark.full

FIRST, SECOND, THIRD = scenario.NIGHTS
#: delivered when the newest batch is of 2026
LATE = "2015-03-02"
MOSUL = "gn:99072"
#: what a version of an incident is told by, which no publication had
OWN = {
    "incident_version_key", "version_number", "change_type", "reasons", "successor_id", "is_latest",
    "valid_from_publication", "valid_to_publication", "valid_from_night", "valid_to_night",
}  # fmt: skip
#: mart → what its rows say, the place by its id as in the history
SAID = {
    "fct_incident": (
        "select incidents.*, places.place_id from marts.fct_incident as incidents"
        " inner join marts.dim_location as places using (location_key)"
    ),
    "mart_incidents": "select * from marts.mart_incidents",
}


class World:
    """Nights in any order; `titles` has what each publication was, by its number."""

    def __init__(self, folder: Path, dbt: Any) -> None:
        self.settings, self._dbt, self._runs = settings_in(folder), dbt, 0
        self.titles: dict[str, int] = {}

    def run(self, title: str, *, full_refresh: bool = False) -> PublishResult:
        """Build and publish what is staged; each run ends an hour after the one before."""
        self._runs += 1
        number = transform_and_link(self.settings, self._dbt, title, full_refresh=full_refresh)
        result = publish(self.settings, LAST_NIGHT, title, now=hour(self._runs))
        if result.changed:
            self.titles[title] = number
        return result


def hour(number: int) -> dt.datetime:
    return dt.datetime(2026, 2, 4, number, tzinfo=dt.UTC)


def late_batch(staging: StagingBuilder, night: str, *facts: str) -> None:
    """Articles of a night, each of which tells of an ambush near Mosul if it is one of `facts`."""
    staging.batch(night, 2)
    for record, article in enumerate((f"late-{night}", f"quiet-{night}"), 1):
        version = staging.article(
            night, article, title="", text=f"كمين لدورية قرب الموصل، كتبت عنه {article}",
            published_at=f"{night}T18:00:00+03:00", record=record,
        )  # fmt: skip
        if article in facts:
            staging.fact(
                night, article, version, event_type="armed_attack", occurred_on=night,
                place_name="الموصل", place_id=MOSUL, admin1_code="IQ-NI", country_code="IQ",
                latitude=36.34, longitude=43.13, geo_precision=1, killed_low=3, killed_best=3,
                killed_high=3,
            )  # fmt: skip


def late(world: World) -> PublishResult:
    with StagingBuilder(world.settings.build_file) as staging:
        staging.place(MOSUL, "الموصل", "Mosul", admin1="IQ-NI", country="IQ", lat=36.34, lon=43.13)
        late_batch(staging, LATE, f"late-{LATE}")
    return world.run("late")


def only_articles(world: World) -> PublishResult:
    """A late batch that tells of no incident."""
    with StagingBuilder(world.settings.build_file) as staging:
        late_batch(staging, "2015-03-03")
    return world.run("only articles")


def rerun(world: World) -> PublishResult:
    """A night is run again with a corrected delivery: an article tells another toll, another is
    gone."""
    with StagingBuilder(world.settings.build_file) as staging:
        staging.con.execute(
            "update staging.incident_facts set killed_low = 30, killed_best = 30, killed_high = 99"
            " where article_id = 'vague'"
        )
        for table in ("incident_facts", "articles"):
            staging.con.execute(f"delete from staging.{table} where article_id = 'roundup'")
        staging.con.execute("insert into staging.changed_articles values ('vague'), ('roundup')")
    return world.run("rerun")


def corrections(world: World) -> PublishResult:
    """An editor sets a toll, retracts an incident and moves a place."""
    sadr, vague = (incident_of(world.settings, name) for name in ("sadr", "vague"))
    correct(
        world.settings,
        {"correction_id": "c1", "action": "set", "subject": sadr,
         "field": "killed_best", "value": "14"},
        {"correction_id": "c2", "action": "retract", "subject": vague},
        {"correction_id": "c3", "action": "set_place", "subject": MOSUL, "field": "admin1_code",
         "value": "SY-HA"},
    )  # fmt: skip
    return world.run("corrections")


def undone(world: World) -> PublishResult:
    """What was retracted comes back."""
    correct(
        world.settings, {"correction_id": "u2", "action": "undo", "other": "c2"}, file="undone.csv"
    )
    return world.run("undone")


def new_reading(world: World) -> PublishResult:
    """Another version of the extractors reads everything, mostly alike."""
    with open_writer(world.settings) as con:
        for table in ("batches", "articles", "incident_facts"):
            con.execute(f"update staging.{table} set extractor_version = 'test-2'")
        con.execute("update staging.incident_facts set weapon = 'ied' where article_id = 'vague'")
    return world.run("new reading", full_refresh=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Nights that came in another order than their dates, run again, corrected, and read anew."""
    folder = tmp_path_factory.mktemp("published")
    with kept_dbt(settings_in(folder)) as dbt:
        made = World(folder, dbt)
        for night in (SECOND, THIRD, FIRST):
            scenario.load(made.settings.build_file, [night])
            assert made.run(night).changed
        steps: tuple[Callable[[World], PublishResult], ...] = (
            late, only_articles, rerun, corrections, undone, new_reading,
        )  # fmt: skip
        for step in steps:
            assert step(made).changed, step.__name__
            # and the same once more is no publication
            if step in (only_articles, new_reading):
                assert not made.run(f"{step.__name__} again").changed
        yield made


def test_each_version_is_kept_row_for_row(world: World) -> None:
    versions = list_versions(world.settings)
    assert [version.number for version in versions] == list(world.titles.values())
    assert len(versions) == 9
    _, rows = query(
        world.settings,
        "select column_name from duckdb_columns() where table_name = 'fct_incident_version'",
    )
    kept = {name for (name,) in rows} - OWN
    seen = set()
    for version in versions:
        for mart in SAID:
            columns, was = said_then(version, mart, kept)
            seen |= set(columns)
            _, is_told = query(
                world.settings,
                f"select {', '.join(columns)} from incidents_as_published($n) order by all",
                {"n": version.number},
            )
            assert was
            assert is_told == was, f"{mart} of publication {version.number}"
    # nothing that the history keeps is left out of the comparison
    assert seen == kept


def said_then(
    version: Version, mart: str, kept: set[str]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """What a version's own file says of the columns that the history keeps, with their names."""
    with duckdb.connect(str(version.path / "sijill.duckdb"), read_only=True) as con:
        con.execute(f"create temporary view said as {SAID[mart]}")
        rows = con.execute(
            "select column_name from duckdb_columns() where table_name = 'said'"
        ).fetchall()
        columns = sorted(kept & {name for (name,) in rows})
        return columns, con.execute(
            f"select {', '.join(columns)} from said order by all"
        ).fetchall()


def test_a_late_batch_is_not_there_before_its_publication(world: World) -> None:
    settings = world.settings
    incident = incident_of(settings, f"late-{LATE}")
    number = world.titles["late"]
    seen = {
        asked: query(
            settings,
            "select count(*) from incidents_as_published($n) where incident_id = $id",
            {"n": asked, "id": incident},
        )[1][0][0]
        for asked in (number - 1, number)
    }
    assert seen == {number - 1: 0, number: 1}
    _, rows = query(
        settings,
        "select valid_from_publication, valid_from_night, occurred_on from fct_incident_version"
        " where incident_id = $id and version_number = 1",
        {"id": incident},
    )
    assert rows == [(number, dt.date.fromisoformat(THIRD), dt.date.fromisoformat(LATE))]
    _, changed = query(
        settings,
        "select incident_id from changes_since($n) where valid_from_publication = $n + 1",
        {"n": number - 1},
    )
    assert changed == [(incident,)]


def test_each_publication_is_listed_by_its_own_version(world: World) -> None:
    for version in list_versions(world.settings):
        with duckdb.connect(str(version.path / "sijill.duckdb"), read_only=True) as con:
            last, of_info, listed = con.execute(
                "select (select max(publication_number) from marts.dim_publication),"
                " publication_number, publications[-1].publication_number from marts.publish_info"
            ).fetchall()[0]
        assert (last, of_info, listed) == (version.number,) * 3


def test_a_moment_means_what_was_out_by_then(world: World) -> None:
    settings = world.settings
    listed = published(settings)
    assert [one.number for one in listed] == list(world.titles.values())
    third = listed[2].published_at
    for asked, number in (
        (third, 3),
        (third - dt.timedelta(seconds=1), 2),
        (third + dt.timedelta(minutes=1), 3),
        (hour(1) - dt.timedelta(days=1), 0),
        (hour(1) + dt.timedelta(days=999), listed[-1].number),
    ):
        found = meant(listed, asked)
        assert (found.number if found else 0) == number
        for function in ("incidents_as_published", "changes_since"):
            rows = "select * from {}($asked) order by all"
            by_moment, by_number = (
                query(settings, rows.format(function), {"asked": one})[1] for one in (asked, number)
            )
            assert by_moment == by_number
    # a moment without an offset is in the zone of the settings: 2026-02-04 03:00 UTC
    assert publication_asked("2026-02-04T06:00", settings.zone) == third


def test_the_sums_of_a_publication_are_those_of_its_version(world: World) -> None:
    _, summed = query(
        world.settings,
        "select publication_number, sum(incidents_added), sum(incidents_retracted)"
        " from fct_nightly_summary group by all order by 1",
    )
    by_title = {number: title for title, number in world.titles.items()}
    assert {by_title[number] for number, *_ in summed} == world.titles.keys() - {"only articles"}
    assert {by_title[n]: (added, gone) for n, added, gone in summed}["late"] == (1, 0)
    for version in list_versions(world.settings):
        with duckdb.connect(str(version.path / "sijill.duckdb"), read_only=True) as con:
            ((counted, killed),) = con.execute(
                "select count(*), sum(coalesce(killed_best, killed_low, 0)) from marts.fct_incident"
            ).fetchall()
        _, ((stood, killed_then),) = query(
            world.settings,
            "select sum(incidents_as_published), sum(killed_best_as_published) from ("
            "select * from fct_nightly_summary where publication_number <= $n qualify row_number()"
            " over (partition by country_code, event_type order by publication_number desc) = 1)",
            {"n": version.number},
        )
        assert (stood, killed_then) == (counted, killed)
