"""Backups are whole or not there, and a restore gives back what was, or touches nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_kit import run
from tests.end_to_end.conftest import NIGHTS, built_nights, make_world
from tests.faults.state import differences, state
from tests.lake_kit import in_a_lake, moved_into_a_lake, wants_a_lake
from tests.shared_worlds import copy_folder, shared_folder
from warehouse.backup.restore import restore
from warehouse.backup.write import (
    PARTS,
    Backup,
    back_up_once,
    list_backups,
    make_backup,
    prune_backups,
    read_backup,
    verify,
)
from warehouse.core.errors import BackupRefused, NightUnderWay, RestoreUnfinished, StagingFailed
from warehouse.core.settings import PROJECT_ROOT, Settings, get_settings
from warehouse.store import register
from warehouse.store.database import open_lake, open_reader, open_writer
from warehouse.store.night_lock import night_lock
from warehouse.store.unfinished_restore import restore_note

NOW = dt.datetime(2026, 11, 24, 6, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_nights(shared_folder(tmp_path_factory))


def own_world(root: Path) -> Settings:
    """Settings of a place where corrections and own data lie there too."""
    return make_world(root).model_copy(
        update={"corrections_dir": root / "corrections", "own_dir": root / "own"}
    )


@pytest.fixture
def two_nights(nights: Path, tmp_path: Path) -> Settings:
    """The world after two nights, with a correction and a file of the user's own."""
    root = copy_folder(nights / "after" / NIGHTS[1], tmp_path / "world")
    settings = own_world(root)
    shutil.copytree(PROJECT_ROOT / "corrections", settings.corrections_dir)
    settings.own_dir.mkdir()
    (settings.own_dir / "pcodes.csv").write_text("level,code,pcode\n", "utf-8")
    return settings


@pytest.fixture
def backup(two_nights: Settings) -> Backup:
    return make_backup(two_nights, PARTS, now=NOW)


