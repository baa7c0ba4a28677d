"""What is measured, each a function of the settings that returns figures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks import extraction, growth
from benchmarks.figure import Figure, Step
from benchmarks.large_night import large_night
from benchmarks.synthetic import land
from evaluation.articles import plain_articles
from warehouse.core.settings import Settings
from warehouse.night.run import Night

#: a large batch of a country's papers
NEWSPAPER_ARTICLES = 31_000


def night(settings: Settings) -> list[Figure]:
    """A complete night of 2,000 articles, by step."""
    articles = extraction.many(extraction.security_articles(settings), 2_000)
    with tempfile.TemporaryDirectory() as folder:
        place = growth.within(settings, Path(folder))
        records = (
            {
                "id": article.id,
                "url": article.url,
                "source": article.source,
                "published_at": article.published_at.isoformat(),
                "title": article.title,
                "text": article.text,
            }
            for article in articles
        )
        land(place.landing_dir / "2026-11-25", records)
        spans = growth.timed(Night.of(place, batch_date="2026-11-25", run_id="bench"))
    how = f"{len(articles)} articles, {place.duckdb_threads} processes for the extraction"
    return [
        Figure("a night", sum(span.wall for span in spans.values()), "s", how),
        *(Figure(f"a night: {step}", span.wall, "s", how) for step, span in spans.items()),
    ]


def newspapers(settings: Settings) -> list[Figure]:
    """A night of 31,000 articles of newspapers, of the open night, the Tunisian site and the
    unlabelled papers in turn, by step; nothing where they are not on this machine."""
    folder = settings.project_root.resolve().parent / "shared" / "articles"
    files = [folder / name for name in ("night.jsonl.gz", "ant.jsonl", "unlabelled.jsonl")]
    if not all(path.is_file() for path in files):
        return []
    known = [a for path in files for a in plain_articles(path, settings.seeds_dir).values()]
    with tempfile.TemporaryDirectory() as root:
        place = growth.within(settings, Path(root))
        records = (
            {
                "id": f"{article.id}-{number}",
                "url": f"{article.url}#{number}",
                "source": article.source,
                "published_at": article.published_at.isoformat(),
                "title": article.title,
                # repeated texts are read only once, so each copy is made different
                "text": f"{article.text}\n{number}",
            }
            for number, article in enumerate(islice(cycle(known), NEWSPAPER_ARTICLES))
        )
        land(place.landing_dir / "2017-07-01", records)
        spans = growth.timed(Night.of(place, batch_date="2017-07-01", run_id="bench"))
    how = f"{NEWSPAPER_ARTICLES:,} articles, {place.duckdb_threads} processes for the extraction"
    return [
        Figure("a night of newspapers", sum(s.wall for s in spans.values()), "s", how),
        *(Figure(f"a night of newspapers: {step}", s.wall, "s", how) for step, s in spans.items()),
    ]


MEASUREMENTS: dict[str, Callable[[Settings], list[Figure]]] = {
    "speed": extraction.speed,
    "growth": extraction.growth,
    "stages": extraction.stages,
    "plain Stanza": extraction.plain_stanza,
    "night": night,
    "newspapers": newspapers,
    "large night": large_night,
}
#: each of one night, over a history that is laid down where it is missing
NIGHTS_OVER: dict[str, Callable[[Settings], list[Step]]] = {
    f"night over {incidents}, {mix:.0%}": partial(growth.night_over, incidents=incidents, mix=mix)
    for incidents in growth.HISTORIES
    for mix in growth.MIXES
}
