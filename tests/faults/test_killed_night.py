"""A night that is killed five times ends as the night that was never killed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.end_to_end.conftest import NIGHTS, built_nights, make_world
from tests.faults.runs import Kill, Run, run_night, seconds_of
from tests.faults.state import differences, listing, state, unfinished
from tests.faults.steps import STEPS
from tests.faults.watching import watching
from tests.shared_worlds import copy_folder, shared_folder

pytestmark = pytest.mark.full

SEED = 20261124


def kills(seed: int) -> list[Kill]:
    """One in each of five steps in the order of the night, at moments that the seed says."""
    chance = random.Random(seed)
    return [
        Kill("extract", "operation", chance.random()),
        Kill("load_staging", "moment", chance.random()),
        Kill("transform_staging", "moment", chance.random()),
        Kill("link", "after"),
        Kill("publish", "operation", chance.random()),
    ]


def test_a_night_that_is_killed_again_and_again_ends_as_if_it_never_was(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built = built_nights(shared_folder(tmp_path_factory))
    last = NIGHTS[-1]
    expected = make_world(built / "world")
    root = copy_folder(built / "after" / NIGHTS[-2], tmp_path / "world")
    settings = make_world(root)
    # of the steps' seconds the night that was not killed has kept a note; of file operations the
    # extraction has some four a shard, the publish more than a hundred
    measured = Run(seconds=seconds_of(expected, last), operations={"extract": 12, "publish": 110})

    with watching(root) as seen:
        begin = STEPS[0]
        for kill in kills(SEED):
            run = run_night(root, last, "run", begin=begin, kill=kill, measured=measured)
            assert run.killed, f"{kill}: {run.said[-2000:]}"
            begin = kill.next_step
        run = run_night(root, last, "run", begin=begin)
        assert run.code == 0, run.said[-2000:]

    assert differences(state(settings), state(expected)) == []
    assert unfinished(settings) == []
    assert listing(settings) == listing(expected)
    assert seen.faults == []
    assert seen.reads > 20
    assert len(seen.versions) == 2
