"""A copy of what cannot be worked out again, and of what takes long to: complete or not there.

    backups/20261124T010203Z-000012/
      manifest.json         every file with its sha256; which redactions it was cleaned of
      register/             ids and the log of publications
      redactions/           what was taken out, without the key
      corrections/  own/    what editors and the user added
      published/            history.jsonl, register/, changes/; with `published` all versions too
      var/lineage/          what each step of each run read and wrote
      landing/  releases/   with `landing`, `releases`
      var/build/            with `staging`: the build file, or one with what the lake holds

It is laid out as a warehouse is, so that a redaction cleans it as it cleans a warehouse
(warehouse/redaction/backups.py). warehouse/backup/restore.py puts it back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.core.errors import BackupRefused
from warehouse.core.files import file_digest, fsync_path, make_durable, replacing
from warehouse.core.settings import Settings
from warehouse.publication.change_feed import FOLDER as CHANGES
from warehouse.store import register
from warehouse.store.database import copy_build, open_reader
from warehouse.store.night_lock import night_lock
from warehouse.store.redaction_log import KEY, PENDING, read_log, refuse_unfinished
from warehouse.store.versions import HISTORY, current_version, publish_lock

MANIFEST = "manifest.json"
FORMAT = 1
#: what may be asked for besides what is always kept
LANDING, STAGING, PUBLISHED, RELEASES = "landing", "staging", "published", "releases"
PARTS = (LANDING, STAGING, PUBLISHED, RELEASES)
#: events of the runs, as they lie in a backup
LINEAGE = "var/lineage"
#: the build file, as it lies in a backup
BUILD = "var/build/sijill.duckdb"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `files` are digest and size by path below `path`; `publication` the last one that
    its register holds (0: none), `current` the version that readers saw (None: none), `parts` what
    it holds besides what all do, `redactions` those that it was cleaned of."""

    path: Path
    created_at: str
    publication: int
    current: str | None
    parts: tuple[str, ...]
    redactions: tuple[str, ...]
    files: dict[str, dict[str, Any]]

    @property
    def size_bytes(self) -> int:
        """Bytes of its files; one that versions share counts each time."""
        return sum(int(file["bytes"]) for file in self.files.values())


def make_backup(
    settings: Settings, parts: Sequence[str], *, now: dt.datetime, folder: Path | None = None
) -> Backup:
    """Copy the register, the log of publications, redactions, corrections and the user's own data,
    and the `parts`, into a folder of its own below `folder` (default: settings.backups_dir).

    While it is copied nothing is published, and with `staging` nothing is staged. A lake is copied
    into a build file, as of one of its states. Whatever kills it, there is no backup or a complete
    one. Raises BackupRefused where a part is not there, RegisterDamaged where the register is
    incomplete, PublishFailed while a publish is under way, NightUnderWay while a lake is built,
    DatabaseBusy, StagingFailed, RedactionUnfinished, RestoreUnfinished.
    """
    target = folder or settings.backups_dir
    with contextlib.ExitStack() as held:
        if STAGING in parts and settings.lake_catalog is not None:
            # a lake has no lock, and between two models its state is neither this night's nor the
            # last one's
            held.enter_context(night_lock(settings, "a backup"))
        held.enter_context(publish_lock(settings))
        refuse_unfinished(settings)
        publication = register.verify(settings)
        if STAGING in parts:
            # a reader's lock keeps writers out, and only a database that can be read is copied
            held.enter_context(open_reader(settings))
        target.mkdir(parents=True, exist_ok=True)
        for left in target.glob(f"{_BUILDING}*"):
            shutil.rmtree(left)
        path = target / f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{publication:06d}"
        if path.exists():
            raise BackupRefused(f"{path} is there already", "wait a second and give it again")
        building = target / f"{_BUILDING}{os.getpid()}"
        building.mkdir(mode=0o700)
        try:
            _copy(settings, building, parts)
            made = Backup(
                path=path,
                created_at=now.isoformat(),
                publication=publication,
                current=current_version(settings),
                parts=tuple(parts),
                redactions=tuple(entry.redaction_id for entry in read_log(settings)),
                files={},
            )
            made = seal(building, made)
            make_durable(building, file_mode=0o600)
            # full texts and what was delivered lie in it
            building.chmod(0o700)
            building.rename(path)
            fsync_path(target)
        except (OSError, duckdb.Error) as err:
            raise BackupRefused(
                f"no backup was made: {err}", "see that the disk is not full and give it again"
            ) from err
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return made


def back_up_once(settings: Settings, *, now: dt.datetime) -> Backup:
    """The backup without parts that was made for this time, or else a new one: a task that is tried
    again after its backup was complete does not fail on it. Raises what make_backup raises."""
    for backup in list_backups(settings):
        if backup.created_at == now.isoformat() and not backup.parts:
            return backup
    return make_backup(settings, (), now=now)


