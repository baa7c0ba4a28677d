"""Numbered editions without the redacted words."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb

from warehouse.core.files import file_digest, fsync_path
from warehouse.core.settings import Settings
from warehouse.publication import release as editions
from warehouse.publication import vintage_report
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.redaction.plan import Plan
from warehouse.redaction.published import holds, rewrite_marts
from warehouse.redaction.stores import (
    clean_file,
)
from warehouse.redaction.version_folders import files_below, remove_folder

NOTE = "REDACTED.md"


def redact_releases(settings: Settings, plan: Plan, *, today: dt.date) -> int:
    """Rewrite each edition that holds the words, with new checksums and a note that has the old
    ones; returns how many were."""
    for name in ("trash", "ready"):
        for path in settings.releases_dir.glob(f".{name}-*"):
            old = path.with_name(path.name.removeprefix(f".{name}-"))
            if name == "trash" and old.exists():
                remove_folder(path)
            elif name == "ready" and not old.exists():
                path.rename(old)
    for path in settings.releases_dir.glob(".trash-*"):
        remove_folder(path)
    done = 0
    for made in editions.list_releases(settings):
        folder = settings.releases_dir / made.name
        if plan.entry.redaction_id in made.redactions or not holds(folder, plan):
            continue
        ready = folder.with_name(f".ready-{made.name}")
        building = folder.with_name(f".redacted-{made.name}")
        remove_folder(building)
        remove_folder(ready)
        _rewrite_release(folder, building, made, plan, today)
        building.rename(ready)
        trash = folder.with_name(f".trash-{made.name}")
        folder.rename(trash)
        ready.rename(folder)
        remove_folder(trash)
        fsync_path(settings.releases_dir)
        done += 1
    return done


def _rewrite_release(
    source: Path, building: Path, made: editions.Release, plan: Plan, today: dt.date
) -> None:
    building.mkdir()
    written = {
        DUCKDB_FILE, "parquet", "csv", editions.SUMS, editions.ABOUT, "datapackage.json",
        vintage_report.FOLDER,
    }  # fmt: skip
    for path in sorted(source.iterdir()):
        if path.name in written:
            continue
        if path.is_dir():
            shutil.copytree(path, building / path.name, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(path, building / path.name)
    for path in sorted(building.rglob("*")):
        if path.is_file():
            clean_file(path, plan.words)
    content = rewrite_marts(source, building, plan)
    now = replace(
        made,
        content_digest=content.digest,
        redactions=(*made.redactions, plan.entry.redaction_id),
    )
    editions.write_tables(building, now)
    if (source / vintage_report.FOLDER).is_dir():
        with duckdb.connect(str(building / DUCKDB_FILE), read_only=True) as connection:
            connection.execute("set threads = 1")
            connection.execute("set TimeZone = 'UTC'")
            vintage_report.write_report(connection, building / vintage_report.FOLDER)
    old = _sums(source)
    new = {path: file_digest(building / path) for path in files_below(building)}
    note = building / NOTE
    before = note.read_text("utf-8") if note.exists() else _NOTE_HEAD
    note.write_text(before + _note(made, now, old, new, plan, today), "utf-8")
    editions.seal(building)


def _note(  # noqa: PLR0917 - what the note says
    made: editions.Release,
    now: editions.Release,
    old: dict[str, str],
    new: dict[str, str],
    plan: Plan,
    today: dt.date,
) -> str:
    rows = "".join(
        f"| `{path}` | `{old.get(path, '')}` | `{new.get(path, '')}` |\n"
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path) and path != NOTE
    )
    return (
        f"\n## {plan.entry.redaction_id}, {today.isoformat()}\n\n"
        f"Taken out: {plan.entry.kind}. {plan.entry.reason}\n\n"
        f"Content digest before `{made.content_digest}`, since then `{now.content_digest}`.\n\n"
        f"| file | sha256 before | sha256 since |\n|---|---|---|\n{rows}"
    )


_NOTE_HEAD = """# What was taken out of this edition

An edition never changes but for this: words that must not be public are taken out of it. All
counts are those of the edition as it was cited. A copy whose checksums are the earlier ones should
be replaced.
"""


def _sums(folder: Path) -> dict[str, str]:
    lines = (folder / editions.SUMS).read_text("utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
