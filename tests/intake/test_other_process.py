"""Another process that is asked: it answers, is ended when it is slow, and is begun anew."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator

import pytest

from intake.other_process import Answer, OtherProcess, ProcessEnded, TooSlow


def prepare(greeting: str) -> tuple[object, Answer]:
    def answer(seconds: float) -> int:
        if seconds < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(seconds)
        return os.getpid()

    return greeting, answer


def prepare_nothing() -> tuple[object, None]:
    return "it cannot be", None


@pytest.fixture
def other() -> Iterator[OtherProcess]:
    process = OtherProcess(prepare, "hello", start_seconds=60)
    yield process
    process.end()


def test_it_greets_and_answers_until_it_is_ended(other: OtherProcess) -> None:
    assert not other.is_running
    assert other.begin() == "hello"
    assert other.ask(0, 30) == other.ask(0, 30) != os.getpid()
    other.end()
    assert not other.is_running


def test_what_is_slow_or_dies_is_begun_anew(other: OtherProcess) -> None:
    other.begin()
    first = other.ask(0, 30)
    with pytest.raises(TooSlow):
        other.ask(30, 0.2)
    assert not other.is_running
    other.begin()
    second = other.ask(0, 30)
    assert second != first, "no answer that came late is taken for this one's"
    with pytest.raises(ProcessEnded) as ended:
        other.ask(-1, 30)
    assert ended.value.code == -signal.SIGKILL


def test_one_that_was_killed_while_nobody_asked_is_not_running(other: OtherProcess) -> None:
    other.begin()
    os.kill(other.ask(0, 30), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while other.is_running:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert other.begin() == "hello"


def test_one_that_cannot_be_made_ready_says_so_and_ends() -> None:
    process = OtherProcess(prepare_nothing, start_seconds=60)
    assert process.begin() == "it cannot be"
    with pytest.raises(ProcessEnded):
        process.ask(0, 30)
    process.end()


def ask_within_a_pool(_: int) -> int:
    """What a task of Celery's workers does, which are processes that may have no children of
    multiprocessing's."""
    process = OtherProcess(prepare, "hello", start_seconds=60)
    process.begin()
    try:
        return int(process.ask(0, 30))
    finally:
        process.end()


def test_it_is_begun_where_processes_of_multiprocessing_may_not_be() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(ask_within_a_pool, [0])[0] != os.getpid()
