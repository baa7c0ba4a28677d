"""A redaction where the build is a lake: words are gone from its tables, its files, what it was
before, and its catalogue.

The catalogue is a file here; tests/scale has the same with Postgres and object storage.
"""

from __future__ import annotations

import shutil

import duckdb
import pytest

from tests.lake_kit import in_a_lake, moved_into_a_lake, wants_a_lake
from tests.redaction import oracle, world
from tests.redaction.test_redact import take_out
from tests.redaction.test_redact_quotes import ALL
from warehouse.backup.restore import restore
from warehouse.backup.write import PARTS, make_backup, read_backup, verify
from warehouse.core.errors import (
    NightUnderWay,
    RedactionRefused,
    RedactionUnfinished,
    StagingFailed,
)
from warehouse.core.settings import Settings
from warehouse.redaction import redact
from warehouse.redaction.lake import copy_lake, places_in_lake, refill_lake
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import clean_database
from warehouse.store.database import open_lake, open_reader, open_writer
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.night_lock import night_lock
from warehouse.store.redacted_words import HashedName, RedactedWords
from warehouse.store.redaction_log import PENDING, Redaction, read_log

pytestmark = wants_a_lake

WORDS = RedactedWords(b"key", HashedName.of(b"key", (world.PERSON,)))
#: what is taken out of the lakes that a test makes by hand
PLAN = Plan(
    Redaction(1, "r-1", "2026-11-24T12:00:00+00:00", "name", (), "سبب", "أ", "ب", 0, None, ""),
    WORDS,
    (),
)


def leave_traces(settings: Settings) -> None:
    """All that a lake keeps of words: in tables, files and catalogue, and where no table has them
    any more: a table that was dropped, rows deleted from a file and from the catalogue."""
    with open_lake(settings) as con:
        for schema in ("marts", "ops"):
            con.execute(f"create schema if not exists {schema}")
        con.execute(
            "create table marts.dropped as select ? as quote from range(50)", [world.PERSON]
        )
        con.execute("drop table marts.dropped")
        con.execute(
            "create table ops.lines as select i, case when i < 9 then ? end as line"
            " from range(50) as told(i)",
            [world.PERSON],
        )
        con.execute("delete from ops.lines where i < 5")
        con.execute("create table ops.few (line varchar not null, noted timestamptz)")
        con.execute("comment on table ops.few is 'notes'")
        con.execute("comment on column ops.few.line is 'a note'")
        con.execute("insert into ops.few (line) values (?), ('عن ' || ?)", [world.PERSON] * 2)
        con.execute("delete from ops.few where line = ?", [world.PERSON])
        con.execute("create view marts.seen as select line from sijill.ops.few")
        con.execute("comment on view marts.seen is 'lines'")
        con.execute("create macro ops.twice(line) as line || line")


def states_of(settings: Settings) -> list[int]:
    """The numbers of the states that can be looked at."""
    with open_reader(settings) as con:
        return [
            state
            for (state,) in con.execute(
                "select snapshot_id from ducklake_snapshots('sijill') order by 1"
            ).fetchall()
        ]


def definitions(settings: Settings) -> list[tuple[object, ...]]:
    """Tables, views and macros with what is said of them."""
    with open_reader(settings) as con:
        return con.execute(
            """
            select schema_name, table_name, sql, comment from duckdb_tables()
            where database_name = 'sijill'
            union all
            select schema_name, view_name, sql, comment from duckdb_views()
            where database_name = 'sijill'
            union all
            select schema_name, table_name || '.' || column_name, data_type, comment
            from duckdb_columns() where database_name = 'sijill'
            union all
            select schema_name, function_name, macro_definition, comment from duckdb_functions()
            where database_name = 'sijill'
            order by all
            """
        ).fetchall()


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A lake with nothing but traces of the words, and a file that no state of it needs."""
    folder = tmp_path_factory.mktemp("small")
    settings = in_a_lake(world.make_settings(folder), folder)
    leave_traces(settings)
    lines = next((folder / "lake" / "ops" / "lines").glob("*.parquet"))
    shutil.copyfile(lines, lines.with_name("left-by-somebody.parquet"))
    return settings


def clean(settings: Settings) -> None:
    """The lake's own steps of a redaction."""
    copy_lake(settings, PLAN)
    built = settings.build_file
    with rewritten_database(built, built) as work, changing(work) as con:
        clean_database(con, WORDS)
    refill_lake(settings, PLAN)


def test_every_trace_is_found_and_none_is_left(small: Settings) -> None:
    folder = small.var_dir.parent
    places = dict(places_in_lake(small, WORDS))
    wanted = (
        "lake/marts/dropped/", "lake/ops/lines/left-by-somebody.parquet",
        "catalogue of the lake, ducklake_inlined_data_",
        "catalogue of the lake, ducklake_file_column_stats",
        "catalogue of the lake, ducklake_table_column_stats",
    )  # fmt: skip
    for one in wanted:
        assert any(one in place for place in places), one
    # of quotes alone: what was read is the measure, and stays
    but = dict(places_in_lake(small, WORDS, ("ops",)))
    assert but.keys() < places.keys()
    assert [place for place in but if "/ops/" in place or "inlined" in place] == []
    assert any("lake/marts/dropped/" in place for place in but)

    said, earlier = definitions(small), states_of(small)
    assert ("ops", "few.line", "VARCHAR", "a note") in said
    clean(small)
    assert dict(places_in_lake(small, WORDS)) == {}
    assert oracle.files_with(folder, world.PERSON) == []
    # also not in bytes that no table of the catalogue names any more
    assert world.PERSON.encode() not in (folder / "catalog.duckdb").read_bytes()
    assert definitions(small) == said
    assert len(states_of(small)) == 1
    with open_reader(small) as con:
        assert con.execute("select count(*), count(line) from ops.lines").fetchall() == [(45, 4)]
        ((line,),) = con.execute("from marts.seen").fetchall()
        assert line.startswith("عن ")
        assert con.execute("select ops.twice('a')").fetchall() == [("aa",)]
        with pytest.raises(duckdb.Error, match="No snapshot"):
            con.execute(f"from ops.lines at (version => {earlier[-1]})")
    # what is put in order later is nothing else
    with open_lake(small) as con:
        con.execute("checkpoint sijill")
    assert dict(places_in_lake(small, WORDS)) == {}


