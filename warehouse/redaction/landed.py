"""The landing folder without the redacted words, batch by batch."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import duckdb
import pyarrow.parquet as pq

from warehouse.contract.articles import ValidArticle
from warehouse.core.files import replacing
from warehouse.core.settings import Settings
from warehouse.landing.batches import find_batch, landed_batches
from warehouse.redaction.kept_rows import (
    _KEPT_ARTICLES,
    _KEPT_FACTS,
    _key,
    keep_rows,
)
from warehouse.redaction.landing import LandingCleaner
from warehouse.redaction.plan import LATER, Plan
from warehouse.store.redaction_log import (
    kept_path,
    taken_out,
    tombstone_text,
)


def clean_landing(settings: Settings, plan: Plan) -> None:
    """Take the records out of the landing files, and keep what later nights need of them."""
    for batch_date, folder in landed_batches(settings):
        if batch_date.isoformat() not in plan.batches:
            continue
        cleaner = LandingCleaner(settings, plan.entry, plan.words, batch_date)
        # the rows to keep are written before the record is removed
        cleaner.records(folder)
        _keep_landed(settings, batch_date, cleaner.kept.values())
        _mark_quarantine(settings, batch_date, cleaner.marks)
        cleaner.clean(folder)
        _note_digest(settings, batch_date, plan.batches[batch_date.isoformat()])


def _keep_landed(settings: Settings, batch_date: dt.date, articles: Any) -> None:  # noqa: ANN401
    """Keep also the records that were never staged because they contradict each other."""
    path = kept_path(settings, "articles")
    known = set()
    if path.exists():
        known = {_key(row) for row in pq.read_table(path, schema=_KEPT_ARTICLES).to_pylist()}
    rows = [
        {"batch_date": batch_date, **_article_values(article)}
        for article in articles
        if (batch_date, article.article_id, article.content_digest) not in known
    ]
    if rows:
        keep_rows(settings, "articles", _KEPT_ARTICLES, rows)
        keep_rows(settings, "facts", _KEPT_FACTS, [_unread(row) for row in rows])


def _unread(article: dict[str, Any]) -> dict[str, Any]:
    """Empty facts for an article that gave none: it contradicts another, or could not be read."""
    nothing: dict[str, Any] = dict.fromkeys(_KEPT_FACTS.names)
    held = {"failure": "taken out unread", "public_url": "", "private_names": [], "mentions": []}
    named = {name: article[name] for name in ("batch_date", "article_id", "content_digest")}
    return nothing | held | named


def _mark_quarantine(
    settings: Settings, batch_date: dt.date, marks: Sequence[tuple[str, int, dict[str, Any]]]
) -> None:
    """Give quarantine the entry that a night would now write for such a record."""
    if not settings.build_file.exists():
        return  # a backup that holds only the landing folder
    with duckdb.connect(str(settings.build_file)) as connection:
        for file, number, mark in marks:
            connection.execute(
                "update staging.quarantine set raw_record = ?,"
                " detail = case when ? then ? else detail end"
                " where batch_date = ? and source_file = ? and source_record = ?",
                [
                    tombstone_text(mark), "refused" in mark, taken_out(mark),
                    batch_date, file, number,
                ],
            )  # fmt: skip


def _article_values(article: ValidArticle) -> dict[str, Any]:
    values = asdict(article)
    return {name: values[name] for name in _KEPT_ARTICLES.names if name != "batch_date"}


def _note_digest(settings: Settings, batch_date: dt.date, before: str) -> None:
    """Record the batch's new digest as already read, since nothing new was delivered."""
    if not settings.build_file.exists():
        return
    manifest = find_batch(settings, batch_date, now=LATER)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            "update staging.batches set batch_digest = ? where batch_date = ?",
            [manifest.batch_digest, batch_date],
        )
        for file in manifest.files:
            connection.execute(
                "update staging.batch_files set file_digest = ?, file_bytes = ?"
                " where batch_date = ? and source_file = ?",
                [file.digest, file.size_bytes, batch_date, file.name],
            )
    for path in (settings.runs_dir / batch_date.isoformat()).glob("*/find_batch.json"):
        result = json.loads(path.read_text("utf-8"))
        if result["note"].get("batch_digest") == before:
            result["note"]["batch_digest"] = manifest.batch_digest
            with replacing(path) as temporary:
                temporary.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
