"""Reading articles: how fast, how much memory, where the time goes, and what plain Stanza takes."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, log_slope
from evaluation.sets import OWN, OWN_FRESH, SAMPLES, labelled_sets, ordinary_articles
from extractors.document import Document
from extractors.nlp.own import OWN_MODEL_DIR, TAGGER, VECTORS
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import MAX_CHARS, Component, Extractor
from extractors.records import Article
from warehouse.core.settings import Settings

if TYPE_CHECKING:
    from extractors.document import Entity, Recogniser, Sentence

PROCESSES = 2
#: articles that a process is given at a time, as a shard of a night
_SHARD = 250
_SECURITY = 4_000
_ORDINARY = 20_000
_WITH_INCIDENT = 0.03
_PLAIN = 150
_OURS = frozenset({SAMPLES, OWN, OWN_FRESH})
#: one a process: "extractor" is what it reads with
_loaded: dict[str, Extractor] = {}


def many(articles: Sequence[Article], count: int) -> list[Article]:
    """`count` articles with ids of their own, out of these again and again."""
    return [
        replace(article, id=f"{article.id}-{n}", url=f"{article.url}?copy={n}")
        for n, article in enumerate(islice(cycle(articles), count))
    ]


def security_articles(settings: Settings) -> list[Article]:
    """The labelled articles of our own writing: a security desk's feed."""
    return [
        labelled.articles[str(row["id"])]
        for labelled in labelled_sets(settings.project_root)
        if labelled.name in _OURS
        for row in labelled.gold
    ]


def ordinary_night(settings: Settings, count: int) -> list[Article]:
    """`count` articles of which three in a hundred report an incident."""
    hot = [
        labelled.articles[str(row["id"])]
        for labelled in labelled_sets(settings.project_root)
        if labelled.name in _OURS
        for row in labelled.gold
        if row["incidents"]
    ]
    ordinary = ordinary_articles(settings.project_root)
    with_incident = round(count * _WITH_INCIDENT)
    step = count // with_incident
    mixed = many(ordinary, count)
    for n, article in enumerate(many(hot, with_incident)):
        mixed[n * step] = article
    return mixed


def speed(settings: Settings) -> list[Figure]:
    """Articles a minute of both kinds of night, and the memory of a process."""
    figures: list[Figure] = []
    for what, articles in (
        ("security desk", many(security_articles(settings), _SECURITY)),
        ("ordinary news, 3 % with incidents", ordinary_night(settings, _ORDINARY)),
    ):
        letters = sum(len(a.text) for a in articles) // len(articles)
        for name, recogniser in (("rules", "none"), ("rules and tagger", "own")):
            rate, peak = _in_processes(settings, articles, recogniser)
            how = f"{len(articles):,} articles of {letters:,} letters, {PROCESSES} processes"
            figures.append(Figure(f"{what}, {name}", 60 * rate, "articles/min", how))
            figures.append(Figure(f"{what}, {name}: peak memory", peak, "MiB a process", how))
    return figures


def _in_processes(
    settings: Settings, articles: Sequence[Article], recogniser: str
) -> tuple[float, float]:
    """Articles a second once everything is loaded, and the largest process in MiB."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        PROCESSES, context, initializer=_load, initargs=(settings.seeds_dir, recogniser)
    ) as pool:
        warm = [list(articles[:20])] * (2 * PROCESSES)
        list(pool.map(_read, warm))
        started = time.perf_counter()
        peaks = list(pool.map(_read, _shards(articles)))
        seconds = time.perf_counter() - started
    return len(articles) / seconds, max(peaks)


def _shards(articles: Sequence[Article]) -> list[list[Article]]:
    return [list(articles[at : at + _SHARD]) for at in range(0, len(articles), _SHARD)]


def _load(seeds_dir: Path, recogniser: str) -> None:
    _loaded["extractor"] = Extractor(seeds_dir, load_recogniser(recogniser))


def _read(articles: list[Article]) -> float:
    _loaded["extractor"].extract_bulk(articles)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth(settings: Settings) -> list[Figure]:
    """Time an article takes as there are more of them, and as its text grows."""
    extractor = Extractor(settings.seeds_dir)
    articles = security_articles(settings)
    extractor.extract_bulk(articles)
    figures = []
    taken: dict[int, float] = {}
    for count in (500, 1_000, 2_000, 4_000):
        seconds = _seconds(extractor, many(articles, count))
        how = f"{count:,} articles, one process, rules"
        figures.append(Figure("time an article", 1000 * seconds / count, "ms", how))
        taken[count] = seconds
    least, most = min(taken), max(taken)
    how = f"{least:,} to {most:,} articles, both as logarithms"
    slope = log_slope((least, taken[least]), (most, taken[most]))
    figures.append(Figure("time of extraction against articles", slope, "slope", how))
    longest = "\n".join(a.text for a in articles)
    for letters in (10_000, 30_000, MAX_CHARS, 1_000_000):
        text = (longest * (1 + letters // len(longest)))[:letters]
        seconds = _seconds(extractor, [replace(articles[0], text=text)])
        how = f"{letters:,} letters; read up to {MAX_CHARS:,}"
        figures.append(Figure("time a long article", seconds, "s", how))
    return figures


def _seconds(extractor: Extractor, articles: Sequence[Article]) -> float:
    started = time.perf_counter()
    extractor.extract_bulk(articles)
    return time.perf_counter() - started


class _Timed:
    """A recogniser, and the seconds spent in it."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self.seconds = self.persons_seconds = 0.0

    @property
    def name(self) -> str:
        return self._recogniser.name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        started = time.perf_counter()
        found = self._recogniser.recognise(sentences)
        self.seconds += time.perf_counter() - started
        return found

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        started = time.perf_counter()
        found = self._recogniser.persons(sentences)
        self.persons_seconds += time.perf_counter() - started
        return found