def empty(settings: Settings) -> None:
    """All of it is lost but for the backups."""
    for folder in (
        settings.landing_dir, settings.var_dir, settings.published_dir, settings.register_dir,
        settings.corrections_dir, settings.own_dir,
    ):  # fmt: skip
        shutil.rmtree(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def test_only_the_oldest_backups_without_parts_go(two_nights: Settings) -> None:
    made = [
        make_backup(two_nights, parts, now=NOW + dt.timedelta(hours=hour))
        for hour, parts in enumerate(((), ("landing",), (), ()))
    ]
    assert prune_backups(two_nights, keep=3) == []
    assert prune_backups(two_nights, keep=1) == [made[0].path, made[2].path]
    assert [one.path for one in list_backups(two_nights)] == [made[1].path, made[3].path]
    assert {path.name for path in two_nights.backups_dir.iterdir()} == {
        made[1].path.name, made[3].path.name,
    }  # fmt: skip


def test_a_task_tried_again_after_its_backup_was_made_gives_that_one(two_nights: Settings) -> None:
    made = back_up_once(two_nights, now=NOW)
    assert back_up_once(two_nights, now=NOW) == made
    later = back_up_once(two_nights, now=NOW + dt.timedelta(hours=1))
    assert [one.path for one in list_backups(two_nights)] == [made.path, later.path]


def test_an_emptied_world_is_what_it_was(two_nights: Settings, backup: Backup) -> None:
    before = state(two_nights)
    landed, corrected = files_of(two_nights.landing_dir), files_of(two_nights.corrections_dir)
    told = files_of(two_nights.lineage_dir)
    assert len(told) == 2
    empty(two_nights)
    done = restore(two_nights, backup.path)
    assert done.set_aside is None
    assert differences(state(two_nights), before) == []
    assert register.verify(two_nights) == 2
    assert files_of(two_nights.landing_dir) == landed
    assert files_of(two_nights.corrections_dir) == corrected
    assert files_of(two_nights.lineage_dir) == told
    assert (two_nights.own_dir / "pcodes.csv").is_file()
    # files that versions share are shared again
    manifests = sorted((two_nights.published_dir / "versions").glob("*/parquet/*/part-0.parquet"))
    assert any(path.stat().st_nlink > 1 for path in manifests)
    assert [p.name for p in two_nights.backups_dir.iterdir()] == [backup.path.name]
    # and once more there is nothing to do
    assert restore(two_nights, backup.path).places == ()


def test_without_options_it_holds_what_nobody_can_work_out_again(two_nights: Settings) -> None:
    made = make_backup(two_nights, (), now=NOW)
    tops = {name.split("/")[0] for name in made.files}
    assert tops == {"register", "corrections", "own", "published", "var"}
    assert {n.rsplit("/", 1)[0] for n in made.files if n.startswith("var/")} == {"var/lineage"}
    assert {n for n in made.files if n.startswith("published/")} == {"published/history.jsonl"}
    ids = files_of(two_nights.register_dir)
    empty(two_nights)
    restore(two_nights, made.path)
    assert files_of(two_nights.register_dir) == ids
    assert not (two_nights.published_dir / "current").exists()


@pytest.mark.parametrize("damage", ["changed", "missing", "strange", "manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    two_nights: Settings, backup: Backup, damage: str
) -> None:
    victim = backup.path / "register" / "000002" / "facts.parquet"
    if damage == "changed":
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(bytes(content))
    elif damage == "missing":
        victim.unlink()
    elif damage == "strange":
        victim.with_name("other.parquet").touch()
    else:
        told = json.loads((backup.path / "manifest.json").read_text("utf-8"))
        told["publication"] = 1
        (backup.path / "manifest.json").write_text(json.dumps(told), "utf-8")
    shutil.rmtree(two_nights.register_dir)
    with pytest.raises(BackupRefused, match=r"manifest\.json|facts\.parquet|other\.parquet"):
        restore(two_nights, backup.path)
    assert not two_nights.register_dir.exists()
    assert not list(two_nights.register_dir.parent.glob(".restored-*"))


def test_what_is_newer_stays_unless_it_is_forced_and_is_then_set_aside(
    nights: Path, two_nights: Settings, backup: Backup
) -> None:
    before = state(two_nights)
    root = two_nights.landing_dir.parent
    for name in ("landing", "var", "published", "register"):
        copy_folder(nights / "world" / name, root / name)
    newer = state(two_nights)
    with pytest.raises(BackupRefused, match="publication 3, 000003-") as refused:
        restore(two_nights, backup.path)
    assert "--force" in str(refused.value)
    assert differences(state(two_nights), newer) == []
    assert not list(root.rglob(".restored-*"))

    done = restore(two_nights, backup.path, force=True)
    assert done.set_aside is not None
    assert differences(state(two_nights), before) == []
    assert [p.name[:6] for p in (done.set_aside / "published" / "versions").iterdir()] == ["000003"]
    aside = two_nights.model_copy(update={"register_dir": done.set_aside / "register"})
    assert register.verify(aside) == 3


def test_a_correction_made_since_is_not_overwritten(two_nights: Settings, backup: Backup) -> None:
    made = two_nights.corrections_dir / "later.csv"
    made.write_text("a,b\n", "utf-8")
    with pytest.raises(BackupRefused, match=r"later\.csv, changed since"):
        restore(two_nights, backup.path)
    assert made.is_file()


def test_a_lost_place_is_put_back_beside_what_is_whole(
    two_nights: Settings, backup: Backup
) -> None:
    before = state(two_nights)
    damaged = two_nights.build_file
    damaged.write_bytes(damaged.read_bytes()[:5000])
    shutil.rmtree(two_nights.landing_dir / NIGHTS[0])
    done = restore(two_nights, backup.path)
    assert done.places == (f"landing/{NIGHTS[0]}", "var/build/sijill.duckdb")
    assert differences(state(two_nights), before) == []


#: which per cent of a restore's file operations comes about before it is killed
@pytest.mark.parametrize("killed_at", [20, 75, 96])
def test_a_killed_restore_did_nothing_or_is_gone_on_with(
    two_nights: Settings, backup: Backup, killed_at: int
) -> None:
    root = two_nights.landing_dir.parent
    lost = (two_nights.register_dir, two_nights.landing_dir, two_nights.build_file.parent)
    before = [files_of(folder) for folder in lost]
    shutil.rmtree(two_nights.register_dir)
    shutil.rmtree(two_nights.landing_dir)
    two_nights.build_file.unlink()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_restore", str(root), str(killed_at)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    if restore_note(two_nights).exists():
        with pytest.raises(RestoreUnfinished, match="once more"), open_writer(two_nights):
            pass
    else:
        assert not two_nights.register_dir.exists()
    restore(two_nights, backup.path)
    assert [files_of(folder) for folder in lost] == before
    assert not list(root.rglob(".restored-*"))
    assert not restore_note(two_nights).exists()


def test_the_commands_say_what_they_did(
    two_nights: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("landing", "var", "published", "corrections", "own"):
        folder = getattr(two_nights, f"{name}_dir")
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(folder))
    get_settings.cache_clear()
    try:
        assert run(monkeypatch, "restore") == 2
        assert "make one: sijill backup" in capsys.readouterr().err
        assert run(monkeypatch, "backup", "--all") == 0
        (made,) = list_backups(two_nights)
        verify(read_backup(made.path))
        assert "publication 2" in capsys.readouterr().out
        assert run(monkeypatch, "restore", "--check") == 0
        shutil.rmtree(two_nights.register_dir)
        assert run(monkeypatch, "restore") == 0
        assert "put back: register" in capsys.readouterr().out
    finally:
        get_settings.cache_clear()


# ── a lake ───────────────────────────────────────────────────────────────────────────────


@wants_a_lake
@pytest.mark.slow
def test_a_world_in_a_lake_is_what_it_was_in_a_lake_and_in_a_file(
    two_nights: Settings, tmp_path: Path
) -> None:
    before = state(two_nights)
    lake = moved_into_a_lake(two_nights, two_nights.var_dir)
    assert differences(state(lake), before) == []
    made = make_backup(lake, PARTS, now=NOW)
    alone = own_world(tmp_path / "alone")
    restore(alone, made.path)
    assert differences(state(alone), before) == []
    with open_reader(alone) as con:
        assert con.execute("select staging.fold_name('أحمد')").fetchall() == [("احمد",)]
        assert con.execute("select count(*) from transform.stg_articles").fetchall() > [(0,)]
    with open_writer(lake) as con:
        con.execute("delete from staging.articles")
    assert restore(lake, made.path).places == ("var/build/sijill.duckdb",)
    assert differences(state(lake), before) == []


@pytest.fixture
def lake(tmp_path: Path) -> Settings:
    """A lake with a table, a view and a macro."""
    settings = in_a_lake(own_world(tmp_path / "world"), tmp_path / "world" / "var")
    with open_lake(settings) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.days as"
            " select i, date '2026-11-21' + i::integer as day from range(100) as told(i)"
        )
        con.execute("create view marts.last_day as select max(day) as day from sijill.marts.days")
        con.execute("create macro marts.next_day(day) as day + 1")
    return settings


def days(settings: Settings) -> list[tuple[object, ...]]:
    with open_reader(settings) as con:
        return con.execute(
            "select count(*), sum(i), any_value(marts.next_day(last_day.day))"
            " from marts.days, marts.last_day"
        ).fetchall()


@wants_a_lake
def test_a_lake_is_backed_up_as_of_one_state_and_restored_into_a_lake_or_a_file(
    lake: Settings, tmp_path: Path
) -> None:
    before = days(lake)
    with night_lock(lake, "a night"), pytest.raises(NightUnderWay, match="a night"):
        make_backup(lake, ("staging",), now=NOW)
    assert list_backups(lake) == []
    made = make_backup(lake, ("staging",), now=NOW)
    verify(made)
    # the format is one: what a lake held is a build file elsewhere, and the other way round
    alone = own_world(tmp_path / "alone")
    restore(alone, made.path)
    assert days(alone) == before
    of_a_file = make_backup(alone, ("staging",), now=NOW)
    assert restore(lake, of_a_file.path).places == ()

    with open_lake(lake) as con:
        con.execute("delete from marts.days where i < 50")
    done = restore(lake, of_a_file.path)
    assert (done.places, done.set_aside) == (("var/build/sijill.duckdb",), None)
    assert days(lake) == before
    assert not list(lake.var_dir.rglob("*sijill.duckdb*"))
    # what stood there is an earlier state, as with everything that is done to a lake
    with open_reader(lake) as con:
        ((last,),) = con.execute(
            "select max(snapshot_id) from ducklake_snapshots('sijill')"
        ).fetchall()
        assert con.execute(
            f"select count(*) from marts.days at (version => {last - 1})"
        ).fetchall() == [(50,)]


@wants_a_lake
def test_a_lost_lake_is_filled_again(lake: Settings) -> None:
    before = days(lake)
    made = make_backup(lake, ("staging",), now=NOW)
    # its tables' files are gone, its catalogue is there
    shutil.rmtree(lake.lake_data)
    assert restore(lake, made.path).places == ("var/build/sijill.duckdb",)
    assert days(lake) == before
    (lake.var_dir / "catalog.duckdb").unlink()
    assert restore(lake, made.path).places == ("var/build/sijill.duckdb",)
    assert days(lake) == before


@wants_a_lake
def test_a_filling_of_a_lake_that_breaks_is_gone_on_with(
    lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = days(lake)
    made = make_backup(lake, ("staging",), now=NOW)
    with open_lake(lake) as con:
        con.execute("delete from marts.days where i < 50")
    changed = days(lake)
    with monkeypatch.context() as broken:
        broken.setattr(
            "warehouse.store.lake._comments", lambda *_: ["comment on table nowhere is ''"]
        )
        with pytest.raises(RestoreUnfinished, match="half-way"):
            restore(lake, made.path)
    # one transaction: nothing of it came about
    assert days(lake) == changed != before
    with pytest.raises(RestoreUnfinished, match="once more"), open_writer(lake):
        pass
    restore(lake, made.path)
    assert days(lake) == before


@wants_a_lake
def test_a_lake_that_cannot_be_opened_is_named_before_anything_is_touched(lake: Settings) -> None:
    made = make_backup(lake, ("staging",), now=NOW)
    gone = lake.model_copy(update={"lake_catalog": "postgres:host=127.0.0.1 port=1 dbname=lake"})
    with pytest.raises(StagingFailed, match="lake cannot be opened"):
        restore(gone, made.path)
    assert not restore_note(lake).exists()
    with pytest.raises(StagingFailed, match="lake cannot be opened"):
        make_backup(gone, ("staging",), now=NOW + dt.timedelta(minutes=1))
    assert [one.path for one in list_backups(lake)] == [made.path]
