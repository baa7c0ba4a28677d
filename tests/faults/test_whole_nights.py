"""Whole nights, by `sijill`, on a machine that breaks: what it says, and that the next run is well.

Each begins with two published nights and the third delivered; the third, run undisturbed, is what
it has to come to.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.end_to_end.conftest import NIGHTS, built_nights, make_world
from tests.faults import mounts
from tests.faults.command import sijill, start
from tests.faults.poisoned_path import sitecustomize as poisoned
from tests.faults.state import differences, listing, state, unfinished
from tests.faults.watching import watching
from tests.shared_worlds import copy_folder, shared_folder
from warehouse.core.batch_dates import parse_batch_date
from warehouse.core.settings import PROJECT_ROOT
from warehouse.night.quarantine import quarantined
from warehouse.store.versions import current_version

pytestmark = pytest.mark.slow

LAST = NIGHTS[-1]
FINE = (0, 3)


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_nights(shared_folder(tmp_path_factory))


@pytest.fixture
def root(nights: Path, tmp_path: Path) -> Path:
    """Two published nights, the third delivered."""
    return copy_folder(nights / "after" / NIGHTS[1], tmp_path / "world")


def see_that_it_is_as_undisturbed(root: Path, nights: Path) -> None:
    settings, undisturbed = make_world(root), make_world(nights / "world")
    assert differences(state(settings), state(undisturbed)) == []
    assert unfinished(settings) == []
    assert {n for n in listing(settings) if not n.startswith("backups")} == listing(undisturbed)


def run_again(root: Path, nights: Path) -> None:
    code, said = sijill(root, "night", "--date", LAST, "--jobs", "1")
    assert code in FINE, said
    see_that_it_is_as_undisturbed(root, nights)


# ── disks ────────────────────────────────────────────────────────────────────────────────


def test_a_disk_that_fills_at_any_step_stops_the_night_and_harms_nothing(
    nights: Path, tmp_path: Path
) -> None:
    source = nights / "after" / NIGHTS[1]
    used = int(subprocess.check_output(["du", "-sk", str(source)], text=True).split()[0])
    with mounts.small_disk(tmp_path / "disk", used + 4_000) as disk:
        root = copy_folder(source, disk / "world")
        before = current_version(make_world(root))
        with watching(root) as seen:
            ended, kilobytes = [], used + 4_000
            # each time a little more room, until the night fits
            while True:
                code, said = sijill(root, "night", "--date", LAST, "--jobs", "1")
                if code in FINE:
                    break
                ended.append(code)
                assert "→" in said, said
                assert "Traceback" not in said, said
                kilobytes += 9_000
                mounts.grow(disk, kilobytes)
        assert len(ended) >= 2
        assert seen.faults == []
        assert seen.versions[0] == before
        see_that_it_is_as_undisturbed(root, nights)


def test_a_full_temporary_folder_is_not_noticed(root: Path, nights: Path, tmp_path: Path) -> None:
    with mounts.small_disk(tmp_path / "tmp", 64) as full:
        mounts.fill(full)
        code, said = sijill(root, "night", "--date", LAST, more={"TMPDIR": str(full)})
    assert code in FINE, said
    see_that_it_is_as_undisturbed(root, nights)


def test_a_landing_folder_that_is_read_only(root: Path, nights: Path) -> None:
    with mounts.read_only(root / "landing"):
        code, said = sijill(root, "night", "--date", LAST)
    assert code in FINE, said
    see_that_it_is_as_undisturbed(root, nights)


# ── processes ────────────────────────────────────────────────────────────────────────────


def test_two_nights_that_are_started_at_once(root: Path, nights: Path) -> None:
    runs = [start(root, "night", "--date", LAST, "--jobs", "1") for _ in range(2)]
    said = [run.communicate()[0] for run in runs]
    codes = [run.returncode for run in runs]
    assert sorted(code in FINE for code in codes) == [False, True], said
    refused = said[0 if codes[0] not in FINE else 1]
    assert f"another run is at work here: the night of {LAST}" in refused
    see_that_it_is_as_undisturbed(root, nights)


def test_articles_that_kill_or_hang_what_reads_them_go_to_quarantine(
    root: Path, nights: Path
) -> None:
    text = (
        "قتل سبعة أشخاص وأصيب اثنا عشر آخرون بجروح في انفجار سيارة مفخخة وسط مدينة بعقوبة، الأحد،"
        " بحسب ما أعلنت شرطة ديالى."
    )
    records = [
        {
            "id": f"poison-{n}", "url": f"https://news.example/poison-{n}", "source": "صدى دجلة",
            "published_at": f"{LAST}T09:00:00+03:00", "title": f"خبر {title}", "text": text,
        }
        for n, title in enumerate((poisoned.KILLS, poisoned.HANGS))
    ]  # fmt: skip
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    (root / "landing" / LAST / "poison.jsonl").write_text(lines, "utf-8")
    more = {
        "PYTHONPATH": f"{Path(poisoned.__file__).parent}:{PROJECT_ROOT}",
        "SIJILL_TEST_POISON": "1",
        "SIJILL_ARTICLE_SECONDS": "60",
    }
    code, said = sijill(root, "night", "--date", LAST, "--jobs", "2", more=more)
    assert code == 3, said
    columns, rows = quarantined(make_world(root), parse_batch_date(LAST))
    told = {
        row[columns.index("detail")] for row in rows if row[columns.index("reason")] != "redacted"
        and row[0] == "poison.jsonl"
    }  # fmt: skip
    assert told == {
        "ReadingEnded: the process that read it ended, by SIGKILL",
        "ReadingEnded: it was not read within 60 seconds",
    }
    # without them the night is what it always was
    (root / "landing" / LAST / "poison.jsonl").unlink()
    code, said = sijill(root, "night", "--date", LAST)
    assert code in FINE, said
    published, undisturbed = (make_world(one) for one in (root, nights / "world"))
    built = [
        {name: told for name, told in state(one).items() if name.startswith("build staging")}
        for one in (published, undisturbed)
    ]
    assert differences(*built) == []


def test_a_night_whose_process_alone_is_killed_takes_its_dbt_with_it(
    root: Path, nights: Path
) -> None:
    process = start(root, "night", "--date", LAST, "--jobs", "1")
    deadline = time.monotonic() + 600
    while not (children := dbt_below(process.pid)):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    # not the group: as the machine does that is short of memory
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while any(is_alive(pid) for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    run_again(root, nights)


def test_a_dbt_that_is_killed_stops_the_night(root: Path, nights: Path) -> None:
    process = start(root, "night", "--date", LAST, "--jobs", "1")

    def kill() -> None:
        # one that waits for work is begun anew: the next is killed too
        while process.poll() is None:
            for pid in dbt_below(process.pid):
                time.sleep(1)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    said, _ = process.communicate()
    killer.join()
    assert process.returncode == 1, said
    assert "dbt" in said
    assert "SIGKILL" in said
    run_again(root, nights)


def dbt_below(pid: int) -> list[int]:
    """The processes of dbt that a process began."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            command = (path.parent / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue
        if parent == pid and b"dbt_server.py" in command:
            found.append(int(path.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ── models and checks ────────────────────────────────────────────────────────────────────


def test_a_model_that_fails_in_the_middle_publishes_nothing(
    root: Path, nights: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for path in PROJECT_ROOT.iterdir():
        if path.name not in ("dbt_project", ".env"):
            (project / path.name).symlink_to(path)
    shutil.copytree(PROJECT_ROOT / "dbt_project", project / "dbt_project")
    model = next((project / "dbt_project" / "models").rglob("fct_casualty_claim.sql"))
    model.write_text(model.read_text("utf-8") + "\nwhere error('the disk of a model') is null\n")
    before = current_version(make_world(root))
    code, said = sijill(root, "night", "--date", LAST, more={"SIJILL_PROJECT_ROOT": str(project)})
    assert code == 1, said
    assert "model.sijill.fct_casualty_claim" in said
    assert "the full log is" in said
    assert current_version(make_world(root)) == before
    run_again(root, nights)


def test_a_delivery_that_the_gate_blocks_and_its_correction(root: Path, nights: Path) -> None:
    batch = root / "landing" / LAST
    right = batch.with_name("right")
    batch.rename(right)
    batch.mkdir()
    (batch / "_SUCCESS").touch()
    (batch / "a.jsonl").write_text("{}\n" * 40, "utf-8")
    before = current_version(make_world(root))
    with watching(root) as seen:
        code, said = sijill(root, "night", "--date", LAST)
        assert code == 4, said
        assert "readers keep the version before" in said
        shutil.rmtree(batch)
        right.rename(batch)
        run_again(root, nights)
    assert seen.faults == []
    assert seen.versions[0] == before


# ── what was stored ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("damage", ["cut off", "bytes", "gone"])
def test_a_damaged_build_file_is_made_anew_by_one_command(
    root: Path, nights: Path, damage: str
) -> None:
    code, said = sijill(root, "night", "--date", LAST)
    assert code in FINE, said
    settings = make_world(root)
    file = settings.build_file
    chance = random.Random(5)
    if damage == "gone":
        file.unlink()
    else:
        content = bytearray(file.read_bytes())
        if damage == "cut off":
            del content[len(content) // 3 :]
        else:
            for _ in range(400):
                content[chance.randrange(20_000, len(content))] ^= 255
        file.write_bytes(bytes(content))
        code, said = sijill(root, "night", "--date", LAST)
        assert code == 1, said
        assert "sijill rebuild --from-landing" in said, said
    code, said = sijill(root, "rebuild", "--from-landing", "--jobs", "1")
    assert code == 0, said
    assert "unchanged" in said
    for path in file.parent.glob("damaged-*"):
        path.unlink()
    see_that_it_is_as_undisturbed(root, nights)


def test_all_is_lost_but_what_was_delivered_and_the_smallest_backup(
    root: Path, nights: Path
) -> None:
    settings = make_world(root)
    code, said = sijill(root, "night", "--date", LAST)
    assert code in FINE, said
    code, said = sijill(root, "backup")
    assert code == 0, said
    ids = state(make_world(nights / "world"))
    for folder in (settings.var_dir, settings.published_dir, settings.register_dir):
        shutil.rmtree(folder)
    code, said = sijill(root, "restore")
    assert code == 0, said
    code, said = sijill(root, "rebuild", "--from-landing", "--jobs", "1")
    assert code == 0, said
    again = state(make_world(root))
    told = [name for name in ids if name.startswith(("build marts", "build linking", "register"))]
    assert [name for name in told if again.get(name) != ids[name]] == []


def test_a_backup_is_gone_on_from_as_if_nothing_had_happened(root: Path, nights: Path) -> None:
    code, said = sijill(root, "backup", "--all")
    assert code == 0, said
    for name in ("landing", "var", "published", "register"):
        shutil.rmtree(root / name)
    code, said = sijill(root, "restore")
    assert code == 0, said
    run_again(root, nights)


def test_airflow_without_its_database_runs_the_next_night(root: Path, nights: Path) -> None:
    code, said = sijill(root, "dag-night", "--date", NIGHTS[1])
    assert code in FINE, said
    shutil.rmtree(root / "var" / "airflow")
    code, said = sijill(root, "dag-night", "--date", LAST)
    assert code in FINE, said
    settings, undisturbed = make_world(root), make_world(nights / "world")
    assert differences(state(settings), state(undisturbed)) == []
