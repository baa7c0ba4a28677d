"""Events of what steps read and wrote: told of steps that fail, and never in the way of a night."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import make_world
from warehouse.core.errors import BatchMissing, BatchNotReady
from warehouse.core.settings import Settings
from warehouse.night.run import Night
from warehouse.steps.lineage import StepLineage

DAY = "2026-11-21"
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def events(settings: Settings) -> list[dict[str, Any]]:
    lines = (settings.lineage_dir / f"{DAY}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def find_batch(settings: Settings) -> None:
    Night.of(settings, batch_date=DAY, run_id="scheduled__2026").find_batch()


def test_a_step_that_fails_tells_the_kind_of_error_and_no_more(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    with pytest.raises(BatchMissing):
        find_batch(settings)
    begun, failed = events(settings)
    assert [begun["eventType"], failed["eventType"]] == ["START", "FAIL"]
    assert failed["run"]["facets"]["errorMessage"]["message"] == "BatchMissing"
    assert DAY not in json.dumps(failed["run"]["facets"]["errorMessage"])


def test_the_same_step_of_the_same_run_is_the_same_run_when_it_is_tried_again(
    tmp_path: Path,
) -> None:
    settings = make_world(tmp_path)
    for _ in range(2):
        with pytest.raises(BatchMissing):
            find_batch(settings)
    told = events(settings)
    assert len(told) == 4
    (run_id,) = {event["run"]["runId"] for event in told}
    assert uuid.UUID(run_id).version == 5


def test_a_batch_that_is_waited_for_is_no_event_each_time_that_it_is_not_yet_found(
    tmp_path: Path,
) -> None:
    settings = make_world(tmp_path)
    (settings.landing_dir / DAY).mkdir(parents=True)
    (settings.landing_dir / DAY / "articles.jsonl").write_text("{}\n")
    with pytest.raises(BatchNotReady):
        find_batch(settings)
    assert not settings.lineage_dir.exists()


def test_what_a_killed_writer_left_of_a_line_goes(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    told = StepLineage(settings, dt.date.fromisoformat(DAY), "run", "link")
    told.started(NOW)
    file = settings.lineage_dir / f"{DAY}.jsonl"
    whole = file.read_text("utf-8")
    file.write_text(whole + whole[:100], "utf-8")
    told.completed(NOW, {"mentions": 3, "linked": 3})
    assert [event["eventType"] for event in events(settings)] == ["START", "COMPLETE"]


def test_a_night_goes_on_where_no_event_can_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = make_world(tmp_path, DAY)
    settings.var_dir.mkdir()
    settings.lineage_dir.write_text("no folder")
    find_batch(settings)
    assert "the lineage of find_batch was not written" in caplog.text
