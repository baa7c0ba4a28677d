"""What a second worker is worth: `python -m tests.scale.measure` writes tests/scale/figures.json.

The same articles are read by one worker and, a night later, by two, from the first shard's start to
the last one's end. Each worker takes one shard at a time; on a machine of two cores Airflow's own
processes take their share.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks.synthetic import Desk, land
from tests.scale.cluster import Cluster, cluster
from tests.scale.services import missing, services

ARTICLES, IN_A_SHARD = 8_000, 500
DAYS = (dt.date(2026, 11, 21), dt.date(2026, 11, 22))
FIGURES = Path(__file__).with_name("figures.json")


def main() -> None:
    """Measure, and write the figures down."""
    if reason := missing():
        raise SystemExit(reason)
    with (
        tempfile.TemporaryDirectory(prefix="sijill-scale-") as folder,
        services(Path(folder)) as there,
        cluster(Path(folder) / "machines", there, shard_articles=IN_A_SHARD) as machines,
    ):
        seconds = []
        for day in DAYS:
            machines.add_reader()
            deliver(machines, day)
            run_id = machines.begin(day.isoformat())
            machines.wait_until_read(run_id)
            seconds.append(round(machines.extraction_seconds(run_id), 1))
            machines.wait(run_id)
    told = {
        "articles": ARTICLES,
        "articles in a shard": IN_A_SHARD,
        "cores": os.cpu_count(),
        "seconds of one worker": seconds[0],
        "seconds of two workers": seconds[1],
        "speed-up": round(seconds[0] / seconds[1], 2),
    }
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))


def deliver(machines: Cluster, day: dt.date) -> None:
    """A night of a security desk."""
    settings = machines.settings
    desk = Desk.open(settings.seeds_dir)
    dice = random.Random(day.isoformat())
    happened = desk.happenings(day, ARTICLES // 4, dice)
    reports = desk.reports(happened, day, dice, outlets=5)
    land(settings.landing_dir / day.isoformat(), islice(reports, ARTICLES))


if __name__ == "__main__":
    main()
