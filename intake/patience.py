"""A parser in a process of its own, with a limit of time and memory.

A page can be made that keeps a parser busy for hours (200,000 attributes on one element) or that
takes all memory. Nothing inside the process can stop a parser written in C; ending the process can.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, Self, TypeVar

from intake.errors import ReaderNotStarted
from intake.items import Unreadable, Why

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 30.0
MEMORY_BYTES = 3 << 30
_GRACE_SECONDS = 10
#: Imports are not the page's fault.
START_SECONDS = 180.0


class Patience:
    """Calls functions in another process, which is begun with the first call, and anew whenever
    it had to be ended."""

    def __init__(self, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._process: Any = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns. Raises Unreadable: what the function raised of that kind;
        reader_failed where it broke, took too long or too much memory."""
        pipe = self._pipe or self._start()
        try:
            pipe.send((function, args, kwargs))
            if not pipe.poll(self._seconds):
                raise Unreadable(
                    Why.READER_FAILED, f"the parser did not end within {self._seconds:.0f} seconds"
                )
            fine, value = pipe.recv()
        except (EOFError, OSError) as err:
            self.end()
            raise Unreadable(Why.READER_FAILED, "the parser crashed") from err
        except BaseException:
            # late, or interrupted: an answer of this call must not be taken for the next one's
            self.end()
            raise
        if fine:
            return value  # type: ignore[no-any-return]
        raise Unreadable(*value)

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._seconds, self._memory_bytes), daemon=True
        )
        self._process.start()
        theirs.close()
        try:
            ready = self._pipe.poll(START_SECONDS) and self._pipe.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise ReaderNotStarted(
                "the process that reads pages and feeds did not start",
                "python -c 'import trafilatura, feedparser' says what is missing; it wants some"
                " 300 MB of memory",
            )
        return self._pipe

    def end(self) -> None:
        """End the process; the next call begins it anew."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(pipe: Connection, seconds: float, memory_bytes: int) -> None:
    """The other process: one call after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # parsers warn of each page; what counts is told as the reason
    logging.disable(logging.CRITICAL)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path of ours
        os.dup2(nowhere.fileno(), 2)
    import intake.feed_entries
    import intake.page  # noqa: F401 - before the clock of the first call runs

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    pipe.send("ready")
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, args, kwargs = pipe.recv()
            # who asked may have been killed: then nobody else would end a parser without end
            signal.alarm(int(seconds) + _GRACE_SECONDS)
            answer = _answer(function, args, kwargs)
            signal.alarm(0)
            pipe.send(answer)


def _answer(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[bool, object]:
    try:
        return True, function(*args, **kwargs)
    except Unreadable as err:
        return False, (err.why, err.detail)
    except MemoryError:
        return False, (Why.READER_FAILED, "the parser wants more memory than it may have")
    except Exception as err:  # parsers of outside bytes fail in unforeseen ways
        return False, (Why.READER_FAILED, f"{type(err).__name__}: {err}"[:300])
