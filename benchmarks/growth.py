"""What a night costs as the history behind it grows: the same night over a short and a long one.

Histories lie in var/bench/history-<incidents>/ and are laid down once; each measurement runs the
nights that follow.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.figure import Figure
from benchmarks.history import History, bring_up, lay_down
from benchmarks.synthetic import Desk, land
from warehouse.night import Night
from warehouse.settings import Settings

HISTORIES = (10_000, 100_000, 1_000_000)
ARTICLES = 2_000
NIGHTS = 3
WHOLE = "a night up to publishing"
#: outlets that tell of one incident
_REPORTS = 6
#: for so many articles one incident of the day before is told again
_FOLLOWED_UP = 40
_SEED = 2
_RUN = "growth"


class Span(NamedTuple):
    """Seconds of a step: on the clock, and of processors, the step's own processes included."""

    wall: float
    cpu: float


def history(settings: Settings, incidents: int) -> list[Figure]:
    """Nights of 2,000 articles that all tell of an incident, over so many incidents."""
    root = settings.var_dir / "bench" / f"history-{incidents}"
    place = within(settings, root)
    desk = Desk.open(settings.seeds_dir)
    laid = History.kept(place)
    if laid is None:
        # what is left of a laying down that did not end
        shutil.rmtree(root, ignore_errors=True)
        laid = lay_down(place, desk, incidents)
    else:
        bring_up(place)
    spans = nights(place, desk, laid, articles=ARTICLES, count=NIGHTS)
    return list(_figures(laid, spans))


def nights(
    settings: Settings, desk: Desk, laid: History, *, articles: int, count: int
) -> list[dict[str, Span]]:
    """Run the `count` nights that follow the history, which then goes so much further; returns
    what each step took, a dict a night."""
    spans: list[dict[str, Span]] = []
    for _ in range(count):
        day = laid.last_day + dt.timedelta(1)
        dice = random.Random(f"{_SEED} {day}")  # noqa: S311 - no secret
        told = desk.happenings(day, articles // _REPORTS, dice)
        again = laid.last[: articles // _FOLLOWED_UP]
        reports = desk.reports([*again, *told], day, dice, outlets=_REPORTS - 1)
        # left by a night that did not end
        shutil.rmtree(settings.landing_dir / day.isoformat(), ignore_errors=True)
        land(settings.landing_dir / day.isoformat(), islice(reports, articles))
        spans.append(timed(Night(settings, day, _RUN)))
        laid = replace(laid, last_day=day, last=tuple(told))
        laid.keep(settings)
    return spans


def timed(night: Night) -> dict[str, Span]:
    """Run a night; returns what each step took."""
    marks: list[tuple[str, Span]] = []

    def note(step: str, *_: int) -> None:
        if not marks or marks[-1][0] != step:
            marks.append((step, Span(time.perf_counter(), _processors())))

    night.run(note, jobs=night.settings.duckdb_threads)
    note("")
    return {
        step: Span(end.wall - start.wall, end.cpu - start.cpu)
        for (step, start), (_, end) in pairwise(marks)
    }


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def within(settings: Settings, root: Path) -> Settings:
    """The settings with all that a night writes below `root`."""
    return settings.model_copy(
        update={
            "landing_dir": root / "landing",
            "var_dir": root / "var",
            "published_dir": root / "published",
            "register_dir": root / "register",
            "own_dir": root / "own",
            "corrections_dir": root / "corrections",
        }
    )


def _figures(laid: History, spans: Sequence[Mapping[str, Span]]) -> Iterator[Figure]:
    how = f"{laid.incidents:,} incidents, {laid.articles:,} articles, {laid.nights:,} nights"
    yield Figure("history: models over all of it", laid.build_seconds, "s", how)
    yield Figure("history: publishing all of it", laid.publish_seconds, "s", how)
    how = (
        f"median of {len(spans)} nights of {ARTICLES:,} articles over {laid.incidents:,} incidents"
    )
    for step in spans[0]:
        yield Figure(f"a night: {step}", median(span[step].wall for span in spans), "s", how)
        yield Figure(f"a night: {step}", median(span[step].cpu for span in spans), "CPU s", how)
    yield Figure(WHOLE, median(whole(span).wall for span in spans), "s", how)
    yield Figure(WHOLE, median(whole(span).cpu for span in spans), "CPU s", how)


def whole(span: Mapping[str, Span]) -> Span:
    """What a night took until it could be published."""
    steps = [taken for step, taken in span.items() if step != "publish"]
    return Span(sum(one.wall for one in steps), sum(one.cpu for one in steps))
