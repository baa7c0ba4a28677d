"""A parser in a process of its own, with a limit of time and memory.

A page can be made that keeps a parser busy for hours (200,000 attributes on one element) or that
takes all memory.
"""

from __future__ import annotations

import logging
import os
import resource
from collections.abc import Callable
from typing import Any, ParamSpec, Self, TypeVar

from intake.errors import ReaderNotStarted
from intake.items import Unreadable, Why
from intake.other_process import Answer, OtherProcess, ProcessEnded, TooSlow

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 30.0
MEMORY_BYTES = 3 << 30
#: Imports are not the page's fault.
START_SECONDS = 180.0


class Patience:
    """Calls functions in another process, which is begun with the first call, and anew whenever
    it had to be ended."""

    def __init__(self, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._parser = OtherProcess(_prepare, memory_bytes, start_seconds=START_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns. Raises Unreadable: what the function raised of that kind;
        reader_failed where it broke, took too long or too much memory."""
        self._begin()
        try:
            fine, value = self._parser.ask((function, args, kwargs), self._seconds)
        except TooSlow as err:
            raise Unreadable(
                Why.READER_FAILED, f"the parser did not end within {self._seconds:.0f} seconds"
            ) from err
        except ProcessEnded as err:
            raise Unreadable(Why.READER_FAILED, "the parser crashed") from err
        if fine:
            return value  # type: ignore[no-any-return]
        raise Unreadable(*value)

    def _begin(self) -> None:
        if self._parser.is_running:
            return
        try:
            self._parser.begin()
        except ProcessEnded as err:
            raise ReaderNotStarted(
                "the process that reads pages and feeds did not start",
                "python -c 'import trafilatura, feedparser' says what is missing; it wants some"
                " 300 MB of memory",
            ) from err

    def end(self) -> None:
        """End the process; the next call begins it anew."""
        self._parser.end()


def _prepare(memory_bytes: int) -> tuple[str, Answer]:
    # parsers warn of each page; what counts is told as the reason
    logging.disable(logging.CRITICAL)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path of ours
        os.dup2(nowhere.fileno(), 2)
    import intake.feed_entries
    import intake.page  # noqa: F401 - before the clock of the first call runs

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    return "ready", _answer


def _answer(
    question: tuple[Callable[..., object], tuple[object, ...], dict[str, Any]],
) -> tuple[bool, object]:
    function, args, kwargs = question
    try:
        return True, function(*args, **kwargs)
    except Unreadable as err:
        return False, (err.why, err.detail)
    except MemoryError:
        return False, (Why.READER_FAILED, "the parser wants more memory than it may have")
    except Exception as err:  # parsers of outside bytes fail in unforeseen ways
        return False, (Why.READER_FAILED, f"{type(err).__name__}: {err}"[:300])
