"""A staging database for tests: a build file filled through plain inserts, in a night's schema.

It knows only warehouse/store/sql/*.sql, none of the code that fills it on a real night.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

_SQL = Path(__file__).resolve().parents[2] / "warehouse" / "store" / "sql"
SCHEMA = "\n".join((_SQL / name).read_text("utf-8") for name in ("staging.sql", "linking.sql"))
EXTRACTOR_VERSION = "test-1"


def digest(*parts: object) -> str:
    """A short hash over the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


class StagingBuilder:
    """Fills the staging tables of one build file."""

    def __init__(self, build_file: Path) -> None:
        build_file.parent.mkdir(parents=True, exist_ok=True)
        self.con = duckdb.connect(str(build_file))
        self.con.execute("set TimeZone = 'UTC'")
        self.con.execute(SCHEMA)

    def close(self) -> None:
        """Let go of the file, so that dbt can open it."""
        self.con.close()

    def __enter__(self) -> StagingBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _insert(self, table: str, row: Mapping[str, Any]) -> None:
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        self.con.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))

    def place(
        self,
        place_id: str,
        name_ar: str,
        name_en: str,
        *,
        admin1: str | None,
        country: str,
        lat: float,
        lon: float,
        kind: str = "city",
    ) -> None:
        """Add one place of the gazetteer."""
        self._insert(
            "staging.places",
            {
                "place_id": place_id,
                "name_ar": name_ar,
                "name_en": name_en,
                "name_en_source": "geonames",
                "kind": kind,
                "admin1_code": admin1,
                "country_code": country,
                "latitude": lat,
                "longitude": lon,
            },
        )

    def batch(self, batch_date: str, articles: int) -> None:
        """Add one batch with one file."""
        build_id = digest("build", batch_date)
        self._insert(
            "staging.batches",
            {
                "batch_date": batch_date,
                "batch_digest": digest("batch", batch_date),
                "file_count": 1,
                "records_read": articles,
                "records_staged": articles,
                "records_quarantined": 0,
                "records_repeated": 0,
                "build_id": build_id,
                "extractor_version": EXTRACTOR_VERSION,
            },
        )
        self._insert(
            "staging.batch_files",
            {
                "batch_date": batch_date,
                "source_file": "articles.jsonl",
                "file_digest": digest("file", batch_date),
                "file_bytes": 1000,
                "records_read": articles,
                "build_id": build_id,
            },
        )

    def article(
        self,
        batch_date: str,
        article_id: str,
        *,
        title: str,
        text: str,
        published_at: str,
        source: str = "المدى",
        outlet_id: str | None = None,
        record: int = 1,
    ) -> str:
        """Add one version of an article; returns its content digest."""
        content_digest = digest(title, text, published_at)
        self._insert(
            "staging.articles",
            {
                "batch_date": batch_date,
                "article_id": article_id,
                "content_digest": content_digest,
                "url": f"https://news.example/{article_id}",
                "source": source,
                "outlet_id": outlet_id,
                "published_at": dt.datetime.fromisoformat(published_at),
                "published_on": dt.datetime.fromisoformat(published_at).date(),
                "title": title,
                "text": text,
                "language": "ar",
                "masked_title": " ".join(title.split()[:25]),
                "public_url": f"https://news.example/{article_id}",
                "extra": "{}",
                "source_file": "articles.jsonl",
                "source_record": record,
                "build_id": digest("build", batch_date),
                "extractor_version": EXTRACTOR_VERSION,
            },
        )
        self._insert("staging.changed_articles", {"article_id": article_id})
        return content_digest

    def fact(
        self,
        batch_date: str,
        article_id: str,
        content_digest: str,
        number: int = 1,
        **values: Any,
    ) -> str:
        """Add one incident fact; `values` override the columns. Returns its mention id."""
        mention_id = digest(article_id, content_digest, number)
        row: dict[str, Any] = {
            "mention_id": mention_id,
            "batch_date": batch_date,
            "article_id": article_id,
            "content_digest": content_digest,
            "fact_number": number,
            "is_main": True,
            "mention_kind": "report",
            "event_type": "ied_bombing",
            "date_precision": "day" if "occurred_on" in values else "unknown",
            "weapon": "unknown",
            "target_type": "unknown",
            "outcome": "completed",
            "perpetrator_status": "unknown",
            "confidence": 0.8,
            "build_id": digest("build", batch_date),
            "extractor_version": EXTRACTOR_VERSION,
        }
        if not values.get("is_main", True):
            row["mention_kind"] = "recalled"
        if "occurred_on" in values:
            row |= {"date_earliest": values["occurred_on"], "date_latest": values["occurred_on"]}
        self._insert("staging.incident_facts", row | values)
        return mention_id

    def claim(
        self,
        batch_date: str,
        mention_id: str,
        text: str,
        words: str,
        value: int | None,
        **values: Any,
    ) -> None:
        """Add one claim of a count, found in the article's text."""
        start = text.index(words)
        number = values.pop("claim_number", 1)
        row: dict[str, Any] = {
            "claim_id": digest(mention_id, number),
            "mention_id": mention_id,
            "batch_date": batch_date,
            "claim_number": number,
            "measure": "killed",
            "claim_role": "total",
            "victim_status": "unknown",
            "certainty": "stated",
            "value_low": value,
            "value_best": value,
            "value_high": value,
            "article_part": "text",
            "span_start": start,
            "span_end": start + len(words),
            "words": words,
            "quote": words,
            "build_id": digest("build", batch_date),
        }
        self._insert("staging.casualty_claims", row | values)

    def attribution(
        self, batch_date: str, mention_id: str, text: str, words: str, **values: Any
    ) -> None:
        """Add one statement about who did it, found in the article's text."""
        start = text.index(words)
        number = values.pop("attribution_number", 1)
        row: dict[str, Any] = {
            "attribution_id": digest(mention_id, "attribution", number),
            "mention_id": mention_id,
            "batch_date": batch_date,
            "attribution_number": number,
            "actor_name": words,
            "stance": "attributed",
            "article_part": "text",
            "span_start": start,
            "span_end": start + len(words),
            "words": words,
            "quote": words,
            "build_id": digest("build", batch_date),
        }
        self._insert("staging.attributions", row | values)

    def evidence(
        self,
        batch_date: str,
        mention_id: str,
        field: str,
        whole: str,
        words: str,
        *,
        part: str = "text",
        number: int = 1,
    ) -> None:
        """Add one evidence span, found in the article's part."""
        start = whole.index(words)
        self._insert(
            "staging.evidence",
            {
                "mention_id": mention_id,
                "batch_date": batch_date,
                "field": field,
                "span_number": number,
                "basis": "told",
                "article_part": part,
                "span_start": start,
                "span_end": start + len(words),
                "words": words,
                "build_id": digest("build", batch_date),
            },
        )
        if field == "event_type":
            self.con.execute(
                "update staging.incident_facts set quote = ?, evidence_part = ?,"
                " evidence_start = ?, evidence_end = ? where mention_id = ? and batch_date = ?",
                [
                    " ".join(whole[start:].split()[:25]), part, start, start + len(words),
                    mention_id, batch_date,
                ],
            )  # fmt: skip
