"""What is measured, each a function of the settings that returns figures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import extraction, growth
from benchmarks.figure import Figure, Step
from benchmarks.large_night import large_night
from benchmarks.synthetic import land
from warehouse.night import Night
from warehouse.settings import Settings


def night(settings: Settings) -> list[Figure]:
    """A whole night of 2,000 articles, by step."""
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


MEASUREMENTS: dict[str, Callable[[Settings], list[Figure]]] = {
    "speed": extraction.speed,
    "growth": extraction.growth,
    "stages": extraction.stages,
    "plain Stanza": extraction.plain_stanza,
    "night": night,
    "large night": large_night,
}
#: each of one night, over a history that is laid down where it is missing
NIGHTS_OVER: dict[str, Callable[[Settings], list[Step]]] = {
    f"night over {incidents}, {mix:.0%}": partial(growth.night_over, incidents=incidents, mix=mix)
    for incidents in growth.HISTORIES
    for mix in growth.MIXES
}
