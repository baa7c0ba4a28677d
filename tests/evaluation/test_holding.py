"""What a bound on confidence holds, counted on invented incidents."""

from __future__ import annotations

import pytest

from evaluation.holding import Recorded, area_under_curve, held_below

INCIDENTS = [
    Recorded(fresh=True, confidence=confidence, is_right=is_right)
    for confidence, is_right in (
        (0.9, True),
        (0.8, True),
        (0.6, False),
        (0.52, True),
        (0.51, False),
    )
]


def test_what_a_bound_holds() -> None:
    held = held_below(0.55, INCIDENTS)

    assert (held.of_all, held.of_right, held.wrong) == pytest.approx((2 / 5, 1 / 3, 1 / 2))


def test_a_bound_below_all_holds_nothing() -> None:
    held = held_below(0.5, INCIDENTS)

    assert (held.of_all, held.of_right, held.wrong) == (0, 0, 0)


def test_the_area_is_the_chance_that_the_right_one_is_surer() -> None:
    assert area_under_curve(INCIDENTS) == pytest.approx(5 / 6)


def test_with_right_ones_alone_the_area_says_nothing() -> None:
    assert area_under_curve([one for one in INCIDENTS if one.is_right]) == 0.5