def stages(settings: Settings) -> list[Figure]:
    """Share of each stage, of a security desk's articles and of ordinary ones."""
    recogniser = load_recogniser("own")
    figures: list[Figure] = []
    for what, articles in (
        ("security desk", many(security_articles(settings), 1_000)),
        ("ordinary news", ordinary_night(settings, 4_000)),
    ):
        timed = _Timed(recogniser) if recogniser else None
        extractor = Extractor(settings.seeds_dir, timed)
        extractor.extract_bulk(articles[:200])
        spent: dict[str, float] = {}
        extractor.components = tuple(_watched(c, spent) for c in extractor.components)
        if timed:
            timed.seconds = timed.persons_seconds = 0.0
        total = _seconds(extractor, articles)
        if timed:
            spent["tagger"] = timed.seconds
            spent["tagger of persons"] = timed.persons_seconds
        spent["folding, relevance of the article, sentences"] = total - sum(spent.values())
        how = f"{what}, {len(articles):,} articles, one process"
        figures += [
            Figure(f"share of {stage}", 100 * seconds / total, "%", how)
            for stage, seconds in sorted(spent.items(), key=lambda s: -s[1])
        ]
    return figures


def _watched(component: Component, spent: dict[str, float]) -> Component:
    run: Callable[[Document], None] = component.run

    def timed(doc: Document) -> None:
        started = time.perf_counter()
        run(doc)
        spent[component.name] = spent.get(component.name, 0.0) + time.perf_counter() - started

    return replace(component, run=timed)


def plain_stanza(settings: Settings) -> list[Figure]:
    """stanza.Pipeline over everything, one article at a time, with the own name tagger: what the
    stages before it save."""
    import stanza
    import torch

    torch.set_num_threads(PROCESSES)
    articles = many(security_articles(settings), _PLAIN)
    pipeline = stanza.Pipeline(
        "ar",
        dir=str(OWN_MODEL_DIR),
        package=None,
        allow_unknown_language=True,
        download_method=None,
        use_gpu=False,
        verbose=False,
        processors="tokenize,ner",
        tokenize_pretokenized=True,
        ner_model_path=str(OWN_MODEL_DIR / TAGGER),
        ner_pretrain_path=str(OWN_MODEL_DIR / VECTORS),
    )
    started = time.perf_counter()
    for article in articles:
        pipeline(f"{article.title}\n{article.text}")
    seconds = time.perf_counter() - started
    torch.set_num_threads(1)
    extractor = Extractor(settings.seeds_dir, load_recogniser("own"))
    extractor.extract_bulk(articles[:20])
    ours = _seconds(extractor, articles)
    how = f"{len(articles)} articles of a security desk, one process; the own name tagger"
    return [
        Figure("plain stanza.Pipeline, tokens and names only", 60 * _PLAIN / seconds,
               "articles/min", f"{how}, {PROCESSES} threads"),
        Figure("complete extraction, the same articles", 60 * _PLAIN / ours, "articles/min",
               f"{how}, 1 thread"),
    ]  # fmt: skip
