"""Landing folder → articles and quarantine.

`find_batch` says which files a night has and whether they are all there; `plan_shards` reads
them, judges every record and writes what extraction works on:

    var/work/<batch_date>/articles-0000.parquet …   the articles, in shards
    var/work/<batch_date>/quarantine.parquet        what was refused, and why
    var/work/<batch_date>/manifest.json             counts and digests; written last

Landing files are outside input. They are opened as regular files only, never through a link
that leaves the batch's folder, and a file that changes while it is read makes the batch
"not ready" rather than half read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pyarrow as pa
import pyarrow.parquet as pq

from intake.opening import display_name, open_regular
from warehouse.contract.articles import ContractContext, Reason, Rejection, ValidArticle, validate
from warehouse.core.errors import BatchMissing, BatchNotReady, ShardFailed
from warehouse.core.files import file_digest, private_folder, replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import BatchFile, BatchManifest, FileCount, ShardPlan, WorkManifest
from warehouse.landing.raw_records import HEAD_BYTES, FileRejected, Limits, RawRecord, printable
from warehouse.landing.readers import reader_of
from warehouse.landing.shard_store import send_plan, work_folder
from warehouse.landing.source_tally import SourceTally
from warehouse.store.redaction_log import Screen, tombstone_text

__all__ = [
    "ARTICLES_SCHEMA",
    "QUARANTINE_SCHEMA",
    "BatchFile",
    "BatchManifest",
    "ShardPlan",
    "WorkManifest",
    "batch_folder",
    "find_batch",
    "plan_shards",
    "read_work_manifest",
    "work_folder",
]

log = logging.getLogger(__name__)

SUCCESS_MARK = "_SUCCESS"
#: Names that programs give to files they are still writing, or leave behind.
_TEMPORARY_ENDINGS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".swp", ".bak", "~")

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
#: Shards are judged before they are cut: until then each article keeps its raw record.
_SPOOL_SCHEMA = ARTICLES_SCHEMA.append(pa.field("raw_record", pa.string(), nullable=False))
_SPOOL_ROWS, _SPOOL_CHARS = 256, 8_000_000


# --- finding ----------------------------------------------------------------------------------


def batch_folder(settings: Settings, batch_date: dt.date) -> Path:
    """landing/<batch_date>/, whether it is there or not."""
    return settings.landing_dir / batch_date.isoformat()


def landed_batches(settings: Settings) -> Iterator[tuple[dt.date, Path]]:
    """The folders of batches, by date."""
    if not settings.landing_dir.is_dir():
        return
    for folder in sorted(settings.landing_dir.iterdir()):
        try:
            batch_date = dt.date.fromisoformat(folder.name)
        except ValueError:
            continue
        if folder.is_dir():
            yield batch_date, folder


def find_batch(settings: Settings, batch_date: dt.date, *, now: dt.datetime) -> BatchManifest:
    """The files of a night with their digests.

    A batch is complete when its folder holds `_SUCCESS`, or when nothing in it (files still
    being written included) was touched for settings.quiet_minutes before `now`. Hidden and
    temporary files are not part of it. Raises BatchMissing where there is no folder,
    BatchNotReady where it is not complete or changes under our eyes.
    """
    folder = batch_folder(settings, batch_date)
    if not folder.is_dir():
        raise BatchMissing(
            f"there is no landing folder {folder}",
            "deliver the night's articles there (docs/landing-contract.md); for a night without "
            "any, an empty folder with an empty file _SUCCESS",
        )
    if not (folder / SUCCESS_MARK).exists():
        _require_quiet(folder, settings.quiet_minutes, now)
    files = tuple(_landed(entry) for entry in _entries(folder))
    names_and_digests = "".join(f"{file.name}\0{file.digest}\n" for file in files)
    digest = hashlib.sha256(names_and_digests.encode()).hexdigest()
    return BatchManifest(batch_date=batch_date, batch_digest=digest, files=files)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something in a batch's folder that may be a landing file."""

    name: str
    path: Path
    root: Path

    @property
    def kind(self) -> Literal["file", "outside_link", "special"]:
        """What it is now: looked up anew each time, for a folder can change at any moment."""
        target = self.path
        if self.path.is_symlink():
            try:
                target = self.path.resolve(strict=True)
            except (OSError, RuntimeError):
                return "outside_link"
            if not target.is_relative_to(self.root):
                return "outside_link"
        return "file" if target.is_file() else "special"


