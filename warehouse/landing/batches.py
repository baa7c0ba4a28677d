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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from intake.opening import display_name, open_regular
from warehouse.contract.articles import ContractContext, Reason, Rejection, ValidArticle, validate
from warehouse.core.errors import BatchMissing, BatchNotReady, ShardFailed
from warehouse.core.files import private_folder
from warehouse.core.settings import Settings
from warehouse.core.step_results import BatchFile, BatchManifest, FileCount, ShardPlan, WorkManifest
from warehouse.landing.batch_plan import ARTICLES_SCHEMA, QUARANTINE_SCHEMA, Spool, write_plan
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
        """Its kind now: determined each time, since a folder can change at any moment."""
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
    """The entry with size and digest. A file that may not be read gets a digest of its name or
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
            f"{entry.name} went away while the batch was read: {err}",
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
        with Spool(work, SourceTally(context.outlets)) as spool:
            counts = [
                _read_file(file, entries.get(file.name), settings, context, screen, spool)
                for file in manifest.files
            ]
        plans = write_plan(settings, manifest, counts, spool, work)
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


def _read_file(  # noqa: PLR0917 - what a batch's files have in common
    file: BatchFile,
    entry: _Entry | None,
    settings: Settings,
    context: ContractContext,
    screen: Screen,
    spool: Spool,
) -> FileCount:
    if entry is None:
        raise _changed(file)
    limits = Limits(record_bytes=settings.max_record_bytes, file_bytes=file.size_bytes)
    read = 0
    try:
        for record in _records(entry, limits):
            read += 1
            tombstone = screen.tombstone(record.value)
            judged = _judged(record, tombstone, context, screen)
            raw = tombstone_text(tombstone) if tombstone else screen.raw(record.printable())
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
        log.warning("%s goes to quarantine as a whole: %s", file.name, err)
        spool.reject_file(file.name, err.rejection, screen.raw(_head(entry)))
        read = 0
    if _landed(entry) != file:
        raise _changed(file)
    return FileCount(
        name=file.name, size_bytes=file.size_bytes, digest=file.digest, records_read=read
    )


def _judged(
    record: RawRecord, tombstone: dict[str, Any] | None, context: ContractContext, screen: Screen
) -> ValidArticle | Rejection:
    if tombstone is not None:
        return screen.kept(context.batch_date, tombstone)
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
        # a parser can fail on outside bytes in unforeseen ways: only this file is refused
        log.debug("reading %s failed", entry.name, exc_info=True)
        detail = f"cannot be read: {type(err).__name__}: {err}"
        raise FileRejected(Reason.UNREADABLE_FILE, detail) from err


def _head(entry: _Entry) -> str:
    """The beginning of a file for a person to read; "" where nothing may be read."""
    if entry.kind != "file":
        return ""
    try:
        with open_regular(entry.path) as stream:
            return printable(stream.read(HEAD_BYTES))
    except OSError:
        return ""
