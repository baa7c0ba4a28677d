"""The same night on several machines: Celery, Redis, Postgres, object storage and a lake.

Row for row, and in Parquet byte for byte, it is what one machine with a file makes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import (
    COMPARED_SCHEMAS,
    NIGHTS,
    NOTES,
    land,
    make_world,
    parquet_bytes,
    run_night,
)
from tests.scale.cluster import Cluster, cluster
from tests.scale.services import Services, missing
from warehouse.core.settings import Settings
from warehouse.store.database import open_reader
from warehouse.store.lake import Lake

pytestmark = [
    pytest.mark.scale,
    pytest.mark.skipif(missing() is not None, reason=missing() or ""),
]

FIRST, SECOND, _ = NIGHTS


@pytest.fixture(scope="module")
def machines(there: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("machines") / "all", there) as running:
        yield running


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same nights on one machine, with a file."""
    return make_world(tmp_path_factory.mktemp("alone"))


def rows_of(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with open_reader(settings) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'sijill' and schema_name in (select unnest(?)) order by all",
            [list(COMPARED_SCHEMAS)],
        ).fetchall()
        return {
            f"{schema}.{table}": con.execute(
                f'select * from "{schema}"."{table}" order by all'
            ).fetchall()
            for schema, table in tables
            if f"{schema}.{table}" not in NOTES
        }


def see_that_they_are_equal(machines: Cluster, alone: Settings) -> None:
    ours, theirs = rows_of(machines.settings), rows_of(alone)
    assert ours.keys() == theirs.keys()
    assert [table for table in ours if ours[table] != theirs[table]] == []
    assert parquet_bytes(machines.settings) == parquet_bytes(alone)


def test_a_night_on_two_workers_is_that_of_one_machine(machines: Cluster, alone: Settings) -> None:
    land(machines.settings, FIRST)
    machines.add_reader()
    machines.add_reader()
    run_id = machines.begin(FIRST)
    machines.wait(run_id)

    land(alone, FIRST)
    run_night(alone, FIRST)
    see_that_they_are_equal(machines, alone)
    read_by = {row[5] for row in machines.tasks(run_id) if row[0] == "extract"}
    assert len(read_by) > 1
    for reader in machines.readers:
        assert list((reader.root / "var" / "work").glob("*")) == []
        assert list((reader.root / "var" / "work").glob(".*")) == []
        assert not (reader.root / "published").exists()


def test_a_worker_that_dies_in_a_shard_costs_its_shard_alone(
    machines: Cluster, alone: Settings
) -> None:
    land(machines.settings, SECOND)
    run_id = machines.begin(SECOND)
    victim = machines.readers[0]
    deadline = time.monotonic() + 300
    while not list((victim.root / "var" / "work").glob(".shard-*/articles-*")):
        assert time.monotonic() < deadline, machines.tasks(run_id)
        time.sleep(0.05)
    victim.kill()
    machines.wait(run_id)
    tries = [row[3] for row in machines.tasks(run_id) if row[0] == "extract"]
    assert max(tries) > 1, tries

    land(alone, SECOND)
    run_night(alone, SECOND)
    see_that_they_are_equal(machines, alone)


def test_readers_look_at_the_lake_while_others_write(machines: Cluster) -> None:
    settings = machines.settings
    lake = Lake.of(settings)
    assert lake is not None
    with open_reader(settings) as reader, duckdb.connect() as writer:
        before = reader.execute("select count(*) from marts.fct_incident").fetchall()
        lake.attach(writer, read_only=False)
        writer.execute("begin")
        writer.execute("delete from sijill.marts.fct_incident")
        assert reader.execute("select count(*) from marts.fct_incident").fetchall() == before
        writer.execute("rollback")
        assert reader.execute("select count(*) from marts.fct_incident").fetchall() == before


def test_two_writers_load_at_once(machines: Cluster, tmp_path: Path) -> None:
    lake = Lake.of(machines.settings)
    assert lake is not None
    with duckdb.connect() as first, duckdb.connect() as second:
        for connection in (first, second):
            lake.attach(connection, read_only=False)
        first.execute("create table sijill.ops.both (writer varchar)")
        first.execute("begin")
        second.execute("begin")
        first.execute("insert into sijill.ops.both values ('first')")
        second.execute("insert into sijill.ops.both values ('second')")
        first.execute("commit")
        second.execute("commit")
        assert second.execute("select writer from sijill.ops.both order by 1").fetchall() == [
            ("first",),
            ("second",),
        ]
        first.execute("drop table sijill.ops.both")
