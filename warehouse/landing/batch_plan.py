"""A batch cut into shards: which of its records are read, and what goes to quarantine."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contract.articles import Reason, Rejection, ValidArticle
from warehouse.core.files import file_digest, replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import BatchManifest, FileCount, ShardPlan, WorkManifest
from warehouse.landing.raw_records import printable
from warehouse.landing.source_tally import SourceTally

ARTICLES_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("content_digest", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("outlet_id", pa.string()),
        pa.field("outlet_country", pa.string()),
        pa.field("outlet_zone", pa.string(), nullable=False),
        pa.field("published_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("published_on", pa.date32(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("extra", pa.string(), nullable=False),
        pa.field("redaction_id", pa.string()),
        pa.field("is_kept", pa.bool_(), nullable=False),
        pa.field("source_file", pa.string(), nullable=False),
        pa.field("source_record", pa.int32(), nullable=False),
    ]
)
QUARANTINE_SCHEMA = pa.schema(
    [
        pa.field("source_file", pa.string(), nullable=False),
        pa.field("source_record", pa.int32(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string(), nullable=False),
        pa.field("raw_record", pa.string(), nullable=False),
    ]
)
#: Articles are judged before they are cut into shards; until then each keeps its raw record.
_SPOOL_SCHEMA = ARTICLES_SCHEMA.append(pa.field("raw_record", pa.string(), nullable=False))


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What decides whether an article is staged, for each row of the spool."""

    file: str
    article_id: str
    content_digest: str
    published_at: dt.datetime
    outlet: str


class Spool:
    """Articles and refused records on disk until the complete batch was seen.

    Which of two contents of one article is staged, and whether a file ends well, is known only
    afterwards; memory keeps a key for each article, not its text.
    """

    def __init__(self, work: Path, sources: SourceTally) -> None:
        self.sources = sources
        self.articles_path = work / ".spool-articles.parquet"
        self.quarantine_path = work / ".spool-quarantine.parquet"
        self._articles = RowWriter(self.articles_path, _SPOOL_SCHEMA)
        self._quarantine = RowWriter(self.quarantine_path, QUARANTINE_SCHEMA)
        self.keys: list[RecordKey] = []
        self.rejected_files: set[str] = set()
        self.refused: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._articles.close()
        self._quarantine.close()

    def add_article(self, file: str, number: int, article: ValidArticle, raw: str) -> None:
        """Keep an article that the contract accepts."""
        row = {name: getattr(article, name) for name in ARTICLES_SCHEMA.names[:-2]}
        row |= {"source_file": file, "source_record": number, "raw_record": raw}
        self._articles.add(row, len(article.text) + len(row["raw_record"]))
        self.keys.append(
            RecordKey(
                file,
                article.article_id,
                article.content_digest,
                article.published_at,
                article.outlet,
            )
        )

    def add_refused(self, file: str, number: int, why: Rejection, raw: str) -> None:
        """Keep a record that is refused, with its reason."""
        self.refused[file] += number > 0
        self._quarantine.add(quarantine_row(file, number, why, raw), len(raw))

    def reject_file(self, file: str, why: Rejection, head: str) -> None:
        """Drop all records of a file, and keep only that it was not read."""
        self.rejected_files.add(file)
        del self.refused[file]
        self.sources.drop(file)
        self.add_refused(file, 0, why, head)


class RowWriter:
    """Rows → Parquet, in row groups bounded by rows and characters."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def add(self, row: dict[str, Any], chars: int) -> None:
        """Add a row; rows are written in blocks of bounded size."""
        self._rows.append(row)
        self._chars += chars
        if len(self._rows) >= _SPOOL_ROWS or self._chars >= _SPOOL_CHARS:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        """Add the rows of a table."""
        self._flush()
        self._writer.write_table(table)

    def close(self) -> None:
        """Write what is left and close the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._chars = [], 0


