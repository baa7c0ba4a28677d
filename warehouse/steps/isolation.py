"""Runs the extractor in another process, so that an article that kills or hangs it costs no other
article.

Models written in C can end a process, and a rule can run for hours. So articles are read by another
process (intake/other_process.py). Where that fails, shards.py tries each article of the shard
alone, and an article that fails alone goes to quarantine.
"""

from __future__ import annotations

import atexit
import datetime as dt
import pickle
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from extractors.records import Article, Reading
from intake.other_process import Answer, OtherProcess, ProcessEnded, TooSlow
from warehouse.core.errors import ShardFailed

#: by then models are loaded from the disk even on a busy machine
START_SECONDS = 600.0
#: an article that kills the process alone is tried so often: the machine may have been at fault
TRIES = 2
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
    """Reads in another process, with the extractor that `load` gives there; the process starts with
    the first articles."""

    def __init__(
        self, load: Load, seeds_dir: Path, recogniser: str, *, version: str, article_seconds: float
    ) -> None:
        self._reader = OtherProcess(
            _prepare, load, seeds_dir, recogniser, start_seconds=START_SECONDS
        )
        self._version, self._article_seconds = version, article_seconds

    @property
    def version(self) -> str:
        """The version of the extractor that this process knows; the other process must have the
        same."""
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
        self._begin()
        try:
            fine, value = self._reader.ask(articles, seconds)
        except TooSlow as err:
            raise ReadingEnded(f"it was not read within {seconds:.0f} seconds") from err
        except ProcessEnded as err:
            raise ReadingEnded(f"the process that read it ended{_by(err.code)}") from err
        if not fine:
            raise value
        readings: Sequence[Reading] = value
        return readings

    def _begin(self) -> None:
        if self._reader.is_running:
            return
        try:
            fine, value = self._reader.begin()
        except ProcessEnded as err:
            raise ShardFailed(
                f"the process that reads articles did not start{_by(err.code)}",
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

    def end(self) -> None:
        """End the process; the next articles start another one."""
        self._reader.end()


_running: dict[tuple[object, ...], IsolatedExtractor] = {}


def isolated(
    load: Load, seeds_dir: Path, recogniser: str, *, version: str, article_seconds: float
) -> IsolatedExtractor:
    """One extractor process for all shards that are read with the same settings, since models take
    seconds to load."""
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


def _prepare(load: Load, seeds_dir: Path, recogniser: str) -> tuple[object, Answer | None]:
    """The version and the reading function, or the error that prevented them."""
    try:
        extractor = load(seeds_dir, recogniser)
        # models are loaded with the first article: that must not count as its time
        extractor.read_bulk([_FIRST])
    except Exception as err:
        return (False, _portable(err)), None

    def read(articles: Sequence[Article]) -> tuple[bool, object]:
        try:
            return True, list(extractor.read_bulk(articles))
        except Exception as err:
            return False, _portable(err)

    return (True, extractor.version), read


def _portable(err: Exception) -> Exception:
    """The exception, or its text where it cannot be pickled for another process."""
    try:
        pickle.loads(pickle.dumps(err))  # noqa: S301 - our own bytes
    except Exception:
        return RuntimeError(f"{type(err).__name__}: {err}")
    return err
