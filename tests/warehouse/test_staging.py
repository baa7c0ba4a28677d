"""Staging: a batch is replaced whole, in one transaction, with the same contents each time."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import LexiconError
from tests.warehouse.landing_kit import (
    DAY,
    NOW,
    TEXT,
    CountingExtractor,
    extract_all,
    jsonl,
    land,
    make_settings,
    plan,
    record,
)
from warehouse.core.errors import DatabaseBusy, DiskSpaceLow, ShardFailed, StagingFailed
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.core.step_results import LoadResult
from warehouse.landing.batches import find_batch
from warehouse.steps.staging import check_disk, load_staging
from warehouse.store.build_id import compute_build_id
from warehouse.store.database import open_reader, open_writer

TABLES = (
    "batches", "batch_files", "articles", "incident_facts", "casualty_claims", "attributions",
    "evidence",
    "quarantine", "places", "pcodes", "reference_state",
)  # fmt: skip
NEXT_DAY = DAY + dt.timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # brackets in a path must never be taken for a pattern
    return make_settings(tmp_path / "a [b] 'c' *", shard_articles=4)


def night(
    settings: Settings,
    files: dict[str, bytes],
    day: dt.date = DAY,
    extractor: CountingExtractor | None = None,
) -> LoadResult:
    manifest, shards = plan(settings, files, day)
    extract_all(settings, shards, extractor)
    return load_staging(settings, manifest, extractor=extractor or CountingExtractor())


def contents(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of staging, in the order in which they lie there."""
    with open_reader(settings) as connection:
        return {
            table: connection.execute(f"select * from staging.{table}").fetchall()
            for table in TABLES
        }


def ask(settings: Settings, question: str) -> list[tuple[Any, ...]]:
    with open_reader(settings) as connection:
        return connection.execute(question).fetchall()


MIXED = {
    "b.jsonl": jsonl([*(record(n) for n in range(9, 0, -1)), {"x": 1}, record(3)]),
    "a.json": jsonl([record(20, text=TEXT + " عطل", origin={"ب": [1]})]),
    "c.csv": b"zz",
}


def test_a_batch_and_its_counts(settings: Settings) -> None:
    result = night(settings, MIXED)
    assert (result.records_read, result.records_staged, result.records_quarantined,
            result.records_repeated) == (12, 9, 2, 1)  # fmt: skip
    assert (result.files, result.files_quarantined) == (3, 1)
    assert (result.incident_facts, result.casualty_claims, result.evidence_spans) == (9, 9, 18)
    assert ask(
        settings,
        "select records_read, records_staged, records_quarantined, records_repeated, file_count,"
        " extractor_version from staging.batches",
    ) == [(12, 9, 2, 1, 3, "counting-1")]
    assert ask(
        settings, "select source_file, records_read from staging.batch_files order by all"
    ) == [("a.json", 1), ("b.jsonl", 11), ("c.csv", 0)]
    assert ask(
        settings,
        "select source_file, source_record, reason from staging.quarantine order by all",
    ) == [
        ("a.json", 1, "extractor_failed"),
        ("b.jsonl", 10, "missing_field"),
        ("c.csv", 0, "missing_columns"),
    ]


def test_rows_lead_back_to_their_words(settings: Settings) -> None:
    night(settings, MIXED)
    assert ask(
        settings,
        """
        select
            count(*),
            bool_and(substr(article.text, span_start + 1, span_end - span_start) = words)
        from staging.evidence
        inner join staging.incident_facts using (mention_id)
        inner join staging.articles as article using (article_id, content_digest)
        """,
    ) == [(18, True)]
    assert ask(
        settings,
        "select count(*), count(distinct claim_id) from staging.casualty_claims"
        " semi join staging.incident_facts using (mention_id)",
    ) == [(9, 9)]
    [(published_at, day, extra)] = ask(
        settings,
        "select published_at::varchar, published_on, extra from staging.articles"
        " where article_id = 'a1'",
    )
    assert (published_at, day, extra) == ("2026-02-03 07:00:00+00", DAY, "{}")
    assert ask(settings, "select distinct basis from staging.evidence") == [("told",)]
    stamps = "select distinct build_id, extractor_version from staging.articles union all by name"
    assert len(ask(settings, f"{stamps} select distinct build_id from staging.evidence")) == 2


def test_a_failed_article_can_be_read_again_from_quarantine(settings: Settings) -> None:
    night(settings, MIXED)
    assert ask(
        settings,
        "select detail, raw_record::json ->> 'text' from staging.quarantine"
        " where reason = 'extractor_failed'",
    ) == [("ZeroDivisionError: a figure of nothing", TEXT + " عطل")]


