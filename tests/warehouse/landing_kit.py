"""What the tests of landing, shards and staging share: a project, records, an extractor."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extractors.records import (
    ActorValue,
    Article,
    CasualtyClaim,
    DateValue,
    Evidence,
    IncidentFact,
    PlaceValue,
    Reading,
    Span,
    Toll,
)
from warehouse.core.settings import Settings
from warehouse.landing.batches import (
    BatchManifest,
    ShardPlan,
    WorkManifest,
    batch_folder,
    find_batch,
    plan_shards,
    read_work_manifest,
)
from warehouse.landing.shard_store import work_folder
from warehouse.steps.shards import extract_shard

DAY = dt.date(2026, 2, 3)
NOW = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
TEXT = "قتل 7 أشخاص وأصيب 12 آخرون في انفجار سيارة مفخخة وسط مدينة بعقوبة، بحسب ما قالت الشرطة."


def make_settings(root: Path, **changes: Any) -> Settings:
    """Settings of a project whose data lie below root; code and seeds are the project's own."""
    return Settings(
        landing_dir=root / "landing",
        var_dir=root / "var",
        published_dir=root / "published",
        **changes,
    )


def record(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    """A record that keeps the contract; a change to None takes the field away."""
    fields = {
        "id": f"a{number}",
        "url": f"https://news.example/{number}",
        "source": "وكالة",
        "published_at": "2026-02-03T10:00:00+03:00",
        "title": "انفجار في بعقوبة",
        "text": TEXT,
    } | changes
    return {name: value for name, value in fields.items() if value is not None}


def jsonl(records: Iterable[Any]) -> bytes:
    """Records as the bytes of a .jsonl file."""
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def land(settings: Settings, files: dict[str, bytes], day: dt.date = DAY) -> Path:
    """Deliver files into a night's folder, with the mark that all is there."""
    folder = batch_folder(settings, day)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_SUCCESS").touch()
    return folder


def plan(
    settings: Settings, files: dict[str, bytes], day: dt.date = DAY
) -> tuple[BatchManifest, list[ShardPlan]]:
    """Deliver, find and plan."""
    land(settings, files, day)
    manifest = find_batch(settings, day, now=NOW)
    return manifest, plan_shards(settings, manifest)


def planned(settings: Settings, day: dt.date = DAY) -> WorkManifest:
    """What planning noted; the counts add up."""
    work = read_work_manifest(settings, day)
    assert work.records_read == (
        work.records_staged + work.records_quarantined + work.records_repeated
    )
    assert work.records_staged == sum(shard.article_count for shard in work.shards)
    return work


def quarantine(settings: Settings, day: dt.date = DAY) -> list[dict[str, Any]]:
    """The rows of a night's quarantine."""
    rows: list[dict[str, Any]] = pq.read_table(
        work_folder(settings, day) / "quarantine.parquet"
    ).to_pylist()
    return rows


def reasons(settings: Settings, day: dt.date = DAY) -> list[tuple[str, int, str]]:
    """File, record and reason of everything in quarantine."""
    rows = quarantine(settings, day)
    return sorted((r["source_file"], r["source_record"], r["reason"]) for r in rows)


def staged(settings: Settings, day: dt.date = DAY) -> list[dict[str, Any]]:
    """The articles of all shards, in their order."""
    work = planned(settings, day)
    folder = work_folder(settings, day)
    return [
        row
        for shard in work.shards
        for row in pq.read_table(folder / shard.articles_file).to_pylist()
    ]


def extract_all(
    settings: Settings, shards: Sequence[ShardPlan], extractor: CountingExtractor | None = None
) -> None:
    """Extract every shard."""
    for shard in shards:
        extract_shard(settings, shard, extractor=extractor or CountingExtractor())


class CountingExtractor:
    """Takes every "قتل N" of a text for an incident. Fails on texts that say so."""

    def __init__(self, version: str = "counting-1") -> None:
        self.version = version
        self.calls: list[int] = []

    def read_bulk(self, articles: Sequence[Article]) -> list[Reading]:
        self.calls.append(len(articles))
        return [Reading(self._extract(article)) for article in articles]

    def _extract(self, article: Article) -> tuple[IncidentFact, ...]:
        if "عطل" in article.text:
            raise ZeroDivisionError("a figure of nothing")
        return tuple(
            self._fact(article, number, found)
            for number, found in enumerate(re.finditer(r"قتل (\d+)", article.text), start=1)
        )

    def _fact(self, article: Article, number: int, found: re.Match[str]) -> IncidentFact:
        killed = int(found[1])
        words = Span("text", found.start(), found.end(), found[0])
        day = article.published_on
        return IncidentFact(
            number=number,
            event_type="bombing_other",
            mention_kind="report" if number == 1 else "recalled",
            date=DateValue(day, day, "day"),
            place=PlaceValue("بعقوبة", None, "ديالى", "IQ-DI", "IQ", 33.75, 44.64, 1, 5.0),
            weapon="unknown",
            target_type="unknown",
            perpetrator=ActorValue(None, None, "unknown"),
            attribution_source=None,
            confidence=0.5,
            killed=Toll(killed, killed, killed),
            claims=(CasualtyClaim("killed", killed, killed, killed, "total", words),),
            evidence=(Evidence("killed", words), Evidence("event_type", words)),
        )