def _entries(folder: Path) -> list[_Entry]:
    """All landing files below a batch's folder, by name."""
    root = folder.resolve()
    entries = []
    for parent, folders, files in os.walk(root, onerror=_not_listed):
        folders[:] = [name for name in folders if not _is_aside(name)]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in (name for name in [*files, *links] if not _is_aside(name)):
            path = Path(parent, name)
            entries.append(_Entry(display_name(root, path), path, root))
    return sorted(entries, key=lambda entry: entry.name)


def _not_listed(err: OSError) -> None:
    raise BatchNotReady(f"a folder of the batch cannot be listed: {err}", "make it readable")


def _is_aside(name: str) -> bool:
    """Hidden, a marker (_SUCCESS), or still being written."""
    return name.startswith((".", "_")) or name.lower().endswith(_TEMPORARY_ENDINGS)


def _landed(entry: _Entry) -> BatchFile:
    """The entry with size and digest. What may not be read is known by a digest of its name or
    state, so that a change of it is noticed too."""
    size = 0
    try:
        if entry.kind == "file":
            with open_regular(entry.path) as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                size = os.fstat(stream.fileno()).st_size
        elif entry.path.is_symlink():
            digest = _state_digest(f"link to {entry.path.readlink()}")
        else:
            digest = _state_digest("no regular file")
    except PermissionError:
        digest = _state_digest("unreadable")
    except OSError as err:
        raise BatchNotReady(
            f"{entry.name} went away while the batch was looked at: {err}",
            "wait until delivery has ended, then run the night again",
        ) from err
    return BatchFile(name=entry.name, size_bytes=size, digest=digest)


def _state_digest(state: str) -> str:
    return hashlib.sha256(os.fsencode(f"sijill: {state}")).hexdigest()


def _require_quiet(folder: Path, quiet_minutes: int, now: dt.datetime) -> None:
    newest, where = folder.stat().st_mtime, folder
    for parent, folders, files in os.walk(folder):
        for path in (Path(parent, name) for name in [*folders, *files]):
            try:
                changed = path.lstat().st_mtime
            except FileNotFoundError:
                changed = now.timestamp()
            if changed > newest:
                newest, where = changed, path
    minutes = (now.timestamp() - newest) / 60
    if minutes < quiet_minutes:
        raise BatchNotReady(
            f"{folder} has no {SUCCESS_MARK} and {where.name} changed {minutes:.1f} minutes ago "
            f"(wanted: {quiet_minutes})",
            f"wait, or put an empty file {SUCCESS_MARK} there when delivery has ended",
        )


# --- reading ----------------------------------------------------------------------------------


def plan_shards(settings: Settings, manifest: BatchManifest) -> list[ShardPlan]:
    """Read and judge every record of a batch; returns one plan for each extraction task.

    A night with nothing gives an empty list. Replaces what an earlier plan left in the work
    folder. Raises BatchNotReady where a file is not what the manifest says, LexiconError where
    reference data is broken. The same manifest gives the same bytes.
    """
    context = ContractContext.of(settings, manifest.batch_date)
    screen = Screen.of(settings)
    entries = {e.name: e for e in _entries(batch_folder(settings, manifest.batch_date))}
    work = work_folder(settings, manifest.batch_date)
    shutil.rmtree(work, ignore_errors=True)
    private_folder(settings.work_dir)
    work.mkdir()
    try:
        with _Spool(work, SourceTally(context.outlets)) as spool:
            counts = [
                _read_file(file, entries.get(file.name), settings, context, screen, spool)
                for file in manifest.files
            ]
        plans = _write_plan(settings, manifest, counts, spool, work)
        send_plan(settings, manifest.batch_date, plans)
        return plans
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def read_work_manifest(settings: Settings, batch_date: dt.date) -> WorkManifest:
    """What `plan_shards` left. Raises ShardFailed where it did not run or did not end."""
    path = work_folder(settings, batch_date) / "manifest.json"
    try:
        return WorkManifest.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as err:
        raise ShardFailed(
            f"there is no plan for the night of {batch_date}: {err}", "run plan_shards again"
        ) from err