def test_loading_twice_changes_nothing(settings: Settings) -> None:
    first = night(settings, MIXED)
    before = contents(settings)
    manifest = find_batch(settings, DAY, now=NOW)
    again = load_staging(settings, manifest)
    assert contents(settings) == before
    assert night(settings, MIXED) == again
    assert contents(settings) == before
    assert first.places_replaced
    assert not again.places_replaced


def test_two_machines_get_the_same_rows_in_the_same_order(
    settings: Settings, tmp_path: Path
) -> None:
    other = make_settings(tmp_path / "other", shard_articles=2, duckdb_threads=1)
    night(settings, MIXED)
    night(other, MIXED)
    assert contents(other) == contents(settings)


def test_nights_out_of_order_end_alike(settings: Settings, tmp_path: Path) -> None:
    other = make_settings(tmp_path / "other")
    later = {"a.jsonl": jsonl([record(1, published_at="2026-02-04"), record(50)])}
    night(settings, MIXED)
    night(settings, later, NEXT_DAY)
    night(other, later, NEXT_DAY)
    night(other, MIXED)
    for table in TABLES:
        assert sorted(map(repr, contents(other)[table])) == sorted(
            map(repr, contents(settings)[table])
        )


def test_a_late_file_replaces_the_batch_and_no_other(settings: Settings) -> None:
    night(settings, {"a.jsonl": jsonl([record(7)])}, NEXT_DAY)
    first = night(settings, {"a.jsonl": jsonl([record(1), record(2)])})
    manifest = find_batch(settings, DAY, now=NOW)
    loaded = f"select batch_digest, build_id from staging.batches where batch_date = '{DAY}'"
    assert ask(settings, loaded) == [(manifest.batch_digest, first.build_id)]
    land(settings, {"late.jsonl": jsonl([record(3)]), "a.jsonl": jsonl([record(2)])})
    changed = find_batch(settings, DAY, now=NOW)
    second = night(settings, {})
    assert second.build_id != first.build_id
    assert ask(settings, loaded) == [(changed.batch_digest, second.build_id)]
    assert changed.batch_digest != manifest.batch_digest
    assert ask(settings, "select batch_date, article_id from staging.articles order by all") == [
        (DAY, "a2"), (DAY, "a3"), (NEXT_DAY, "a7"),
    ]  # fmt: skip


def test_a_night_with_nothing_empties_the_batch(settings: Settings) -> None:
    night(settings, MIXED)
    for path in (settings.landing_dir / str(DAY)).glob("[abc]*"):
        path.unlink()
    result = night(settings, {})
    assert (result.records_read, result.incident_facts) == (0, 0)
    assert (result.records_quarantined, result.files_quarantined) == (0, 0)
    rows = contents(settings)
    assert [len(rows[table]) for table in TABLES[:7]] == [1, 0, 0, 0, 0, 0, 0]
    assert rows["batches"][0][-1] == "counting-1"


def test_what_came_and_what_went_is_noted_for_the_link_step(settings: Settings) -> None:
    changed = "select article_id from staging.changed_articles order by 1"
    night(settings, {"a.jsonl": jsonl([record(1), record(2)])})
    assert ask(settings, changed) == [("a1",), ("a2",)]
    with open_writer(settings) as connection:
        connection.execute("delete from staging.changed_articles")
    night(settings, {"a.jsonl": jsonl([record(2), record(3)])})
    assert ask(settings, changed) == [("a1",), ("a2",), ("a3",)]


def test_a_failure_in_the_middle_leaves_staging_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(settings, MIXED)
    before = contents(settings)
    manifest, shards = plan(settings, {"b.jsonl": jsonl([record(70)])})
    extract_all(settings, shards)
    with open_writer(settings) as connection:
        connection.execute("alter table staging.batch_files rename column file_bytes to bytes")
    with pytest.raises(StagingFailed, match="could not be staged") as raised:
        load_staging(settings, manifest)
    assert "as it was before" in raised.value.hint
    with open_writer(settings) as connection:
        connection.execute("alter table staging.batch_files rename column bytes to file_bytes")
    assert contents(settings) == before
    load_staging(settings, manifest)
    assert contents(settings) != before


def test_a_killed_load_leaves_staging_as_it_was(settings: Settings) -> None:
    night(settings, MIXED)
    before = contents(settings)
    _, shards = plan(settings, {"b.jsonl": jsonl([record(70)])})
    extract_all(settings, shards)
    script = f"""
import datetime, os
from tests.warehouse.landing_kit import NOW, make_settings
from warehouse.landing.batches import find_batch
from warehouse.steps import staging
settings = make_settings(__import__("pathlib").Path({str(settings.landing_dir.parent)!r}))
staging._Load._write_batch = lambda self, result: os.kill(os.getpid(), 9)
staging.load_staging(settings, find_batch(settings, datetime.date({DAY.year}, {DAY.month},
                     {DAY.day}), now=NOW))
"""
    killed = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, check=False)
    assert killed.returncode == -9
    assert contents(settings) == before


