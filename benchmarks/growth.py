"""What a night costs as the history behind it grows: the same night over a short and a long one.

Histories lie in var/bench/history-<incidents>/ and are laid down once; each measurement runs the
nights that follow.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.figure import Step
from benchmarks.history import History, bring_up, lay_down
from benchmarks.synthetic import Desk, land
from evaluation.sets import ordinary_articles
from warehouse.core.settings import Settings
from warehouse.night.run import Night

HISTORIES = (10_000, 100_000, 1_000_000)
ARTICLES = 2_000
#: share of the articles that report an incident: all that is printed, the news of a region at war,
#: a security desk's feed
MIXES = (0.03, 0.2, 1.0)
UP_TO_PUBLISHING, PUBLISH = "a night up to publishing", "publish"
#: outlets that report one incident
_REPORTS = 6
#: for so many articles one incident of the day before is reported again
_FOLLOWED_UP = 40
_SEED = 2
_RUN = "growth"


class Span(NamedTuple):
    """Seconds of a step: on the clock, and of processors, the step's own processes included."""

    wall: float
    cpu: float


def night_over(settings: Settings, incidents: int, mix: float) -> list[Step]:
    """A night of 2,000 articles, of which a share of `mix` reports an incident, over so many."""
    root = settings.var_dir / "bench" / f"history-{incidents}"
    place = within(settings, root)
    desk = Desk.open(settings.seeds_dir)
    laid = History.kept(place)
    if laid is None or not bring_up(place, laid):
        # left by a history that was not completed, or of another linking
        shutil.rmtree(root, ignore_errors=True)
        laid = lay_down(place, desk, incidents)
    before = os.getloadavg()[0]
    (spans,) = nights(place, desk, laid, articles=ARTICLES, count=1, mix=mix)
    load = (before + os.getloadavg()[0]) / 2
    steps = spans | {UP_TO_PUBLISHING: up_to_publishing(spans)}
    return [Step(name, mix, laid.incidents, *span, load) for name, span in steps.items()]


def nights(
    settings: Settings, desk: Desk, laid: History, *, articles: int, count: int, mix: float = 1.0
) -> list[dict[str, Span]]:
    """Run the `count` nights that follow the history, which then goes so much further; of the
    articles a share of `mix` reports an incident. Returns what each step took, a dict a night."""
    ordinary = ordinary_articles(settings.project_root)
    reporting = round(articles * mix)
    spans: list[dict[str, Span]] = []
    for _ in range(count):
        day = laid.last_day + dt.timedelta(1)
        dice = random.Random(f"{_SEED} {day}")  # noqa: S311 - no secret
        happened = desk.happenings(day, reporting // _REPORTS, dice)
        again = laid.last[: reporting // _FOLLOWED_UP]
        reports = desk.reports([*again, *happened], day, dice, outlets=_REPORTS - 1)
        plain = desk.other_news(ordinary, day, dice)
        # left by a night that did not end
        shutil.rmtree(settings.landing_dir / day.isoformat(), ignore_errors=True)
        land(
            settings.landing_dir / day.isoformat(),
            chain(islice(reports, reporting), islice(plain, articles - reporting)),
        )
        spans.append(timed(Night(settings, day, _RUN)))
        laid = replace(laid, last_day=day, last=tuple(happened))
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


def up_to_publishing(span: Mapping[str, Span]) -> Span:
    """What a night took until it could be published."""
    steps = [taken for step, taken in span.items() if step != PUBLISH]
    return Span(sum(one.wall for one in steps), sum(one.cpu for one in steps))
