"""What a night costs as the history behind it grows: the same night over a short and a long one."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.history import LAST_DAY, History, lay_down, silent
from benchmarks.synthetic import Desk, Happening, land
from warehouse.database import open_reader
from warehouse.night import Night
from warehouse.settings import Settings

HISTORIES = (10_000, 100_000, 1_000_000)
ARTICLES = 2_000
NIGHTS = 3
WHOLE = "a night up to publishing"
STEPS = (
    "find_batch", "plan_shards", "extract", "load_staging", "transform_before_link", "link",
    "transform_after_link", "gate", "publish",
)  # fmt: skip
#: outlets that tell of one incident
_REPORTS = 6
#: for so many articles one incident of the day before is told again
_FOLLOWED_UP = 40
_SEED = 2
_RUN = "growth"


def history(settings: Settings, incidents: int) -> list[Figure]:
    """Nights of 2,000 articles that all tell of an incident, over so many incidents."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var_dir) as folder:
        place = within(settings, Path(folder))
        desk = Desk.open(settings.seeds_dir)
        laid = lay_down(place, desk, incidents)
        spans = nights(place, desk, laid, articles=ARTICLES, count=NIGHTS)
    return list(_figures(laid, spans))


def nights(
    settings: Settings, desk: Desk, laid: History, *, articles: int, count: int
) -> list[dict[str, float]]:
    """Run `count` nights after the history; returns the seconds of each step, a dict a night."""
    dice = random.Random(_SEED)  # noqa: S311 - no secret
    before: Sequence[Happening] = laid.last
    spans: list[dict[str, float]] = []
    for turn in range(1, count + 1):
        day = LAST_DAY + dt.timedelta(turn)
        told = desk.happenings(day, articles // _REPORTS, dice)
        again = before[: articles // _FOLLOWED_UP]
        reports = desk.reports([*again, *told], day, dice, outlets=_REPORTS - 1)
        land(settings.landing_dir / day.isoformat(), islice(reports, articles))
        night = Night(settings, day, _RUN)
        night.run(silent, jobs=settings.duckdb_threads)
        spans.append(_seconds(settings, day))
        before = told
    return spans


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


def _seconds(settings: Settings, day: dt.date) -> dict[str, float]:
    with open_reader(settings) as connection:
        rows = connection.execute(
            "select case when step like 'extract%' then 'extract' else step end, sum(seconds)"
            " from ops.steps where run_id = $run and batch_date = $day group by all order by 1",
            {"run": _RUN, "day": day},
        ).fetchall()
    return {str(step): float(seconds) for step, seconds in rows}


def _figures(laid: History, spans: Sequence[dict[str, float]]) -> Iterator[Figure]:
    how = f"{laid.incidents:,} incidents, {laid.articles:,} articles, {laid.nights:,} nights"
    yield Figure("history: models over all of it", laid.build_seconds, "s", how)
    yield Figure("history: publishing all of it", laid.publish_seconds, "s", how)
    how = (
        f"median of {len(spans)} nights of {ARTICLES:,} articles over {laid.incidents:,} incidents"
    )
    for step in STEPS:
        yield Figure(f"a night: {step}", median(span[step] for span in spans), "s", how)
    yield Figure(WHOLE, median(whole(span) for span in spans), "s", how)


def whole(span: dict[str, float]) -> float:
    """Seconds of a night until it could be published."""
    return sum(seconds for step, seconds in span.items() if step != "publish")