def test_a_filling_that_breaks_leaves_the_lake_and_is_done_again(
    small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, said = lines_of(small), definitions(small)
    with monkeypatch.context() as broken:
        broken.setattr(
            "warehouse.store.lake._comments", lambda *_: ["comment on table nowhere is ''"]
        )
        with pytest.raises(duckdb.Error, match="nowhere"):
            clean(small)
    assert lines_of(small) == rows
    assert definitions(small) == said
    refill_lake(small, PLAN)
    assert dict(places_in_lake(small, WORDS)) == {}
    assert not small.build_file.exists()
    # and once more, where it was killed before that was noted
    refill_lake(small, PLAN)
    assert definitions(small) == said


def lines_of(settings: Settings) -> list[tuple[object, ...]]:
    with open_reader(settings) as con:
        return con.execute("from ops.lines order by all").fetchall()


def test_what_is_refused_before_anything_is_begun(small: Settings) -> None:
    small.build_file.parent.mkdir(parents=True)
    small.build_file.write_bytes(b"whole texts")
    with pytest.raises(RedactionRefused, match="left from before"):
        take_out(small, world.ask_for_person())
    assert small.build_file.read_bytes() == b"whole texts"
    small.build_file.unlink()
    gone = small.model_copy(update={"lake_catalog": "postgres:host=127.0.0.1 port=1 dbname=lake"})
    with pytest.raises(StagingFailed, match="lake cannot be opened"):
        take_out(gone, world.ask_for_person())
    with night_lock(small, "a night"), pytest.raises(NightUnderWay, match="a night"):
        take_out(small, world.ask_for_person())
    assert not (small.redactions_dir / PENDING).exists()


@pytest.fixture
def lake(settings: Settings) -> Settings:
    """The world, but for its edition and what dbt makes on its way, in a lake, which lies where a
    redaction looks for files of its own to clean."""
    shutil.rmtree(settings.releases_dir)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("drop schema transform cascade")
    moved = moved_into_a_lake(settings, settings.var_dir)
    leave_traces(moved)
    return moved


def test_a_name_is_gone_from_a_warehouse_in_a_lake(
    lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lake.published_dir.parent
    assert "catalog.duckdb" in oracle.files_with(lake.var_dir, world.PERSON)
    numbers = oracle.counts_everywhere(lake)

    def breaks(_: object) -> None:
        raise duckdb.IOException("the bucket is away")

    with monkeypatch.context() as broken:
        broken.setattr("warehouse.redaction.lake.forget", breaks)
        with pytest.raises(RedactionUnfinished, match="the bucket is away"):
            take_out(lake, world.ask_for_person())
    with pytest.raises(RedactionUnfinished, match="under way"), open_writer(lake):
        pass
    take_out(lake, world.ask_for_person())
    assert oracle.files_with(root, world.PERSON, "okarafo") == []
    assert len(states_of(lake)) == 1
    assert not lake.build_file.exists()
    assert oracle.counts_everywhere(lake) == numbers
    assert len(read_log(lake)) == 1


@pytest.mark.slow
def test_old_quotes_are_masked_in_what_the_lake_was_too(read_anew: Settings) -> None:
    settings = moved_into_a_lake(read_anew, read_anew.var_dir)
    measure = ("staging", "linking")
    places = {place for place, _ in places_in_lake(settings, WORDS, measure)}
    assert any("inlined" in place for place in places)
    staged, numbers = oracle.staged(settings), oracle.counts_everywhere(settings)
    redact.redact(settings, ALL, lambda *_: None, now=world.NOW)
    assert list(places_in_lake(settings, WORDS, measure)) == []
    assert oracle.staged(settings) == staged
    assert oracle.counts_everywhere(settings) == numbers
    assert len(states_of(settings)) == 1
    with pytest.raises(RedactionRefused, match="no quote from before 3"):
        redact.redact(settings, ALL, lambda *_: None, now=world.NOW)


@pytest.mark.slow
def test_a_backup_of_a_lake_loses_the_words_and_fills_it_again(lake: Settings) -> None:
    made = make_backup(lake, PARTS, now=world.NOW)
    seen = redact.preview(lake, world.ask_for_article(), now=world.NOW)
    assert {"lake", "backups"} <= {one.place for one in seen.found}
    take_out(lake, world.ask_for_article())
    root = lake.published_dir.parent
    assert oracle.files_with(root, world.OWN_WORDS, "seyara-mufakhakha") == []
    (redaction,) = read_log(lake)
    cleaned = read_backup(made.path)
    verify(cleaned)
    assert cleaned.redactions == (redaction.redaction_id,)
    numbers, staged = oracle.built_numbers(lake), oracle.staged(lake)
    shutil.rmtree(lake.var_dir / "lake")
    (lake.var_dir / "catalog.duckdb").unlink()
    done = restore(lake, made.path)
    assert "var/build/sijill.duckdb" in done.places
    assert (oracle.built_numbers(lake), oracle.staged(lake)) == (numbers, staged)
