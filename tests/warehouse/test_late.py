"""Files that come after their night are noticed, and only those."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from warehouse.core.settings import Settings
from warehouse.night.late import late_batches
from warehouse.night.run import Night

NOW = dt.datetime(2026, 11, 25, 6, tzinfo=dt.UTC)


def world(root: Path, *nights: str) -> Settings:
    settings = Settings(landing_dir=root / "landing", var_dir=root / "var", min_free_mb=0)
    for night in nights:
        land(settings, night, "a.jsonl", "{}\n")
    return settings


def land(settings: Settings, night: str, name: str, text: str) -> None:
    folder = settings.landing_dir / night
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "_SUCCESS").touch()


def late_days(settings: Settings) -> tuple[dt.date, ...]:
    return tuple(late.batch_date for late in late_batches(settings, now=NOW))


def look(settings: Settings, night: str, run_id: str = "r") -> None:
    Night.of(settings, batch_date=night, run_id=run_id).find_batch()


def test_a_new_or_changed_file_makes_a_night_late_until_it_is_run(tmp_path: Path) -> None:
    settings = world(tmp_path, "2026-11-20", "2026-11-24")
    for night in ("2026-11-20", "2026-11-24"):
        look(settings, night)
    assert late_days(settings) == ()
    land(settings, "2026-11-24", "b.jsonl", "{}\n")
    land(settings, "2026-11-20", "a.jsonl", '{"changed": true}\n')
    assert late_days(settings) == (dt.date(2026, 11, 20), dt.date(2026, 11, 24))
    look(settings, "2026-11-20")
    assert late_days(settings) == (dt.date(2026, 11, 24),)


def test_each_state_of_a_batch_has_a_run_id_of_its_own(tmp_path: Path) -> None:
    settings = world(tmp_path, "2026-11-20")
    look(settings, "2026-11-20")
    run_ids = set()
    for text in ('{"changed": 1}\n', '{"changed": 2}\n'):
        land(settings, "2026-11-20", "a.jsonl", text)
        [late] = late_batches(settings, now=NOW)
        assert late.run_id.startswith("late__2026-11-20__")
        assert [late] == list(late_batches(settings, now=NOW))
        run_ids.add(late.run_id)
    assert len(run_ids) == 2


def test_a_file_that_is_put_back_makes_its_night_late_again(tmp_path: Path) -> None:
    settings = world(tmp_path, "2026-11-20")
    look(settings, "2026-11-20", "first")
    land(settings, "2026-11-20", "a.jsonl", '{"changed": true}\n')
    look(settings, "2026-11-20", "second")
    assert late_days(settings) == ()
    land(settings, "2026-11-20", "a.jsonl", "{}\n")
    assert late_days(settings) == (dt.date(2026, 11, 20),)


def test_a_folder_that_came_after_its_night_is_late_but_not_one_that_is_due(
    tmp_path: Path,
) -> None:
    settings = world(tmp_path, "2026-11-23", "2026-11-24", "2026-11-25")
    assert late_days(settings) == (dt.date(2026, 11, 23),)


def test_a_batch_that_is_still_arriving_waits_and_an_old_one_is_left_alone(tmp_path: Path) -> None:
    settings = world(tmp_path, "2026-11-01")
    arriving = settings.landing_dir / "2026-11-20"
    arriving.mkdir()
    (arriving / "a.jsonl").write_text("{}\n", encoding="utf-8")
    for path in (arriving / "a.jsonl", arriving):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert late_days(settings) == ()
    later = NOW + dt.timedelta(minutes=settings.quiet_minutes + 1)
    assert [late.batch_date for late in late_batches(settings, now=later)] == [
        dt.date(2026, 11, 20)
    ]
