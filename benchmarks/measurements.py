"""What is measured, each a function of the settings that returns figures."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from evaluation.articles import sample_articles
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from extractors.records import Article
from warehouse.night import Night
from warehouse.settings import Settings


class Figure(NamedTuple):
    """One line of the page."""

    what: str
    value: float
    unit: str
    how: str


def extraction(settings: Settings) -> list[Figure]:
    """Articles a second on one core, with and without the name tagger."""
    articles = _many(settings, 1_000)
    figures = []
    for name, recogniser in (
        ("rules and lexicons", None),
        ("with the name tagger", load_recogniser("own")),
    ):
        extractor = Extractor(settings.seeds_dir, recogniser)
        extractor.extract_bulk(articles[:20])  # lexicons and models are loaded by now
        started = time.perf_counter()
        extractor.extract_bulk(articles)
        seconds = time.perf_counter() - started
        how = f"{len(articles)} articles, the samples over and over, one process"
        figures.append(Figure(f"extraction, {name}", len(articles) / seconds, "articles/s", how))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(Figure("extraction, peak memory", peak, "MiB", "the process that did both"))
    return figures


def night(settings: Settings) -> list[Figure]:
    """A whole night of 2,000 articles, by step."""
    articles = _many(settings, 2_000)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        place = settings.model_copy(
            update={
                "landing_dir": root / "landing",
                "var_dir": root / "var",
                "published_dir": root / "published",
            }
        )
        batch = place.landing_dir / "2026-11-25"
        batch.mkdir(parents=True)
        with (batch / "articles.jsonl").open("w", encoding="utf-8") as sink:
            for article in articles:
                record = {
                    "id": article.id,
                    "url": article.url,
                    "source": article.source,
                    "published_at": article.published_at.isoformat(),
                    "title": article.title,
                    "text": article.text,
                }
                sink.write(json.dumps(record, ensure_ascii=False) + "\n")
        (batch / "_SUCCESS").touch()
        marks: list[tuple[str, float]] = []

        def note(step: str, *_: int) -> None:
            if not marks or marks[-1][0] != step:
                marks.append((step, time.perf_counter()))

        started = time.perf_counter()
        run = Night.of(place, batch_date="2026-11-25", run_id="bench")
        run.run(note, jobs=place.duckdb_threads)
        ended = time.perf_counter()
    spans: dict[str, float] = {}
    for (step, start), (_, end) in zip(marks, [*marks[1:], ("", ended)], strict=True):
        spans[step] = spans.get(step, 0.0) + end - start
    how = f"{len(articles)} articles, {place.duckdb_threads} processes for the extraction"
    return [
        Figure("a night", ended - started, "s", how),
        *(Figure(f"a night: {step}", seconds, "s", how) for step, seconds in spans.items()),
    ]


def _many(settings: Settings, count: int) -> list[Article]:
    """`count` articles with ids of their own, out of the samples again and again."""
    source = settings.project_root / "samples" / "articles.jsonl"
    samples = sample_articles(source, settings.seeds_dir).values()
    return [
        replace(article, id=f"{article.id}-{n}", url=f"{article.url}?copy={n}")
        for n, article in enumerate(islice(cycle(samples), count))
    ]


MEASUREMENTS: dict[str, Callable[[Settings], list[Figure]]] = {
    "extraction": extraction,
    "night": night,
}
