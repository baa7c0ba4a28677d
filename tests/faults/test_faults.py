"""What breaks on a machine, done for real to one step: what is said, and that the next try is well.

The same faults in whole nights: test_whole_nights.py.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.command_kit import run
from tests.faults import mounts, poison
from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from tests.warehouse import landing_kit as kit
from warehouse.core.errors import (
    BatchNotReady,
    DiskSpaceLow,
    NightUnderWay,
    PublishFailed,
    ShardFailed,
    StagingFailed,
)
from warehouse.core.failures import as_sijill_error
from warehouse.core.files import replacing
from warehouse.core.settings import PROJECT_ROOT, Settings, get_settings
from warehouse.core.step_results import ShardResult
from warehouse.landing.batches import find_batch, plan_shards
from warehouse.landing.shard_store import work_folder
from warehouse.night.run import Night
from warehouse.publication.publish import publish
from warehouse.steps.isolation import IsolatedExtractor
from warehouse.steps.shards import extract_shard
from warehouse.steps.staging import check_disk, load_staging
from warehouse.store.database import open_reader, open_writer
from warehouse.store.night_lock import night_lock
from warehouse.store.versions import current_version, list_versions


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return kit.make_settings(tmp_path, min_free_mb=0)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# ── articles that break what reads them ──────────────────────────────────────────────────


def read_poisoned(settings: Settings, *texts: str) -> tuple[ShardResult, list[str | None]]:
    """Shards of good articles and these; what extraction did, and why articles failed."""
    records = [kit.record(n) for n in range(1, 5)]
    records += [kit.record(n, text=text) for n, text in enumerate(texts, 10)]
    _, (shard,) = kit.plan(settings, {"a.jsonl": kit.jsonl(records)})
    reader = IsolatedExtractor(
        poison.load, settings.seeds_dir, "none", version="counting-1", article_seconds=2
    )
    try:
        result = extract_shard(settings, shard, extractor=reader)
    finally:
        reader.end()
    rows = pq.read_table(work_folder(settings, kit.DAY) / shard.facts_file).to_pylist()
    return result, [row["failure"] for row in rows]


def test_articles_that_kill_or_hang_the_extractor_cost_no_other_one_anything(
    settings: Settings,
) -> None:
    started = time.monotonic()
    result, failures = read_poisoned(
        settings, *(f"{kit.TEXT} {how}" for how in (poison.KILLS, poison.HANGS, poison.EXITS))
    )
    assert (result.articles_read, result.articles_failed) == (7, 3)
    assert failures[:4] == [None] * 4
    assert failures[4:] == [
        "ReadingEnded: the process that read it ended, by SIGKILL",
        "ReadingEnded: it was not read within 2 seconds",
        "ReadingEnded: the process that read it ended with code 3",
    ]
    assert result.incidents_found == 4
    assert time.monotonic() - started < 100
    # and they are quarantined as what they are
    loaded = load_staging(
        settings, find_batch(settings, kit.DAY, now=kit.NOW), build_id="b", extractor=None
    )
    assert (loaded.records_staged, loaded.records_quarantined) == (4, 3)
    with open_reader(settings) as con:
        told = con.execute("select distinct reason from staging.quarantine").fetchall()
    assert told == [("extractor_failed",)]


def test_an_extractor_that_is_another_one_by_now_is_refused(settings: Settings) -> None:
    _, (shard,) = kit.plan(settings, {"a.jsonl": kit.jsonl([kit.record()])})
    reader = IsolatedExtractor(
        poison.load, settings.seeds_dir, "none", version="older", article_seconds=2
    )
    with pytest.raises(ShardFailed, match="the extractor changed while the night ran"):
        extract_shard(settings, shard, extractor=reader)


def test_the_process_that_reads_goes_when_the_night_is_killed(settings: Settings) -> None:
    kit.plan(settings, {"a.jsonl": kit.jsonl([kit.record(text=poison.HANGS)])})
    code = (
        "import sys; from pathlib import Path\n"
        "import psutil\n"
        "from tests.faults import poison\n"
        "from tests.warehouse import landing_kit as kit\n"
        "from warehouse.steps.isolation import IsolatedExtractor\n"
        "if __name__ == '__main__':\n"
        "    settings = kit.make_settings(Path(sys.argv[1]), min_free_mb=0)\n"
        "    reader = IsolatedExtractor(poison.load, settings.seeds_dir, 'none',"
        " version='counting-1', article_seconds=600)\n"
        "    reader._begin()\n"
        "    print(psutil.Process().children()[0].pid, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    script = settings.var_dir / "asks.py"
    script.write_text(code, "utf-8")
    asks = subprocess.Popen(
        [sys.executable, str(script), str(settings.var_dir.parent)],
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert asks.stdout is not None
    reader = int(asks.stdout.readline())
    asks.kill()
    asks.wait()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{reader}").exists():
        if Path(f"/proc/{reader}/stat").read_text().split()[2] == "Z":
            break  # nobody is there to bury it
        assert time.monotonic() < deadline
        time.sleep(0.1)


# ── what lies in the work folder ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("damage", ["cut off", "a byte"])
def test_a_damaged_shard_is_never_staged_and_is_read_again(settings: Settings, damage: str) -> None:
    manifest, (shard,) = kit.plan(settings, {"a.jsonl": kit.jsonl([kit.record()])})
    kit.extract_all(settings, [shard])
    path = work_folder(settings, kit.DAY) / shard.facts_file
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(12):
        content = bytearray(whole)
        if damage == "cut off":
            del content[chance.randrange(len(content)) :]
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(content))
        with pytest.raises(ShardFailed, match="extract"):
            load_staging(settings, manifest, build_id="b")
    kit.extract_all(settings, [shard])
    assert load_staging(settings, manifest, build_id="b").records_staged == 1


def test_what_a_killed_writer_left_goes_with_the_next_one(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path = tmp_path / "facts [1].parquet"
    left = tmp_path / f".{path.name}.{ended.pid}.tmp"
    alive = tmp_path / f".{path.name}.{os.getppid()}.tmp"
    left.touch()
    alive.touch()
    with replacing(path) as temporary:
        temporary.write_text("whole", "utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted((path.name, alive.name))


# ── landing ──────────────────────────────────────────────────────────────────────────────


def test_a_landing_folder_that_cannot_be_written_is_read_all_the_same(settings: Settings) -> None:
    folder = kit.land(settings, {"a.jsonl": kit.jsonl([kit.record()])})
    with mounts.read_only(folder):
        with pytest.raises(OSError, match="Read-only"):
            (folder / "x").touch()
        manifest = find_batch(settings, kit.DAY, now=kit.NOW)
        assert len(plan_shards(settings, manifest)) == 1


def test_a_batch_that_grows_while_it_is_read_is_never_half_read(settings: Settings) -> None:
    lines = [kit.jsonl([kit.record(n)]) for n in range(1, 400)]
    folder = kit.land(settings, {"a.jsonl": lines[0]})
    ended = threading.Event()

    def deliver() -> None:
        with (folder / "a.jsonl").open("ab", buffering=0) as stream:
            for line in lines[1:]:
                # a writer that does not write line by line
                stream.write(line[:40])
                time.sleep(0.001)
                stream.write(line[40:])
        ended.set()

    writer = threading.Thread(target=deliver)
    writer.start()
    waited = 0
    while True:
        over = ended.is_set()
        try:
            manifest = find_batch(settings, kit.DAY, now=kit.NOW)
            plan_shards(settings, manifest)
        except BatchNotReady:
            assert not files_below(settings.work_dir)
            waited += 1
        else:
            # what was planned is what the manifest says, to the byte
            size = manifest.files[0].size_bytes
            assert kit.planned(settings).records_read in (
                b"".join(lines)[:size].count(b"\n"), b"".join(lines)[:size].count(b"\n") + 1,
            )  # fmt: skip
        if over:
            break
    writer.join()
    assert waited > 0
    assert kit.planned(settings).records_staged == 399


# ── the clock ────────────────────────────────────────────────────────────────────────────


def test_a_clock_that_jumps_neither_loses_nor_prunes_what_readers_may_hold(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, keep_versions=2, reader_grace_minutes=60)
    clock = [NOW, NOW - dt.timedelta(days=3), NOW + dt.timedelta(days=400), NOW]
    names = []
    for toll, now in enumerate(clock):
        write_build(settings, {**MONTHS, "2026-11": 200 + toll}, toll=toll)
        names.append(publish(settings, NIGHT, "run", now=now).version)
        assert current_version(settings) == names[-1]
        # the version that was just replaced is never pruned
        assert {v.version for v in list_versions(settings)} >= set(names[-2:])
    assert [name[:6] for name in names] == [f"{n:06d}" for n in range(1, len(clock) + 1)]


def test_a_batch_from_the_future_waits_until_its_clock_is_right(settings: Settings) -> None:
    folder = kit.land(settings, {"a.jsonl": kit.jsonl([kit.record()])})
    (folder / "_SUCCESS").unlink()
    ahead = (kit.NOW + dt.timedelta(days=2)).timestamp()
    os.utime(folder / "a.jsonl", (ahead, ahead))
    with pytest.raises(BatchNotReady, match="_SUCCESS"):
        find_batch(settings, kit.DAY, now=kit.NOW)
    (folder / "_SUCCESS").touch()
    assert len(find_batch(settings, kit.DAY, now=kit.NOW).files) == 1


# ── disks ────────────────────────────────────────────────────────────────────────────────


def test_a_night_that_would_not_fit_is_refused_with_its_figures(
    tmp_path: Path, settings: Settings
) -> None:
    manifest, _ = kit.plan(settings, {"a.jsonl": kit.jsonl([kit.record(n) for n in range(900)])})
    with mounts.small_disk(tmp_path / "small", 512) as disk:
        tight = settings.model_copy(update={"published_dir": disk / "published"})
        with pytest.raises(DiskSpaceLow, match="MB free, the night wants") as low:
            check_disk(tight, manifest)
    assert low.value.exit_code == 6


@pytest.mark.parametrize("left", [0, 40, 400, 1200])
def test_a_publish_on_a_full_disk_leaves_readers_what_they_had(tmp_path: Path, left: int) -> None:
    with mounts.small_disk(tmp_path / "disk", 60_000) as disk:
        root = tmp_path / "world"
        settings = settings_in(root).model_copy(update={"published_dir": disk / "published"})
        settings = settings.model_copy(update={"register_dir": disk / "register"})
        write_build(settings, toll=1)
        first = publish(settings, NIGHT, "run", now=NOW)
        write_build(settings, {**MONTHS, "2026-11": 4000}, toll=2)
        filler = mounts.fill(disk, left)
        try:
            with pytest.raises(PublishFailed, match=r"(?i)space|disk") as full:
                publish(settings, NIGHT, "run", now=NOW)
            assert "run the step again" in str(full.value)
            assert current_version(settings) == first.version
        finally:
            filler.unlink()
        second = publish(settings, NIGHT, "run", now=NOW)
        assert second.version.startswith("000002-")
        assert not list((settings.published_dir / "versions").glob(".*"))


# ── the build file ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("left", [0, 100, 5000, 300_000])
def test_a_build_file_that_was_cut_off_names_the_way_back(tmp_path: Path, left: int) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, toll=1)
    with settings.build_file.open("r+b") as stream:
        stream.truncate(left)
    if left == 0:
        # an empty file is a database without anything: the steps before are missing
        with pytest.raises(PublishFailed, match=r"sijill|steps"):
            publish(settings, NIGHT, "run", now=NOW)
        return
    with pytest.raises(StagingFailed) as told, open_writer(settings) as con:
        con.execute("select count(*) from marts.fct_incident").fetchall()
    assert "sijill rebuild --from-landing" in str(told.value)
    assert "sijill restore" in str(told.value)


def rows_of(file: Path) -> str:
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        return repr(
            [con.execute(f'from "{schema}"."{table}" order by all').fetchall()
             for schema, table in tables]
        )  # fmt: skip


def test_a_changed_byte_of_the_build_file_is_never_read_as_data(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, toll=1)
    whole, rows = settings.build_file.read_bytes(), rows_of(settings.build_file)
    chance, refused = random.Random(11), 0
    for turn in range(10):
        content = bytearray(whole)
        if turn % 2:
            start = chance.randrange(12_288, len(content))
            content[start : start + 65_536] = bytes(len(content[start : start + 65_536]))
        else:
            for _ in range(50):
                content[chance.randrange(12_288, len(content))] ^= 1 << chance.randrange(8)
        settings.build_file.write_bytes(bytes(content))
        try:
            assert rows_of(settings.build_file) == rows
        except duckdb.Error as failure:
            refused += 1
            told = as_sijill_error(failure)
            assert "the build file is damaged" in str(told)
            assert "sijill rebuild --from-landing" in str(told)
    assert refused > 3


# ── two at once ──────────────────────────────────────────────────────────────────────────


def test_a_second_night_is_told_who_is_at_work_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = kit.make_settings(tmp_path, min_free_mb=0)
    kit.land(settings, {"a.jsonl": kit.jsonl([kit.record()])})
    for name in ("landing", "var", "published"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(getattr(settings, f"{name}_dir")))
    get_settings.cache_clear()
    try:
        with night_lock(settings, "the night of 2026-11-21"):
            # in one process as well: the lock is of an open file
            assert run(monkeypatch, "night", "--date", kit.DAY.isoformat()) == 1
            said = capsys.readouterr().err
            assert "another run is at work here: the night of 2026-11-21, process" in said
            with pytest.raises(NightUnderWay):
                Night(settings, kit.DAY, "x").run(lambda *_: None)
        assert files_below(settings.var_dir) == ["night.lock"]
    finally:
        get_settings.cache_clear()


def test_the_tasks_of_one_night_extract_at_once_and_write_alone(settings: Settings) -> None:
    with (
        night_lock(settings, "extract-0000", shared=True),
        night_lock(settings, "extract-0001", shared=True),
        pytest.raises(NightUnderWay),
        night_lock(settings, "load_staging", wait_seconds=0.5),
    ):
        pass
