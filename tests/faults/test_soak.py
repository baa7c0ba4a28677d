"""A year of nights: what is planned for it, what its figures find, and two weeks of it for real."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.synthetic import Desk
from tests.faults.soak import NIGHTS, Soak
from tests.faults.soak_figures import figures
from tests.faults.soak_plan import MAIN, day_of, deliver, deliver_late, turn, waiting
from warehouse.core.settings import PROJECT_ROOT

SHORT = 15
YEAR = [turn(number) for number in range(NIGHTS)]


@pytest.mark.slow
def test_two_weeks_break_no_rule_and_are_what_a_rebuild_makes_of_them(
    pytestconfig: pytest.Config,
) -> None:
    assert pytestconfig.cache is not None
    soak = Soak(pytestconfig.cache.mkdir("faults") / "soak")
    soak.run(SHORT)
    told = figures(soak.lines(), None)
    assert told["faults"] == []
    assert told["killed"] == told["by_fault"]["kill"] >= 1
    assert told["editions"] == told["corrections"] == told["redactions"] == 1
    assert told["reads"] > 100
    assert soak.check() == []


def test_a_year_has_faults_of_each_kind_and_runs_every_night() -> None:
    assert [turn(number) for number in range(NIGHTS)] == YEAR
    faults = Counter(one.fault for one in YEAR)
    assert set(faults) == {"", "kill", "late", "twice", "broken", "skipped"}
    assert min(faults.values()) >= 10
    assert faults[""] > NIGHTS // 2
    later = [one.number for one in YEAR if one.fault in ("late", "skipped")]
    due = [number for one in YEAR for number in one.due]
    # but for those that the year ends before
    assert sorted(due) == [number for number in later if number not in waiting(NIGHTS - 1)]
    assert [one.edition for one in YEAR if one.edition] == ["2025.4", "2026.1", "2026.2", "2026.3"]
    assert sum(one.corrects for one in YEAR) > 25
    assert sum(one.redacts for one in YEAR) > 5


def test_two_weeks_have_what_a_year_has() -> None:
    short = YEAR[:SHORT]
    assert {one.fault for one in short} > {"kill", "late", "broken"}
    assert any(one.edition for one in short)
    assert any(one.corrects for one in short)
    assert any(one.redacts for one in short)


def test_what_is_delivered_follows_from_the_number_of_the_night(tmp_path: Path) -> None:
    desk = Desk.open(PROJECT_ROOT / "seeds")
    for number in range(40):
        count = deliver(tmp_path, desk, number)
        folder = tmp_path / day_of(number).isoformat()
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        late = deliver_late(tmp_path, desk, number)
        lines = sum(path.read_bytes().count(b"\n") for path in folder.iterdir())
        assert lines == count + late
        assert (late > 0) == (turn(number).fault == "late")
        assert 4 <= count <= 60
        # as a soak does that goes on in a night that was interrupted
        assert deliver(tmp_path, desk, number) == count
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
        if turn(number).fault != "broken":
            assert all(json.loads(line)["text"] for line in files[MAIN].splitlines())


def ledger(**grows: float) -> list[dict[str, Any]]:
    """Sixty nights in two processes, flat but for what grows: MB of memory a night, the power of a
    file, percent of the first night's seconds a night."""
    lines = []
    for number in range(60):
        cpu = 30.0 * (1 + grows.get("seconds", 0.0) * number / 100)
        size = int(1e6 * (number + 1) ** grows.get("power", 1.0))
        lines.append(
            {
                "number": number, "night": day_of(number).isoformat(), "fault": "",
                "runs_again": 0, "redactions_made": 0, "cpu": cpu, "seconds": cpu,
                "peak_mb": 1500.0, "kept": 1 + number // 30, "kept_nights": 1 + number % 30,
                "memory_mb": 430.0 + grows.get("memory", 0.0) * (number % 30),
                "sizes": {"build": size}, "faults": [],
            }
        )  # fmt: skip
    return lines


@pytest.mark.parametrize(
    ("grows", "broken"),
    [
        ({}, set()),
        ({"memory": 3.0}, {"held by a process of thirty nights"}),
        ({"power": 2.0}, {"build file"}),
        ({"seconds": 1.0}, {"a night, CPU"}),
    ],
)
def test_growth_is_found_and_told(grows: dict[str, float], broken: set[str]) -> None:
    told = figures(ledger(**grows), None)
    assert {one["what"] for one in told["measures"] if not one["within"]} == broken