@dataclass(frozen=True, slots=True)
class _Key:
    """What decides whether an article is staged, for each row of the spool."""

    file: str
    article_id: str
    content_digest: str
    published_at: dt.datetime
    outlet: str


class _Spool:
    """Articles and refused records on disk until the whole batch was seen.

    Which of two contents of one article is staged, and whether a file ends well, is known only
    afterwards; memory keeps a key for each article, not its text.
    """

    def __init__(self, work: Path, sources: SourceTally) -> None:
        self.sources = sources
        self.articles_path = work / ".spool-articles.parquet"
        self.quarantine_path = work / ".spool-quarantine.parquet"
        self._articles = _RowWriter(self.articles_path, _SPOOL_SCHEMA)
        self._quarantine = _RowWriter(self.quarantine_path, QUARANTINE_SCHEMA)
        self.keys: list[_Key] = []
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
        row = {name: getattr(article, name) for name in ARTICLES_SCHEMA.names[:-2]}
        row |= {"source_file": file, "source_record": number, "raw_record": raw}
        self._articles.add(row, len(article.text) + len(row["raw_record"]))
        self.keys.append(
            _Key(
                file,
                article.article_id,
                article.content_digest,
                article.published_at,
                article.outlet,
            )
        )

    def add_refused(self, file: str, number: int, why: Rejection, raw: str) -> None:
        self.refused[file] += number > 0
        self._quarantine.add(_quarantine_row(file, number, why, raw), len(raw))

    def reject_file(self, file: str, why: Rejection, head: str) -> None:
        """Forget all of a file but that it was not read."""
        self.rejected_files.add(file)
        del self.refused[file]
        self.sources.forget(file)
        self.add_refused(file, 0, why, head)