def quarantine_row(file: str, number: int, why: Rejection, raw: str) -> dict[str, Any]:
    """A refused record as a row of quarantine."""
    # details quote the input: what a terminal or a database cannot hold is escaped here too
    detail = printable(why.detail.encode("utf-8", "backslashreplace"))
    return {
        "source_file": file,
        "source_record": number,
        "reason": why.reason.value,
        "detail": detail,
        "raw_record": raw,
    }


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of each row of the spool, and for conflicts why."""

    fates: list[int]
    conflicts: dict[int, str]


def write_plan(
    settings: Settings,
    manifest: BatchManifest,
    counts: list[FileCount],
    spool: Spool,
    work: Path,
) -> list[ShardPlan]:
    """Write the shards, the quarantine and the plan of a batch; returns the shards."""
    verdict = _judge_company(spool.keys, spool.rejected_files)
    for row in verdict.conflicts:
        key = spool.keys[row]
        spool.sources.withdraw(key.file, key.outlet, Reason.CONFLICTING_VERSIONS)
    cutter = _ShardCutter(manifest, work, settings.shard_articles)
    with replacing(work / "quarantine.parquet") as temporary:
        quarantine = RowWriter(temporary, QUARANTINE_SCHEMA)
        _keep_refused(spool, quarantine)
        _part_articles(spool, verdict, cutter, quarantine)
        quarantine.close()
    tally = Counter(verdict.fates)
    plan = WorkManifest(
        batch_date=manifest.batch_date,
        batch_digest=manifest.batch_digest,
        files=tuple(counts),
        shards=tuple(cutter.finish()),
        quarantine_digest=file_digest(work / "quarantine.parquet"),
        records_read=sum(count.records_read for count in counts),
        records_staged=tally[_STAGE],
        records_quarantined=tally[_CONFLICT] + spool.refused.total(),
        records_repeated=tally[_REPEATED],
        files_quarantined=len(spool.rejected_files),
        notices=spool.sources.notices(),
    )
    spool.articles_path.unlink()
    spool.quarantine_path.unlink()
    with replacing(work / "manifest.json") as temporary:
        temporary.write_text(json.dumps(plan.to_json(), ensure_ascii=False), encoding="utf-8")
    return list(plan.shards)


def _judge_company(keys: list[RecordKey], rejected_files: set[str]) -> _Verdict:
    """Judge articles against each other. The same content again counts as repeated: the first one
    in the order of files and records is kept. Two contents with one time of publication contradict
    each other, as do two outlets with one id: none of them is staged. Contents with different times
    are versions of the article."""
    fates = [_DROPPED if key.file in rejected_files else _STAGE for key in keys]
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        if fates[row] != _DROPPED:
            rows_of[key.article_id].append(row)
    conflicts: dict[int, str] = {}
    for rows in rows_of.values():
        firsts: dict[str, int] = {}
        for row in rows:
            if firsts.setdefault(keys[row].content_digest, row) != row:
                fates[row] = _REPEATED
        contents = list(firsts.values())
        two_outlets = len({keys[row].outlet for row in contents}) > 1
        at_once = Counter(keys[row].published_at for row in contents)
        for row in contents:
            key = keys[row]
            if two_outlets:
                conflicts[row] = f"two outlets use the id {key.article_id}"
            elif at_once[key.published_at] > 1:
                conflicts[row] = (
                    f"{at_once[key.published_at]} contents of {key.article_id} were published at "
                    f"{key.published_at.isoformat()}"
                )
    for row in conflicts:
        fates[row] = _CONFLICT
    return _Verdict(fates, conflicts)


def _keep_refused(spool: Spool, quarantine: RowWriter) -> None:
    """Refused records, without those of files that were later refused as a whole."""
    for batch in pq.ParquetFile(spool.quarantine_path).iter_batches(_SPOOL_ROWS):
        places = zip(
            batch.column("source_file").to_pylist(),
            batch.column("source_record").to_pylist(),
            strict=True,
        )
        mask = [number == 0 or file not in spool.rejected_files for file, number in places]
        quarantine.add_table(pa.Table.from_batches([batch.filter(pa.array(mask, pa.bool_()))]))


def _part_articles(
    spool: Spool, verdict: _Verdict, cutter: _ShardCutter, quarantine: RowWriter
) -> None:
    """Spooled articles → shards, conflicting ones → quarantine."""
    first = 0
    for batch in pq.ParquetFile(spool.articles_path).iter_batches(_SPOOL_ROWS):
        rows = range(first, first + batch.num_rows)
        first = rows.stop
        for row in rows:
            if row in verdict.conflicts:
                [raw] = batch.slice(row - rows.start, 1).to_pylist()
                why = Rejection(Reason.CONFLICTING_VERSIONS, verdict.conflicts[row])
                place = raw["source_file"], raw["source_record"]
                quarantine.add(quarantine_row(*place, why, raw["raw_record"]), len(raw["text"]))
        mask = pa.array([verdict.fates[row] == _STAGE for row in rows], pa.bool_())
        staged = pa.Table.from_batches([batch.filter(mask)])
        cutter.add(staged.select(ARTICLES_SCHEMA.names))


class _ShardCutter:
    """Articles → shards of equal size, in the order of files and records."""

    def __init__(self, manifest: BatchManifest, work: Path, rows_per_shard: int) -> None:
        self._manifest, self._work, self._rows_per_shard = manifest, work, rows_per_shard
        self._waiting = ARTICLES_SCHEMA.empty_table()
        self._shards: list[ShardPlan] = []

    def add(self, articles: pa.Table) -> None:
        self._waiting = pa.concat_tables([self._waiting, articles])
        while self._waiting.num_rows >= self._rows_per_shard:
            self._write(self._waiting.slice(0, self._rows_per_shard))
            self._waiting = self._waiting.slice(self._rows_per_shard)

    def finish(self) -> list[ShardPlan]:
        """All shards; the last may be smaller."""
        if self._waiting.num_rows:
            self._write(self._waiting)
            self._waiting = ARTICLES_SCHEMA.empty_table()
        return self._shards

    def _write(self, articles: pa.Table) -> None:
        number = len(self._shards)
        path = self._work / f"articles-{number:04d}.parquet"
        with replacing(path) as temporary:
            # one chunk, however the rows were split: the file's bytes depend on the rows alone
            pq.write_table(articles.combine_chunks(), temporary, compression="zstd")
        self._shards.append(
            ShardPlan(
                batch_date=self._manifest.batch_date,
                number=number,
                name=f"{self._manifest.batch_date}/{number:04d}",
                batch_digest=self._manifest.batch_digest,
                articles_file=path.name,
                articles_digest=file_digest(path),
                facts_file=f"facts-{number:04d}.parquet",
                article_count=articles.num_rows,
            )
        )


_SPOOL_ROWS, _SPOOL_CHARS = 256, 8_000_000
_STAGE, _REPEATED, _CONFLICT, _DROPPED = range(4)