def test_shards_that_do_not_belong_together(settings: Settings) -> None:
    manifest, shards = plan(settings, {"a.jsonl": jsonl([record(n) for n in range(6)])})
    folder = settings.work_dir / str(DAY)
    with pytest.raises(ShardFailed, match="missing or unreadable"):
        load_staging(settings, manifest)
    extract_all(settings, shards[:1])
    extract_all(settings, shards[1:], CountingExtractor("counting-2"))
    with pytest.raises(ShardFailed, match="several versions"):
        load_staging(settings, manifest)
    extract_all(settings, shards)
    for name in ("", ".sha256"):
        shutil.copy(
            folder / f"{shards[0].facts_file}{name}", folder / f"{shards[1].facts_file}{name}"
        )
    with pytest.raises(ShardFailed, match="of other articles"):
        load_staging(settings, manifest)
    extract_all(settings, shards)
    shutil.copy(folder / shards[0].articles_file, folder / shards[1].articles_file)
    with pytest.raises(ShardFailed, match="not what was planned"):
        load_staging(settings, manifest)
    land(settings, {"b.jsonl": b""})
    with pytest.raises(ShardFailed, match="another state"):
        load_staging(settings, find_batch(settings, DAY, now=NOW))
    assert not settings.build_file.exists()
    shutil.rmtree(folder)
    with pytest.raises(ShardFailed, match="no plan"):
        load_staging(settings, manifest)


def test_the_build_id_is_computed_or_given(settings: Settings) -> None:
    manifest, shards = plan(settings, {"a.jsonl": jsonl([record()])})
    extract_all(settings, shards)
    computed = load_staging(settings, manifest).build_id
    assert computed == compute_build_id(settings, manifest, "counting-1")
    assert load_staging(settings, manifest, build_id="given").build_id == "given"
    assert ask(settings, "select build_id from staging.articles") == [("given",)]


def test_hostile_values_are_values(settings: Settings) -> None:
    evil = "'); drop table staging.articles; -- $build_id {x} %s"
    records = [record(1, id=evil, source=evil, title=evil, other={evil: evil})]
    night(settings, {f"{evil[:40]}.jsonl": jsonl(records)})
    [row] = ask(settings, "select article_id, source, title, extra from staging.articles")
    assert row[:3] == (evil, evil, evil)


# --- the gazetteer ----------------------------------------------------------------------------


@pytest.fixture
def own_seeds(tmp_path: Path) -> Settings:
    """A project with seeds of its own: some places."""
    shutil.copytree(PROJECT_ROOT / "seeds", tmp_path / "seeds")
    for path in (tmp_path / "seeds" / "places").glob("*.csv"):
        if path.name != "transliteration.csv":
            path.unlink()
    (tmp_path / "dbt_project").mkdir()
    (tmp_path / "seeds" / "places" / "towns.csv").write_text(
        "place_id,name_ar,aliases,name_en,country,admin1_code,latitude,longitude\n"
        "gn:2,الموصل,,Mosul,IQ,IQ-NI,36.3,43.1\n"
        'gn:1,"بعقوبة",,,IQ,,,\n',
        encoding="utf-8",
    )
    (tmp_path / "seeds" / "places" / "ambiguous.csv").write_text("name\nx\n", encoding="utf-8")
    return make_settings(tmp_path, project_root=tmp_path)


def places(settings: Settings) -> list[tuple[Any, ...]]:
    return ask(
        settings,
        "select place_id, name_ar, name_en, name_en_source, kind, admin1_code, country_code,"
        " latitude, longitude"
        " from staging.places",
    )


def test_places_are_replaced_when_the_seeds_change(own_seeds: Settings) -> None:
    files = {"a.jsonl": jsonl([record()])}
    assert night(own_seeds, files).places_replaced
    baquba = ("gn:1", "بعقوبة", "Baqubah", "transliteration", "settlement", None, "IQ", None, None)
    mosul = ("gn:2", "الموصل", "Mosul", "geonames", "settlement", "IQ-NI", "IQ", 36.3, 43.1)
    assert places(own_seeds) == [baquba, mosul]
    assert not night(own_seeds, files).places_replaced
    (own_seeds.seeds_dir / "places" / "extra.csv").write_text(
        "place_id,name_ar,kind,country,latitude,longitude\nsj:1,سوق,market,IQ,33.4,44.4\n",
        encoding="utf-8",
    )
    assert night(own_seeds, files).places_replaced
    market = ("sj:1", "سوق", "Suq", "transliteration", "market", None, "IQ", 33.4, 44.4)
    assert places(own_seeds) == [baquba, mosul, market]