def list_backups(settings: Settings, folder: Path | None = None) -> list[Backup]:
    """The backups in `folder` (default: settings.backups_dir) whose manifest can be read, oldest
    first."""
    found = []
    for path in sorted((folder or settings.backups_dir).glob("[0-9]*T*Z-*")):
        with contextlib.suppress(BackupRefused):
            found.append(read_backup(path))
    return found


def prune_backups(settings: Settings, *, keep: int) -> list[Path]:
    """Remove the oldest backups beyond the last `keep`; returns their folders. Those that hold more
    than what all do (`parts`) were asked for by somebody: they neither count nor go."""
    plain = [backup for backup in list_backups(settings) if not backup.parts]
    removed = [backup.path for backup in plain[:-keep]]
    for path in removed:
        # a half-removed backup is never listed
        trash = path.with_name(f"{_BUILDING}{path.name}")
        path.rename(trash)
        shutil.rmtree(trash)
    return removed


def read_backup(path: Path) -> Backup:
    """The backup in a folder, by its manifest alone. Raises BackupRefused where that is missing or
    is not what was written."""
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
        digest = manifest.pop("digest")
        if manifest.pop("format") != FORMAT or digest != _digest(manifest):
            raise ValueError("its checksum differs")
        manifest |= {name: tuple(manifest[name]) for name in ("parts", "redactions")}
        return Backup(path=path, **manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise BackupRefused(
            f"{path} is no complete backup: {MANIFEST}: {err}",
            "take another one: sijill backup --list",
        ) from err


def verify(backup: Backup) -> None:
    """See that the backup holds the files that were written into it, and no others.

    Raises BackupRefused, naming the first that is missing, changed or strange.
    """
    another = "nothing was touched; take another one: sijill backup --list"
    found = set(_files(backup.path)) - {MANIFEST}
    for name in sorted(found ^ set(backup.files)):
        what = "is no file of it" if name in found else "is missing"
        raise BackupRefused(f"{backup.path}: {name} {what}", another)
    for name, entry in backup.files.items():
        if file_digest(backup.path / name) != entry["sha256"]:
            raise BackupRefused(f"{backup.path}: {name} is not what was copied", another)


def seal(folder: Path, backup: Backup) -> Backup:
    """Write the manifest of the files that lie in `folder` now; returns the backup with them."""
    files = {
        name: {"sha256": file_digest(folder / name), "bytes": (folder / name).stat().st_size}
        for name in _files(folder)
        if name != MANIFEST
    }
    values = asdict(backup) | {"files": files}
    del values["path"]
    values |= {name: list(values[name]) for name in ("parts", "redactions")}
    manifest = {"format": FORMAT, **values, "digest": _digest(values)}
    with replacing(folder / MANIFEST) as temporary:
        temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
        temporary.chmod(0o600)
    return Backup(**{**asdict(backup), "files": files})


def _copy(settings: Settings, building: Path, parts: Sequence[str]) -> None:
    published = settings.published_dir
    wanted: list[tuple[Path, str]] = [
        (settings.register_dir, "register"),
        (settings.redactions_dir, "redactions"),
        (settings.corrections_dir, "corrections"),
        (settings.own_dir, "own"),
        (settings.lineage_dir, LINEAGE),
        *((published / name, f"published/{name}") for name in (HISTORY, register.SEGMENT, CHANGES)),
    ]
    if PUBLISHED in parts:
        wanted.append((published / "versions", "published/versions"))
    if LANDING in parts:
        wanted.append((settings.landing_dir, "landing"))
    if RELEASES in parts:
        wanted.append((settings.releases_dir, "releases"))
    if STAGING in parts:
        if settings.lake_catalog is None:
            wanted.append((settings.build_file, BUILD))
        else:
            (building / BUILD).parent.mkdir(parents=True)
            copy_build(settings, building / BUILD)
    inodes: dict[tuple[int, int], Path] = {}
    for source, name in wanted:
        for path in _regular(source):
            relative = path.relative_to(source)
            if name == "redactions" and str(relative) in (KEY, PENDING):
                continue
            target = building / name / relative if source.is_dir() else building / name
            target.parent.mkdir(parents=True, exist_ok=True)
            copy_file(path, target, inodes)


def copy_file(source: Path, target: Path, inodes: dict[tuple[int, int], Path]) -> None:
    """Copy a file; if it was already copied under another name, link that copy."""
    stat = source.stat()
    first = inodes.setdefault((stat.st_dev, stat.st_ino), target)
    if first is not target:
        with contextlib.suppress(OSError):  # a file system without hard links
            os.link(first, target)
            return
    shutil.copy2(source, target)


def _regular(source: Path) -> Iterator[Path]:
    """The regular files of a folder, or the one file; unfinished files of other processes are left
    out."""
    if source.is_file():
        yield source
    elif source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            if not any(part.startswith(".") for part in path.relative_to(source).parts):
                yield path


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    )


def _digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
