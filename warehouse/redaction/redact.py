"""Take a text, an outlet or a name out of everything that is kept: the one exception to "nothing is
lost". docs/redaction.md says what and why.

    build file, or lake → what is kept → landing → published versions → register → editions
    → backups → the rest → scan

Each step can be done twice; the journal (redactions/pending.json) says which are done. While it is
there no night, publish or release may write. The command ends only when a scan of every file found
none of the words; then a line is added to the log.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from warehouse.core.errors import (
    DiskSpaceLow,
    RedactionRefused,
    RedactionUnfinished,
    ShardFailed,
    StagingFailed,
)
from warehouse.core.progress import Progress
from warehouse.core.settings import Settings
from warehouse.landing.batches import landed_batches
from warehouse.landing.shard_store import delete_all_shards
from warehouse.redaction.backups import redact_backups
from warehouse.redaction.build import clean_build, mask_build
from warehouse.redaction.kept_rows import (
    keep_what_stays,
)
from warehouse.redaction.lake import (
    LAKE_TO_FILE,
    built_in_a_file,
    copy_lake,
    lake_bytes,
    refill_lake,
    refuse_catalogue_of_another,
    refuse_kept_versions,
    refuse_left_build_file,
)
from warehouse.redaction.landed import clean_landing
from warehouse.redaction.plan import Plan, RedactionRequest, make_plan, read_pending, subjects_of
from warehouse.redaction.published import redact_versions
from warehouse.redaction.quotes import clean_feeds
from warehouse.redaction.registers import redact_register
from warehouse.redaction.releases import redact_releases
from warehouse.redaction.search import (
    Found,
    all_files,
    find_planned,
    found_nowhere,
    reprints_of,
    see_nothing_left,
)
from warehouse.redaction.stores import clean_file
from warehouse.store.night_lock import night_lock
from warehouse.store.redaction_log import (
    PENDING,
    QUOTES,
    Redaction,
    append_log,
    read_key,
)
from warehouse.store.unfinished_restore import refuse_half_restored
from warehouse.store.versions import publish_lock, versions_folder

#: errors of a step that somebody can put right
_STOPS = (OSError, duckdb.Error, pa.ArrowException, StagingFailed, ShardFailed)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a redaction would touch: versions of articles, files with the words in them, and other
    articles that carry the same text and would stay."""

    articles: tuple[tuple[str, str, str], ...]
    found: tuple[Found, ...]
    reprints: tuple[str, ...]


def preview(settings: Settings, request: RedactionRequest, *, now: dt.datetime) -> Preview:
    """What would be taken out, and from where; nothing is changed.

    Raises RedactionRefused, RedactionUnfinished, and what reading the build file raises.
    """
    if read_pending(settings) is not None:
        raise RedactionUnfinished(
            "a redaction was interrupted", "give it once more: it goes on where it stopped"
        )
    _check(request)
    plan = make_plan(settings, request, now=now)
    found = find_planned(settings, plan)
    if not found and not plan.articles:
        raise found_nowhere(request)
    return Preview(plan.articles, tuple(found), reprints_of(settings, plan))


def redact(
    settings: Settings, request: RedactionRequest, progress: Progress, *, now: dt.datetime
) -> Redaction:
    """Take it out of every place, prove that it is gone, and log it; returns the line of the log.

    `now` (aware) is the time that the log has. A redaction of the same that was interrupted goes on
    where it stopped. Raises RedactionRefused where nothing was begun; RedactionUnfinished where
    another one was interrupted, or where the scan still found the words (the message names the
    file); NightUnderWay or PublishFailed while a run is at work; StagingFailed where the lake
    cannot be opened.
    """
    _check(request)
    refuse_half_restored(settings)
    with night_lock(settings, "a redaction"), publish_lock(settings):
        plan = read_pending(settings)
        if plan is None:
            refuse_left_build_file(settings)
            refuse_kept_versions(settings)
            refuse_catalogue_of_another(settings)
            plan = make_plan(settings, request, now=now)
            if not plan.articles and not find_planned(settings, plan):
                raise found_nowhere(request)
            _check_disk(settings)
            plan.write(settings, done=())
        elif plan.entry.kind != request.kind or plan.entry.subjects != subjects_of(
            settings, read_key(settings), request
        ):
            raise RedactionUnfinished(
                f"another redaction ({plan.entry.redaction_id}) was interrupted",
                "give that one once more first: it goes on where it stopped",
            )
        return _run(settings, plan, progress)