@pytest.mark.parametrize(
    "row", ["gn:1,x,,,IQ,,,", ",x,,,IQ,,,", "gn:9,x,,,,,,", "gn:9,x,,,IQ,,north,1",
            "gn:9,x,,,IQ,,nan,1", '"gn:9,x'],
)  # fmt: skip
def test_a_broken_gazetteer_stops_the_load(row: str, own_seeds: Settings) -> None:
    files = {"a.jsonl": jsonl([record()])}
    night(own_seeds, files)
    before = contents(own_seeds)
    with (own_seeds.seeds_dir / "places" / "towns.csv").open("a", encoding="utf-8") as towns:
        towns.write(row + "\n")
    with pytest.raises(LexiconError, match=r"towns\.csv"):
        night(own_seeds, {"a.jsonl": jsonl([record(2)])})
    assert contents(own_seeds) == before


def test_the_projects_own_gazetteer_is_loaded(settings: Settings) -> None:
    night(settings, {"a.jsonl": b""})
    [(count, distinct, located)] = ask(
        settings,
        "select count(*), count(distinct place_id), count(latitude) from staging.places",
    )
    assert count == distinct
    assert located > 4_000


# --- the file ---------------------------------------------------------------------------------


@pytest.fixture
def holder(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the build file."""
    with open_writer(settings):
        pass
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True);"
        "sys.stdin.readline(); c.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(settings.build_file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_who_holds_the_file_is_told(settings: Settings, holder: subprocess.Popen[str]) -> None:
    with (
        pytest.raises(DatabaseBusy, match=rf"held by .*PID {holder.pid}\)"),
        open_writer(settings, wait_seconds=0.3),
    ):
        pass
    with pytest.raises(DatabaseBusy), open_reader(settings, wait_seconds=0):
        pass


def test_the_file_is_waited_for(settings: Settings, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin
    release = threading.Timer(0.5, lambda: holder.communicate("\n"))
    release.start()
    with open_writer(settings, wait_seconds=20) as connection:
        assert connection.execute("select count(*) from staging.batches").fetchone() == (0,)
    release.join()


def test_a_second_connection_in_one_process_is_refused(settings: Settings) -> None:
    with (
        open_writer(settings),
        pytest.raises(DatabaseBusy, match="in this process"),
        open_reader(settings, wait_seconds=30),
    ):
        pass


def test_what_is_no_database(settings: Settings) -> None:
    with pytest.raises(StagingFailed, match="no build file"), open_reader(settings):
        pass
    settings.build_file.parent.mkdir(parents=True)
    settings.build_file.write_bytes(b"no database" * 1000)
    with pytest.raises(StagingFailed, match="cannot be opened"), open_writer(settings):
        pass


def test_the_file_can_be_read_by_older_versions_and_leaves_no_log(settings: Settings) -> None:
    night(settings, MIXED)
    with open_writer(settings) as connection:
        [(tags,)] = connection.execute(
            "select tags from duckdb_databases() where database_name = 'sijill'"
        ).fetchall()
        assert "v1.2.0" in tags["storage_version"]
        assert connection.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)
    assert [path.name for path in settings.build_file.parent.iterdir()] == ["sijill.duckdb"]


# --- disk -------------------------------------------------------------------------------------

Usage = namedtuple("Usage", "total used free")


def test_disk_space_is_looked_at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest, _ = plan(settings, {"a.jsonl": b"\n" * 1_000_000, "b.json.gz": b"x" * 1_000_000})
    free = 60_000_000
    asked: list[Path] = []

    def usage(path: Path) -> Usage:
        asked.append(path)
        return Usage(10**12, 0, free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    roomy = settings.model_copy(update={"min_free_mb": 0})
    check_disk(roomy, manifest)
    assert all(path.exists() for path in asked)
    free = 50_000_000
    with pytest.raises(DiskSpaceLow, match=r"has 50 MB free, the night wants 54 MB") as raised:
        check_disk(roomy, manifest)
    assert raised.value.exit_code == 6
    free = 999_000_000
    with pytest.raises(DiskSpaceLow, match="wants 1,000 MB"):
        check_disk(settings, manifest)
    free = 2_000_000_000
    settings.build_file.parent.mkdir(parents=True)
    with settings.build_file.open("wb") as build:
        build.truncate(1_500_000_000)
    with pytest.raises(DiskSpaceLow, match=r"build file 1,500 MB"):
        check_disk(settings, manifest)
