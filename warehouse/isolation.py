"""The extractor in a process of its own: an article that kills or hangs it costs no other article.

Models written in C can end a process, and a rule can go on for hours; nothing inside the process
can stop either. So articles are read by another process, which is ended when it takes too long and
begun anew when it died. shards.py then tries each article of the shard alone, and what fails alone
goes to quarantine.
"""

from __future__ import annotations

import atexit
import datetime as dt
import multiprocessing
import pickle
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from extractors.records import Article, Reading
from warehouse.errors import ShardFailed

#: models are read from the disk by then, on a machine that has other things to do
START_SECONDS = 600.0
#: an article that kills the process alone is tried so often: the machine may have been at fault
TRIES = 2
_GRACE_SECONDS = 30
_FIRST = Article(
    id="first",
    url="",
    source="",
    published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    published_on=dt.date(2026, 1, 1),
    text="قتل ثلاثة أشخاص بانفجار عبوة ناسفة في بعقوبة أمس.",
    title="",
    language="ar",
    outlet_country=None,
)


class Reader(Protocol):
    """What reads articles, as shards.ExtractorLike."""

    @property
    def version(self) -> str:
        """Its version."""
        ...

    def read_bulk(self, articles: Sequence[Article]) -> Sequence[Reading]:
        """A reading for each article."""
        ...


Load = Callable[[Path, str], Reader]


class ReadingEnded(Exception):
    """The process that read died, or was ended because it took too long."""


class IsolatedExtractor:
    """Reads in another process what `load` gives there; begun with the first articles."""

    def __init__(
        self, load: Load, seeds_dir: Path, recogniser: str, *, version: str, article_seconds: float
    ) -> None:
        self._load, self._told = load, (seeds_dir, recogniser)
        self._version, self._article_seconds = version, article_seconds
        self._process: Any = None
        self._pipe: Connection | None = None

    @property
    def version(self) -> str:
        """The version of the extractor that this process knows; the other one is held to it."""
        return self._version

    def read_bulk(self, articles: Sequence[Article]) -> Sequence[Reading]:
        """What the extractor reads. Raises what it raises, or ReadingEnded where its process died
        or had to be ended; ShardFailed where it does not start."""
        for _ in range(TRIES - 1 if len(articles) == 1 else 0):
            try:
                return self._read(articles)
            except ReadingEnded:
                continue
        return self._read(articles)

    def _read(self, articles: Sequence[Article]) -> Sequence[Reading]:
        seconds = self._article_seconds * (1 + (len(articles) - 1) / 10)
        pipe = self._pipe or self._start()
        process = self._process
        try:
            pipe.send((seconds, articles))
            if not pipe.poll(seconds):
                raise ReadingEnded(f"it was not read within {seconds:.0f} seconds")
            fine, value = pipe.recv()
        except (EOFError, OSError) as err:
            process.join(_GRACE_SECONDS)
            how = process.exitcode
            self.end()
            raise ReadingEnded(f"the process that read it ended{_by(how)}") from err
        except BaseException:
            # an answer that comes late must not be taken for the next one's
            self.end()
            raise
        if not fine:
            raise value
        readings: Sequence[Reading] = value
        return readings

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._load, *self._told), daemon=True
        )
        self._process.start()
        theirs.close()
        try:
            if not self._pipe.poll(START_SECONDS):
                raise EOFError
            fine, value = self._pipe.recv()
        except (EOFError, OSError) as err:
            how = self._process.exitcode
            self.end()
            raise ShardFailed(
                f"the process that reads articles did not start{_by(how)}",
                "see that there is memory for the models (sijill models), then run the step again",
            ) from err
        if not fine:
            self.end()
            raise value
        if value != self._version:
            self.end()
            raise ShardFailed(
                f"the extractor changed while the night ran: {value}, not {self._version}",
                "run the night again from find_batch",
            )
        return self._pipe

    def end(self) -> None:
        """End the process; the next articles begin it anew."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


_running: dict[tuple[object, ...], IsolatedExtractor] = {}


def isolated(
    load: Load, seeds_dir: Path, recogniser: str, *, version: str, article_seconds: float
) -> IsolatedExtractor:
    """One for all shards that a process reads alike: models take seconds to load."""
    key = (load, seeds_dir, recogniser, version, article_seconds)
    if key not in _running:
        end_all()
        _running[key] = IsolatedExtractor(
            load, seeds_dir, recogniser, version=version, article_seconds=article_seconds
        )
    return _running[key]


@atexit.register
def end_all() -> None:
    """End the processes that this one began."""
    for one in _running.values():
        one.end()
    _running.clear()


def _by(code: int | None) -> str:
    if code is not None and code < 0:
        return f", by {signal.Signals(-code).name}"
    return "" if code is None else f" with code {code}"


def _serve(pipe: Connection, load: Load, seeds_dir: Path, recogniser: str) -> None:
    """The other process: one answer after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        extractor = load(seeds_dir, recogniser)
        # models are loaded with the first article: that must not count as its time
        extractor.read_bulk([_FIRST])
        pipe.send((True, extractor.version))
    except Exception as err:
        pipe.send((False, _portable(err)))
        return
    try:
        while True:
            seconds, articles = pipe.recv()
            # who asked may have been killed: then nobody else would end what never ends
            signal.alarm(int(seconds) + _GRACE_SECONDS)
            try:
                answer: tuple[bool, object] = True, list(extractor.read_bulk(articles))
            except Exception as err:
                answer = False, _portable(err)
            signal.alarm(0)
            pipe.send(answer)
    except (EOFError, OSError):
        return


def _portable(err: Exception) -> Exception:
    """The exception, or what it says where it cannot be told to another process."""
    try:
        pickle.loads(pickle.dumps(err))  # noqa: S301 - our own bytes
    except Exception:
        return RuntimeError(f"{type(err).__name__}: {err}")
    return err
