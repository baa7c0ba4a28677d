"""Several parsers at once: the order of the tasks stays, and each failure is its task's own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from intake.crew import Crew
from intake.items import Unreadable


def _slow_if_even(number: int) -> int:
    if number == 5:
        os._exit(1)
    time.sleep(0.05 if number % 2 == 0 else 0)
    return number


def test_results_come_in_the_order_of_the_tasks_whoever_is_first_and_whoever_dies() -> None:
    with Crew(3) as crew:

        def read(number: int) -> int | str:
            try:
                return crew.call(_slow_if_even, number)
            except Unreadable as err:
                return err.detail

        told = list(crew.map(read, range(20)))
    assert told == [*range(5), "the parser crashed", *range(6, 20)]


def test_tasks_are_taken_as_they_are_needed_and_what_fails_fails_in_its_turn() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    def half(number: int) -> float:
        return 12 / (3 - number)

    with Crew(2) as crew:
        results = crew.map(half, tasks())
        assert [next(results) for _ in range(3)] == [4, 6, 12]
        with pytest.raises(ZeroDivisionError):
            next(results)
    # memory holds a window of them, not all
    assert len(taken) < 20
