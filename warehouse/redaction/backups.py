"""Backups without the redacted words.

A backup has the layout of a warehouse and is cleaned like one. Only the backups below the
configured folder are reached, not copies that were moved elsewhere.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from warehouse.backup.write import BUILD, MANIFEST, read_backup, seal
from warehouse.core.errors import BackupRefused
from warehouse.core.settings import Settings
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import clean_file
from warehouse.store.redaction_log import KEPT, LOG, read_log

#: places that have their own step in a redaction
_BY_STEPS = ("landing", "published/versions", "releases", "redactions")


def backed_up(settings: Settings) -> Iterator[Settings]:
    """Settings for each backup, and for what a restore set aside, as if it were a warehouse. The
    rows kept of redacted articles stay in one place for all of them."""
    for folder in sorted(settings.backups_dir.glob("*")):
        if folder.is_dir():
            yield settings.model_copy(
                update={
                    "lake_catalog": None,
                    "landing_dir": folder / "landing",
                    "var_dir": folder / "var",
                    "published_dir": folder / "published",
                    "register_dir": folder / "register",
                    "releases_dir": folder / "releases",
                    "corrections_dir": folder / "corrections",
                    "own_dir": folder / "own",
                    "backups_dir": folder / "backups",
                }
            )


def redact_backups(settings: Settings, plan: Plan, clean: Callable[[Settings, Plan], None]) -> None:
    """Clean each backup by `clean`, then the files in it that belong to no known place; then seal
    the backup again, with all redactions in its log."""
    for inner in backed_up(settings):
        folder = inner.landing_dir.parent
        backup = None
        with contextlib.suppress(BackupRefused):  # set aside, or damaged: cleaned all the same
            backup = read_backup(folder)
        if backup and plan.entry.redaction_id in backup.redactions:
            continue
        clean(inner, plan)
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            ours = name in (MANIFEST, BUILD) or name.startswith(_BY_STEPS)
            if path.is_file() and not path.is_symlink() and not ours:
                clean_file(path, plan.words)
        if backup:
            _record_redactions(settings, folder, plan)
            known = tuple(entry.redaction_id for entry in (*read_log(settings), plan.entry))
            seal(folder, replace(backup, redactions=tuple(dict.fromkeys(known))))


def _record_redactions(settings: Settings, folder: Path, plan: Plan) -> None:
    """Copy the log with the line of this redaction, and the kept rows, into the backup."""
    target = folder / "redactions"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    if (settings.redactions_dir / KEPT).is_dir():
        shutil.copytree(settings.redactions_dir / KEPT, target / KEPT)
    lines = [*read_log(settings), plan.entry]
    (target / LOG).write_text("".join(f"{one.line}\n" for one in lines), "utf-8")
