"""A large night on one machine: 100,000 articles of ordinary news, with 2 GB for DuckDB, so
that all of it has room in 4 GB.

The memory is that of all of the night's processes together, shared pages counted once (PSS).
"""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks import growth
from benchmarks.figure import Figure
from benchmarks.history import History
from benchmarks.synthetic import Desk
from warehouse.core.settings import Settings
from warehouse.steps.shards import extractor_version

ARTICLES = 100_000
MIX = 0.03
_EVERY_SECONDS = 1.0


def large_night(settings: Settings) -> list[Figure]:
    """Seconds by step on the clock, and the peak of memory in MiB."""
    with tempfile.TemporaryDirectory(prefix="sijill-large-night-") as folder:
        place = growth.within(settings, Path(folder)).model_copy(update={"duckdb_memory": "2GB"})
        place.var_dir.mkdir(parents=True)
        nothing = History(0, 0, 0, 0.0, 0.0, dt.date(2026, 11, 24), (), extractor_version(place))
        with _watched() as peak:
            (spans,) = growth.nights(
                place, Desk.open(place.seeds_dir), nothing, articles=ARTICLES, count=1, mix=MIX
            )
    how = (
        f"{ARTICLES:,} articles, {MIX:.0%} with an incident, {place.duckdb_threads} processes for"
        f" the extraction, {place.duckdb_memory} for DuckDB"
    )
    return [
        Figure("a large night", sum(span.wall for span in spans.values()), "s", how),
        *(Figure(f"a large night: {step}", span.wall, "s", how) for step, span in spans.items()),
        Figure("a large night: peak memory of all processes", max(peak) / 2**20, "MiB", how),
    ]


@contextmanager
def _watched() -> Iterator[list[int]]:
    """Bytes of this process and of all that it started, sampled again and again."""
    seen = [0]
    ended = threading.Event()

    def watch() -> None:
        this = psutil.Process()
        while not ended.wait(_EVERY_SECONDS):
            total = 0
            for process in (this, *this.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            seen.append(total)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()
