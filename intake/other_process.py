"""Another process that answers questions over a pipe, and is ended where it takes too long.

What is written in C can hang or end the process that calls it, and nothing inside the process can
stop it; ending the process can. It is begun with the first question, and anew whenever it ended.

It is a program of its own rather than a process of multiprocessing: those may not be begun where
Celery's workers run tasks, which are such processes themselves.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

#: what answers, in the other process; None where it could not be made ready
Answer = Callable[[Any], object]
#: makes the other process ready: its first words, and what answers from then on
Prepare = Callable[..., tuple[object, Answer | None]]

#: who asked may have been killed: so much later the other process ends itself
_GRACE_SECONDS = 30
#: finds modules where this process does, whatever its folder
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from intake.other_process import serve
serve(int(sys.argv[2]))
"""


class TooSlow(Exception):
    """It did not answer within the time it had, and was ended."""


class ProcessEnded(Exception):
    """It ended by itself; `code` as of subprocess, None where it is not known."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class OtherProcess:
    """Asks another process, in which `prepare(*args)` made an answerer. `prepare` is a function of
    a module, and it, the questions and the answers can be pickled."""

    def __init__(self, prepare: Prepare, *args: object, start_seconds: float) -> None:
        self._told, self._start_seconds = (prepare, *args), start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was begun and has not ended since, by itself or by others."""
        return self._process is not None and self._process.poll() is None

    def begin(self) -> Any:  # noqa: ANN401 - whatever it says
        """Begin it; returns its first words. Raises ProcessEnded where there are none in time."""
        self.end()
        self._pipe, theirs = Pipe()
        try:
            with theirs:
                handle = theirs.fileno()
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path), str(handle)],
                    pass_fds=[handle],
                    stdin=subprocess.DEVNULL,
                )
            self._pipe.send(self._told)
            if not self._pipe.poll(self._start_seconds):
                raise EOFError
            return self._pipe.recv()
        except (EOFError, OSError) as err:
            code = self._process.poll() if self._process else None
            self.end()
            raise ProcessEnded(code) from err

    def ask(self, question: object, seconds: float) -> Any:  # noqa: ANN401 - whatever it answers
        """Its answer; it was begun before. Raises TooSlow or ProcessEnded, and it is ended then."""
        assert self._pipe is not None
        try:
            self._pipe.send((seconds, question))
            if not self._pipe.poll(seconds):
                raise TooSlow(f"no answer within {seconds:.0f} seconds")
            return self._pipe.recv()
        except (EOFError, OSError) as err:
            code = self._exit_code()
            self.end()
            raise ProcessEnded(code) from err
        except BaseException:
            # late, or interrupted: an answer to this must not be taken for the next one's
            self.end()
            raise

    def end(self) -> None:
        """End it; the next question wants it begun anew."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _exit_code(self) -> int | None:
        """What it ended with; it is on its end."""
        if self._process is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(_GRACE_SECONDS)
        return None


def serve(handle: int) -> None:
    """What the other process runs: one answer after the other until the pipe, of which it has the
    file descriptor, closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Connection(handle)
    prepare, *args = pipe.recv()
    first, answer = prepare(*args)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(first)
        while answer is not None:
            seconds, question = pipe.recv()
            signal.alarm(int(seconds) + _GRACE_SECONDS)
            answered = answer(question)
            signal.alarm(0)
            pipe.send(answered)