def _run(settings: Settings, plan: Plan, progress: Progress) -> Redaction:
    steps = _steps(settings, plan)
    done = list(plan.done)
    for at, (name, step) in enumerate(steps):
        progress(name, at, len(steps))
        if name not in done:
            try:
                step(settings, plan)
            except _STOPS as err:
                raise RedactionUnfinished(
                    f"stopped at {name}: {err}",
                    "put the cause right and give the same command once more; readers see complete"
                    " versions meanwhile",
                ) from err
            done.append(name)
            plan.write(settings, done=done)
    append_log(settings, plan.entry)
    (settings.redactions_dir / PENDING).unlink()
    return plan.entry


_Step = tuple[str, Callable[[Settings, Plan], None]]


def _steps(settings: Settings, plan: Plan) -> tuple[_Step, ...]:
    """What is done, in order. Quotes are masked where they were published: what was delivered and
    read stays as it is. A lake is cleaned as a build file, and filled with what is left."""
    masks_only = plan.entry.kind == QUOTES
    built: tuple[_Step, ...] = (
        ("build file", mask_build if masks_only else clean_build),
        *(() if masks_only else (("what is kept", keep_what_stays), ("landing", clean_landing))),
    )
    if settings.lake_catalog is not None:
        built = (
            ("copy of the lake", copy_lake),
            *((name, _in_a_file(step)) for name, step in built),
            ("lake", refill_lake),
        )
    return (
        *built,
        ("published versions", _versions),
        ("register", redact_register),
        ("editions", _editions),
        ("backups", _backups),
        ("feeds", _feeds) if masks_only else ("the rest", _rest),
        ("scan", see_nothing_left),
    )


def _in_a_file(step: Callable[[Settings, Plan], None]) -> Callable[[Settings, Plan], None]:
    return lambda settings, plan: step(built_in_a_file(settings), plan)


def _check(request: RedactionRequest) -> None:
    if not request.targets or not all(one.strip() for one in request.targets):
        raise RedactionRefused("nothing is named", "give an id, an outlet or a name")
    if not request.by or not request.second or request.by == request.second:
        raise RedactionRefused(
            "a redaction cannot be undone: it wants two names", "give --by and --second"
        )
    if not request.reason.strip():
        raise RedactionRefused("a redaction wants a reason", "give --why")


def _check_disk(settings: Settings) -> None:
    """See that the copies fit that are made while files are rewritten."""
    databases = [
        settings.build_file,
        *settings.published_dir.glob("versions/*/*.duckdb"),
        *settings.releases_dir.glob("*/*.duckdb"),
    ]
    sizes = [path.stat().st_size for path in databases if path.exists()]
    need = 3 * max((*sizes, LAKE_TO_FILE * lake_bytes(settings)))
    for folder in (settings.var_dir, settings.published_dir):
        free = shutil.disk_usage(folder).free
        if free < need + settings.min_free_mb * 1_000_000:
            raise DiskSpaceLow(
                f"{folder} has {free / 1e6:,.0f} MB free; the largest file is rewritten next to"
                f" the old one, which wants {need / 1e6:,.0f} MB",
                "free some space; nothing was changed",
            )


def _versions(settings: Settings, plan: Plan) -> None:
    redact_versions(settings, plan)


def _feeds(settings: Settings, plan: Plan) -> None:
    clean_feeds(settings, plan.words)


def _editions(settings: Settings, plan: Plan) -> None:
    redact_releases(settings, plan, today=plan.entry.redacted_on)


def _backups(settings: Settings, plan: Plan) -> None:
    redact_backups(settings, plan, _backup)


def _backup(inner: Settings, plan: Plan) -> None:
    """Do to a warehouse that lies in a backup what is done to this one, where its parts are
    there."""
    masks_only = plan.entry.kind == QUOTES
    if inner.build_file.exists():
        (mask_build if masks_only else clean_build)(inner, plan)
    if not masks_only and inner.landing_dir.is_dir():
        clean_landing(inner, plan)
    redact_versions(inner, plan)
    redact_register(inner, plan)
    redact_releases(inner, plan, today=plan.entry.redacted_on)
    if masks_only:
        clean_feeds(inner, plan.words)


def _rest(settings: Settings, plan: Plan) -> None:
    """Remove unfinished work and previews, which are made again, and take the words out of logs,
    pages and notes."""
    for folder in (settings.work_dir, settings.var_dir / "preview"):
        shutil.rmtree(folder, ignore_errors=True)
    delete_all_shards(settings)
    done = {
        settings.landing_dir,
        versions_folder(settings),
        settings.releases_dir,
        settings.backups_dir,
    }
    for _, path in all_files(settings):
        if path == settings.build_file or any(path.is_relative_to(folder) for folder in done):
            continue
        if os.access(path, os.R_OK):
            clean_file(path, plan.words)
    # files of the landing folder that belong to no batch
    dates = {folder for _, folder in landed_batches(settings)}
    for path in sorted(settings.landing_dir.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(folder) for folder in dates):
            clean_file(path, plan.words)
