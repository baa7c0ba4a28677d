"""Reading files of articles without a warehouse: incidents as JSON lines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from extractors.export import fact_to_prediction
from extractors.records import Article
from warehouse.contract.articles import ContractContext, Reason, Rejection, validate
from warehouse.core.errors import BatchMissing
from warehouse.core.files import replacing
from warehouse.core.progress import Progress
from warehouse.core.settings import Settings
from warehouse.landing.raw_records import FileRejected, Limits
from warehouse.landing.readers import reader_of
from warehouse.steps.shards import ExtractorLike, load_extractor, read_facts

#: There is no batch, so no day after which a publication would lie in the future.
_NO_BATCH = dt.date.max
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """A record (0: the complete file or article) that could not be read."""

    source_file: str
    source_record: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class ExtractedFiles:
    """What came of it."""

    articles: int
    incidents: int
    quarantined: tuple[Refused, ...]


def extract_files(
    settings: Settings,
    files: Sequence[Path],
    output: Path,
    *,
    on_progress: Progress,
) -> ExtractedFiles:
    """Write a line for each article of `files` to `output`, which is replaced at the end.

    A line is `{"article_id", "incidents": […]}`; docs/incident_fields.md
    describes the fields of an incident. Raises BatchMissing where a file is not there.
    """
    for file in files:
        if file.is_dir():
            raise BatchMissing(f"{file} is a folder", "name the files in it")
        if not file.is_file():
            raise BatchMissing(f"there is no file {file}", "name files of articles")
    context = ContractContext.of(settings, _NO_BATCH)
    extractor = load_extractor(settings.seeds_dir, settings.recogniser)
    articles = incidents = 0
    refused: list[Refused] = []
    with replacing(output) as temporary, temporary.open("w", encoding="utf-8") as sink:
        waiting: list[Article] = []
        for file in files:
            for article in _articles(file, settings, context, refused):
                waiting.append(article)
                if len(waiting) == _AT_ONCE:
                    incidents += _write(extractor, waiting, sink, refused)
                    articles += len(waiting)
                    on_progress("extract", articles, 0)
                    waiting = []
        incidents += _write(extractor, waiting, sink, refused)
        articles += len(waiting)
    return ExtractedFiles(articles, incidents, tuple(refused))


def _articles(
    file: Path, settings: Settings, context: ContractContext, refused: list[Refused]
) -> Iterator[Article]:
    limits = Limits(record_bytes=settings.max_record_bytes, file_bytes=file.stat().st_size)
    try:
        with file.open("rb") as stream:
            for record in reader_of(file.name)(stream, limits):
                judged = record.rejection or validate(record.value, context)
                if isinstance(judged, Rejection):
                    refused.append(Refused(str(file), record.number, judged.reason, judged.detail))
                else:
                    yield Article(
                        id=judged.article_id,
                        url=judged.url,
                        source=judged.source,
                        published_at=judged.published_at,
                        published_on=judged.published_on,
                        text=judged.text,
                        title=judged.title,
                        language=judged.language,
                        outlet_country=judged.outlet_country,
                    )
    except FileRejected as err:
        refused.append(Refused(str(file), 0, err.rejection.reason, err.rejection.detail))


def _write(
    extractor: ExtractorLike, articles: Sequence[Article], sink: TextIO, refused: list[Refused]
) -> int:
    written = 0
    for article, outcome in zip(articles, read_facts(articles, extractor), strict=True):
        if isinstance(outcome, str):
            refused.append(Refused(article.id, 0, Reason.EXTRACTOR_FAILED, outcome))
            continue
        row = {
            "article_id": article.id,
            "incidents": [fact_to_prediction(f) for f in outcome.facts],
        }
        sink.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += len(outcome.facts)
    return written