class _RowWriter:
    """Rows → Parquet, in row groups bounded by rows and characters."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def add(self, row: dict[str, Any], chars: int) -> None:
        self._rows.append(row)
        self._chars += chars
        if len(self._rows) >= _SPOOL_ROWS or self._chars >= _SPOOL_CHARS:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        self._flush()
        self._writer.write_table(table)

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._chars = [], 0


def _quarantine_row(file: str, number: int, why: Rejection, raw: str) -> dict[str, Any]:
    # details quote the input: what a terminal or a database cannot hold is escaped here too
    detail = printable(why.detail.encode("utf-8", "backslashreplace"))
    return {
        "source_file": file,
        "source_record": number,
        "reason": why.reason.value,
        "detail": detail,
        "raw_record": raw,
    }


def _read_file(  # noqa: PLR0917 - what a batch's files have in common
    file: BatchFile,
    entry: _Entry | None,
    settings: Settings,
    context: ContractContext,
    screen: Screen,
    spool: _Spool,
) -> FileCount:
    if entry is None:
        raise _changed(file)
    limits = Limits(record_bytes=settings.max_record_bytes, file_bytes=file.size_bytes)
    read = 0
    try:
        for record in _records(entry, limits):
            read += 1
            told = screen.tombstone(record.value)
            judged = _judged(record, told, context, screen)
            raw = tombstone_text(told) if told else screen.raw(record.printable())
            if isinstance(judged, Rejection):
                if judged.reason == Reason.REDACTED:
                    raw = ""
                else:
                    spool.sources.refuse(file.name, record.value, judged.reason)
                spool.add_refused(file.name, record.number, judged, raw)
            else:
                spool.sources.accept(file.name, judged.source, judged.outlet)
                spool.add_article(file.name, record.number, judged, raw)
    except FileRejected as err:
        log.warning("%s goes to quarantine whole: %s", file.name, err)
        spool.reject_file(file.name, err.rejection, screen.raw(_head(entry)))
        read = 0
    if _landed(entry) != file:
        raise _changed(file)
    return FileCount(
        name=file.name, size_bytes=file.size_bytes, digest=file.digest, records_read=read
    )


def _judged(
    record: RawRecord, told: dict[str, Any] | None, context: ContractContext, screen: Screen
) -> ValidArticle | Rejection:
    if told is not None:
        return screen.kept(context.batch_date, told)
    judged = record.rejection or validate(record.value, context)
    return judged if isinstance(judged, Rejection) else screen.judged(judged)


def _changed(file: BatchFile) -> BatchNotReady:
    return BatchNotReady(
        f"{file.name} changed or went away while the batch was read",
        "wait until delivery has ended, then run the night again from find_batch",
    )


def _records(entry: _Entry, limits: Limits) -> Iterator[RawRecord]:
    """The records of one file. Raises FileRejected and nothing else."""
    if entry.kind == "outside_link":
        raise FileRejected(
            Reason.UNSAFE_PATH, "a link that leaves the batch's folder, or leads nowhere"
        )
    if entry.kind == "special":
        raise FileRejected(Reason.UNSAFE_PATH, "no regular file")
    try:
        reader = reader_of(entry.name)
        with open_regular(entry.path) as stream:
            yield from reader(stream, limits)
    except FileRejected:
        raise
    except Exception as err:
        # parsers of outside bytes can fail in ways that nobody foresaw: one file, not the night
        log.debug("reading %s failed", entry.name, exc_info=True)
        detail = f"cannot be read: {type(err).__name__}: {err}"
        raise FileRejected(Reason.UNREADABLE_FILE, detail) from err


def _head(entry: _Entry) -> str:
    """How a file begins, for the eyes of a person; "" where nothing may be read."""
    if entry.kind != "file":
        return ""
    try:
        with open_regular(entry.path) as stream:
            return printable(stream.read(HEAD_BYTES))
    except OSError:
        return ""


# --- writing the plan -------------------------------------------------------------------------

_STAGE, _REPEATED, _CONFLICT, _DROPPED = range(4)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of each row of the spool, and for conflicts why."""

    fates: list[int]
    conflicts: dict[int, str]


def _write_plan(
    settings: Settings,
    manifest: BatchManifest,
    counts: list[FileCount],
    spool: _Spool,
    work: Path,
) -> list[ShardPlan]:
    verdict = _judge_company(spool.keys, spool.rejected_files)
    for row in verdict.conflicts:
        key = spool.keys[row]
        spool.sources.withdraw(key.file, key.outlet, Reason.CONFLICTING_VERSIONS)
    cutter = _ShardCutter(manifest, work, settings.shard_articles)
    with replacing(work / "quarantine.parquet") as temporary:
        quarantine = _RowWriter(temporary, QUARANTINE_SCHEMA)
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


def _judge_company(keys: list[_Key], rejected_files: set[str]) -> _Verdict:
    """Judge articles against each other.

    The same content again is repeated: the first in the order of files and records counts. Two
    contents with one time of publication contradict each other, as do two outlets with one id:
    none of them is staged. Contents with different times are versions of the article.
    """
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


def _keep_refused(spool: _Spool, quarantine: _RowWriter) -> None:
    """Refused records, without those of files that were refused whole later on."""
    for batch in pq.ParquetFile(spool.quarantine_path).iter_batches(_SPOOL_ROWS):
        places = zip(
            batch.column("source_file").to_pylist(),
            batch.column("source_record").to_pylist(),
            strict=True,
        )
        mask = [number == 0 or file not in spool.rejected_files for file, number in places]
        quarantine.add_table(pa.Table.from_batches([batch.filter(pa.array(mask, pa.bool_()))]))


def _part_articles(
    spool: _Spool, verdict: _Verdict, cutter: _ShardCutter, quarantine: _RowWriter
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
                quarantine.add(_quarantine_row(*place, why, raw["raw_record"]), len(raw["text"]))
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
            # one chunk, whatever pieces the rows came in: the bytes depend on the rows alone
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
