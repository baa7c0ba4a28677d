"""Publishing: versions, digests, links, pruning, rollback, locks."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import stat
from pathlib import Path

import duckdb
import pytest

from tests.publish.marts_builder import ACTORS, MONTHS, NIGHT, NOW, PLACES, settings_in, write_build
from warehouse.core.errors import NothingPublished, PublishFailed
from warehouse.core.settings import Settings
from warehouse.publication.publish import PublishResult, publish
from warehouse.publication.rollback import rollback
from warehouse.store.versions import current_version, list_versions, read_manifest


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, keep_versions=3, reader_grace_minutes=60)


def publish_toll(settings: Settings, toll: int, minutes: int = 0) -> PublishResult:
    write_build(settings, toll=toll)
    return publish(settings, NIGHT, f"run-{toll}", now=NOW + dt.timedelta(minutes=minutes))


def parquet_bytes(path: Path) -> dict[str, bytes]:
    return {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*.parquet")}


def test_a_version_holds_the_marts_the_parquet_and_the_manifest(settings: Settings) -> None:
    write_build(settings)
    result = publish(settings, NIGHT, "run", now=NOW)

    assert result.changed
    assert result.version == f"000001-{result.content_digest[:12]}"
    link = settings.published_dir / "current"
    assert link.readlink() == Path("versions") / result.version
    assert result.row_counts == {
        "bridge_incident_actor": 2,
        "dim_actor": len(ACTORS),
        "dim_article": 0,
        "dim_event_type": 0,
        "dim_incident": 0,
        "dim_location": len(PLACES),
        "dim_name": sum(len(place[3]) for place in PLACES.values())
        + sum(map(len, ACTORS.values())),
        "dim_measured_quality": 0,
        "dim_outlet": 0,
        "dim_target_type": 0,
        "dim_vintage": 1,
        "dim_weapon": 2,
        "fct_article": 2,
        "fct_attribution": 0,
        "fct_casualty_claim": 0,
        "fct_incident": sum(MONTHS.values()),
        "fct_incident_mention": sum(MONTHS.values()),
        "fct_incident_version": 0,
        "mart_incidents": 0,
        "mart_incidents_held": 0,
        "mart_source_coverage": 0,
    }
    assert not list(settings.published_dir.rglob("*.wal"))
    manifest = read_manifest(result.path)
    assert manifest["row_counts"] == result.row_counts
    assert manifest["batches"] == {"first": "2026-11-21", "last": "2026-11-21", "count": 1}
    assert set(manifest["parquet"]) == {
        str(f.relative_to(result.path / "parquet"))
        for f in (result.path / "parquet").rglob("*.parquet")
    }
    assert {p.name for p in (result.path / "parquet" / "fct_incident").iterdir()} == {
        f"incident_month={month}" for month in MONTHS
    }
    with duckdb.connect(str(result.path / "sijill.duckdb"), read_only=True) as con:
        schemas = con.execute("select distinct schema_name from duckdb_tables()").fetchall()
        assert schemas == [("marts",)]
        assert con.execute(
            "select comment from duckdb_tables() where table_name = 'fct_incident'"
        ).fetchone() == ("One incident's current state.",)
        assert con.execute(
            "select comment from duckdb_columns() where column_name = 'killed_best'"
        ).fetchone() == ("القتلى",)
        assert con.execute(
            "select version, last_batch, row_counts['fct_incident'] from marts.publish_info"
        ).fetchone() == (result.version, NIGHT, sum(MONTHS.values()))
        # hive partitions give the month back, and it stays text
        files = f"{result.path}/parquet/fct_incident/*/*.parquet"
        assert con.execute(
            "select incident_month, count(*) from "
            f"read_parquet('{files}', hive_types = {{incident_month: varchar}}) group by all"
            " order by all"
        ).fetchall() == sorted(MONTHS.items())
    with duckdb.connect(str(settings.build_file)) as con:
        assert con.execute("select run_id, version, changed from ops.publishes").fetchall() == [
            ("run", result.version, True)
        ]


def test_the_same_content_is_not_published_twice(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    again = publish_toll(settings, 3, minutes=5)

    assert not again.changed
    assert (again.version, again.content_digest) == (first.version, first.content_digest)
    assert [v.version for v in list_versions(settings)] == [first.version]
    with duckdb.connect(str(settings.build_file)) as con:  # rewritten by the second build
        assert con.execute("select changed from ops.publishes").fetchall() == [(False,)]


def test_a_quiet_night_moves_the_dates_that_are_covered(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    write_build(settings, toll=3, last_batch=NIGHT + dt.timedelta(days=1))
    second = publish(settings, NIGHT + dt.timedelta(days=1), "run", now=NOW)

    assert second.changed
    assert second.files_written == 0
    assert read_manifest(second.path)["batches"]["last"] == "2026-11-22"
    assert parquet_bytes(first.path) == parquet_bytes(second.path)


def test_identical_builds_give_identical_parquet(tmp_path: Path) -> None:
    results = []
    for name, months in (("a", MONTHS), ("b", dict(reversed(MONTHS.items())))):
        settings = settings_in(tmp_path / name)
        write_build(settings, months)
        results.append(publish(settings, NIGHT, "run", now=NOW))

    assert results[0].content_digest == results[1].content_digest
    assert parquet_bytes(results[0].path) == parquet_bytes(results[1].path)


def test_unchanged_months_are_hard_links_to_the_version_before(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    second = publish_toll(settings, 4)

    def inode(result: PublishResult, month: str) -> int:
        return (
            (result.path / f"parquet/fct_incident/incident_month={month}/part-0.parquet")
            .stat()
            .st_ino
        )

    assert second.version.startswith("000002-")
    assert inode(first, "2026-09") == inode(second, "2026-09")
    assert inode(first, "2026-11") != inode(second, "2026-11")
    assert (second.files_written, second.files_linked) == (
        1,
        len(read_manifest(second.path)["parquet"]) - 1,
    )


def test_months_of_which_nothing_changed_are_not_written_again(settings: Settings) -> None:
    assert publish_toll(settings, 3).files_kept == 0
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(
            "update marts.fct_incident set killed_best = 4 where incident_month = '2026-11'"
        )
        con.execute("update register.next_publication set publication_number = 2")
    second = publish(settings, NIGHT, "run", now=NOW)
    anew = settings_in(settings.published_dir.parent / "anew")
    anew.build_file.parent.mkdir(parents=True)
    shutil.copy(settings.build_file, anew.build_file)
    with duckdb.connect(str(anew.build_file)) as con:
        con.execute("update register.next_publication set publication_number = 1")
    months = [
        file
        for file, told in read_manifest(second.path)["parquet"].items()
        if "incident_month=" in file and told["rows"]
    ]

    assert second.version.startswith("000002-")
    assert second.files_kept == len(months) - 1 > 0
    assert second.files_written == 1
    assert parquet_bytes(second.path) == parquet_bytes(publish(anew, NIGHT, "run", now=NOW).path)


def test_a_damaged_file_of_a_month_is_written_again(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    part = "parquet/fct_incident/incident_month=2026-09/part-0.parquet"
    sound = (first.path / part).read_bytes()
    (first.path / part).write_bytes(b"\0" * len(sound))
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(
            "update marts.fct_incident set killed_best = 4 where incident_month = '2026-11'"
        )
        con.execute("update register.next_publication set publication_number = 2")

    second = publish(settings, NIGHT, "run", now=NOW)
    assert (second.path / part).read_bytes() == sound


def test_a_damaged_old_file_is_not_carried_on(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    part = "parquet/fct_incident/incident_month=2026-09/part-0.parquet"
    sound = (first.path / part).read_bytes()
    (first.path / part).write_bytes(b"\0" * len(sound))

    second = publish_toll(settings, 4)
    assert (second.path / part).read_bytes() == sound


def test_a_changed_description_is_published(settings: Settings) -> None:
    first = publish_toll(settings, 3)
    write_build(settings, toll=3)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("comment on table marts.dim_weapon is 'What was used.'")
    second = publish(settings, NIGHT, "run", now=NOW)

    assert second.changed
    assert parquet_bytes(first.path) == parquet_bytes(second.path)


def test_an_empty_fact_keeps_its_columns(settings: Settings) -> None:
    write_build(settings, {})
    result = publish(settings, NIGHT, "run", now=NOW)

    file = result.path / "parquet/fct_incident/incident_month=unknown/part-0.parquet"
    assert duckdb.sql(f"select * from '{file}'").columns[0] == "incident_id"
    assert result.row_counts["fct_incident"] == 0


@pytest.mark.parametrize("value", ["2026-11-01", "../../x", None])
def test_a_month_that_is_none_stops_the_publish(settings: Settings, value: str | None) -> None:
    first = publish_toll(settings, 3)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("update marts.fct_incident_mention set incident_month = ?", [value])
    with pytest.raises(PublishFailed, match="fct_incident_mention"):
        publish(settings, NIGHT, "run", now=NOW)

    assert current_version(settings) == first.version
    assert [p.name for p in (settings.published_dir / "versions").iterdir()] == [first.version]


def test_modes_let_any_user_read_whatever_the_umask(settings: Settings) -> None:
    write_build(settings)
    before = os.umask(0o077)
    try:
        result = publish(settings, NIGHT, "run", now=NOW)
    finally:
        os.umask(before)

    folders = [settings.published_dir, settings.published_dir / "versions", result.path]
    for path in [*folders, *result.path.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o755 if path.is_dir() else 0o644), path


def test_old_versions_go_after_the_grace(settings: Settings) -> None:
    names = [publish_toll(settings, toll, minutes=toll).version for toll in range(1, 6)]
    # five versions, three wanted, but all replaced ones are within the hour's grace
    assert [v.version for v in list_versions(settings)] == names

    sixth = publish_toll(settings, 6, minutes=63)
    # those replaced at minutes 2 and 3 are beyond the grace, the others are not yet
    assert sixth.removed == tuple(names[:2])
    seventh = publish_toll(settings, 7, minutes=300)
    assert seventh.removed == tuple(names[2:4])
    assert [v.version for v in list_versions(settings)] == [
        names[4],
        sixth.version,
        seventh.version,
    ]


def test_bytes_limit_never_takes_the_current_version_nor_the_one_before(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, keep_versions=10, keep_gb=1e-6, reader_grace_minutes=0)
    names = [publish_toll(settings, toll, minutes=toll).version for toll in range(1, 5)]

    assert [v.version for v in list_versions(settings)] == names[-2:]
    shared = names[-1], "parquet/fct_incident/incident_month=2026-09/part-0.parquet"
    assert (settings.published_dir / "versions" / Path(*shared)).stat().st_nlink == 2


def test_rollback_goes_back_step_by_step_or_to_a_named_version(settings: Settings) -> None:
    names = [publish_toll(settings, toll).version for toll in (1, 2, 3)]

    assert rollback(settings, now=NOW).version == names[1]
    assert current_version(settings) == names[1]
    assert rollback(settings, now=NOW).version == names[0]
    with pytest.raises(PublishFailed, match="no version before"):
        rollback(settings, now=NOW)
    assert rollback(settings, to="3", now=NOW).version == names[2]
    assert rollback(settings, to=names[0], now=NOW).is_current
    with pytest.raises(PublishFailed, match="no version '9'") as failure:
        rollback(settings, to="9", now=NOW)
    assert names[1] in failure.value.hint
    moves = [
        json.loads(line)["reason"]
        for line in (settings.published_dir / "history.jsonl").read_text("utf-8").splitlines()
    ]
    assert moves == ["publish"] * 3 + ["rollback"] * 4


def test_after_a_rollback_the_same_content_returns_as_the_version_it_was(
    settings: Settings,
) -> None:
    first, second = publish_toll(settings, 1), publish_toll(settings, 2)
    rollback(settings, now=NOW)

    back = publish_toll(settings, 2)
    assert back.changed
    assert back.version == second.version == current_version(settings)
    third = publish_toll(settings, 1)
    assert third.version.startswith("000003-")
    assert third.content_digest == first.content_digest


def test_nothing_to_roll_back(settings: Settings) -> None:
    with pytest.raises(NothingPublished):
        rollback(settings, now=NOW)
    assert list_versions(settings) == []


def test_two_publishes_at_once_are_refused(settings: Settings) -> None:
    first = publish_toll(settings, 1)
    with (settings.published_dir / ".lock").open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(PublishFailed, match="under way"):
            publish_toll(settings, 2)
    assert current_version(settings) == first.version
    assert publish_toll(settings, 2).changed


def test_leftovers_of_a_killed_publish_are_removed(settings: Settings) -> None:
    first = publish_toll(settings, 1)
    versions = settings.published_dir / "versions"
    shutil.copytree(first.path, versions / ".building-4711")
    shutil.copytree(first.path, versions / ".trash-000000-abc")
    (settings.published_dir / ".current-4711").symlink_to("versions/nowhere")

    assert [v.version for v in list_versions(settings)] == [first.version]
    publish_toll(settings, 1)
    assert [p.name for p in versions.iterdir()] == [first.version]
    assert not (settings.published_dir / ".current-4711").is_symlink()


def test_a_link_that_a_killed_swap_left_blocks_no_other(settings: Settings) -> None:
    first = publish_toll(settings, 1)
    second = publish_toll(settings, 2)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                rollback(settings, now=NOW)
        assert current_version(settings) == second.version
        assert [p for p in settings.published_dir.iterdir() if p.name.startswith(".current")]
    assert rollback(settings, now=NOW).version == first.version
    assert current_version(settings) == first.version
    assert not [p for p in settings.published_dir.iterdir() if p.name.startswith(".current")]


def test_no_build_file_and_no_marts_are_clear_errors(settings: Settings) -> None:
    with pytest.raises(PublishFailed, match="no build file"):
        publish(settings, NIGHT, "run", now=NOW)
    write_build(settings)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("drop schema marts cascade")
    with pytest.raises(PublishFailed, match="no marts"):
        publish(settings, NIGHT, "run", now=NOW)


def test_a_build_file_that_is_being_written_is_a_clear_error(
    settings: Settings, tmp_path: Path
) -> None:
    first = publish_toll(settings, 1)
    settings.build_file.write_bytes(b"no database")
    with pytest.raises(PublishFailed, match="nothing was published"):
        publish(settings, NIGHT, "run", now=NOW)
    assert current_version(settings) == first.version
