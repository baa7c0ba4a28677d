"""A backup back in its place: checked before anything is touched, all of it or nothing.

    verify → what would be lost? → copies next to their places → restore.json → renames

Until the note `restore.json` is written nothing has changed; from then on every step can be done
again, and no night or publish may write before all are done. What stood in a place and is not what
the backup has is set aside in backups/, never removed; what a lake held stays one of its earlier
states, for a week.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.backup.write import (
    BUILD,
    LANDING,
    LINEAGE,
    PUBLISHED,
    RELEASES,
    Backup,
    copy_file,
    read_backup,
    verify,
)
from warehouse.core.errors import BackupRefused, RegisterDamaged, RestoreUnfinished, StagingFailed
from warehouse.core.files import file_digest, fsync_path, replacing
from warehouse.core.settings import Settings
from warehouse.store import register
from warehouse.store.database import fill_lake, lake_holds
from warehouse.store.night_lock import night_lock
from warehouse.store.redaction_log import KEY, read_log, refuse_half_redacted
from warehouse.store.unfinished_restore import restore_note
from warehouse.store.versions import (
    HISTORY,
    current_version,
    link_current,
    list_versions,
    publish_lock,
    published_versions,
    version_number,
    versions_folder,
)

_READY = ".restored-"
#: how many newer things the message names
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the places that were put back, and where what stood there lies (None:
    nothing did)."""

    places: tuple[str, ...]
    set_aside: Path | None


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is put back in one rename: `source` in the backup, `target` in the warehouse; `name` is
    the place, as a backup lays it out."""

    name: str
    source: Path
    target: Path

    @property
    def ready(self) -> Path:
        return self.target.with_name(f"{_READY}{self.target.name}")


def restore(settings: Settings, path: Path, *, force: bool = False) -> Restored:
    """Put the backup in `path` back. What is as the backup has it already is left alone; batches,
    editions and versions that the backup does not have stay.

    Raises BackupRefused where the backup is incomplete, or where something here is newer than it
    (unless `force`), StagingFailed where the lake cannot be opened: nothing was touched then. A
    restore that was interrupted is finished instead, whatever `path`. Raises NightUnderWay or
    PublishFailed while a run is at work.
    """
    with night_lock(settings, "a restore"), publish_lock(settings):
        refuse_half_redacted(settings)
        if restore_note(settings).exists():
            return _go_on(settings)
        backup = read_backup(path)
        verify(backup)
        units = [unit for unit in _units(settings, backup) if not _is_there(settings, unit)]
        newer = [*_newer(settings, backup), *_changed_since(backup, units)]
        if newer and not force:
            listed = "\n".join(f"  {one}" for one in newer[:_NAMED])
            more = f"\n  … and {len(newer) - _NAMED} more" if len(newer) > _NAMED else ""
            raise BackupRefused(
                f"{path} is older than what is here; putting it back would lose\n{listed}{more}",
                "nothing was touched. Make a backup of what is here, or take --force: what is"
                f" replaced is then set aside in {settings.backups_dir}",
            )
        try:
            _copy(settings.redactions_dir, units)
        except OSError as err:
            _remove_copies(units)
            raise BackupRefused(
                f"the backup could not be copied: {err}",
                "nothing was touched; see that the disk is not full and give it again",
            ) from err
        gone = _beyond(settings, backup) if force else []
        _note(settings, backup, units, gone)
        return _go_on(settings)


def _units(settings: Settings, backup: Backup) -> Iterator[_Unit]:
    root = backup.path
    for name, target in (
        ("register", settings.register_dir),
        ("corrections", settings.corrections_dir),
        ("own", settings.own_dir),
    ):
        if (root / name).is_dir():
            yield _Unit(name, root / name, target)
    if (root / "redactions").is_dir() and not _redacted_since(settings, backup):
        yield _Unit("redactions", root / "redactions", settings.redactions_dir)
    published = root / "published"
    # the log of moves and the parts of pruned versions belong to the versions that are there
    if PUBLISHED in backup.parts or not published_versions(settings):
        for name in (HISTORY, register.SEGMENT, "changes"):
            if (published / name).exists():
                yield _Unit(f"published/{name}", published / name, settings.published_dir / name)
    yield from _children(root, "published/versions", versions_folder(settings))
    if LANDING in backup.parts:
        yield from _children(root, "landing", settings.landing_dir)
    if RELEASES in backup.parts:
        yield from _children(root, "releases", settings.releases_dir)
    # a run that has a file here since goes on with that file
    yield from (u for u in _children(root, LINEAGE, settings.lineage_dir) if not u.target.exists())
    if (root / BUILD).is_file():
        yield _Unit(BUILD, root / BUILD, settings.build_file)


def _children(root: Path, name: str, target: Path) -> Iterator[_Unit]:
    for path in sorted((root / name).glob("*")):
        yield _Unit(f"{name}/{path.name}", path, target / path.name)


# ── what would be lost ───────────────────────────────────────────────────────────────────


def _newer(settings: Settings, backup: Backup) -> list[str]:
    """What was published or redacted since the backup was made, in words."""
    found = []
    here = settings.model_copy(update={"register_dir": backup.path / "register"})
    kept = register.publications(here)
    try:
        held = register.publications(settings)
    except RegisterDamaged:
        held = []  # a damaged register is a reason to restore; the published versions show its age
    lost = held[len(kept) :] if held[: len(kept)] == kept[: len(held)] else held
    found += [f"publication {entry.number}, {entry.version}" for entry in lost]
    found += [
        f"published version {name}"
        for name, number in published_versions(settings).items()
        if number > backup.publication and name not in {entry.version for entry in lost}
    ]
    found += [
        f"redaction {redaction}: words that were taken out would come back with the backup; give"
        " the same `sijill redact …` once more after it"
        for redaction in _redacted_since(settings, backup)
    ]
    return found


def _redacted_since(settings: Settings, backup: Backup) -> list[str]:
    known = set(backup.redactions)
    return [e.redaction_id for e in read_log(settings) if e.redaction_id not in known]


def _changed_since(backup: Backup, units: Sequence[_Unit]) -> Iterator[str]:
    """Files that people or deliveries changed after the backup was made, and that would be lost."""
    made = dt.datetime.fromisoformat(backup.created_at).timestamp()
    for unit in units:
        if not unit.name.startswith(("corrections", "own", "landing")):
            continue
        for path in sorted(unit.target.rglob("*")):
            there = unit.source / path.relative_to(unit.target)
            if (
                path.is_file()
                and path.stat().st_mtime > made
                and not (there.is_file() and file_digest(there) == file_digest(path))
            ):
                yield f"{path}, changed since"


def _beyond(settings: Settings, backup: Backup) -> list[Path]:
    """Published versions from after the backup, which readers and the next night must not see."""
    folder = versions_folder(settings)
    return [
        path
        for path in sorted(folder.glob("[0-9]*-*"))
        if version_number(path.name) > backup.publication
    ]


def _is_there(settings: Settings, unit: _Unit) -> bool:
    if unit.name == BUILD and settings.lake_catalog is not None:
        return lake_holds(settings, unit.source)
    return _same(unit)


def _same(unit: _Unit) -> bool:
    if unit.source.is_file():
        return unit.target.is_file() and file_digest(unit.source) == file_digest(unit.target)
    return _digests(unit.source) == _digests(unit.target)


def _digests(folder: Path) -> dict[str, str]:
    """The files below a folder but for the key of redactions, which no backup has."""
    return {
        path.relative_to(folder).as_posix(): file_digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != KEY
    }


# ── copying and renaming ─────────────────────────────────────────────────────────────────


def _copy(redactions: Path, units: Sequence[_Unit]) -> None:
    """A copy of each unit next to its place, checked against the backup."""
    inodes: dict[tuple[int, int], Path] = {}
    _remove_copies(units)
    for unit in units:
        unit.ready.parent.mkdir(parents=True, exist_ok=True)
        if unit.source.is_file():
            copy_file(unit.source, unit.ready, inodes)
        else:
            unit.ready.mkdir()
            for path in sorted(unit.source.rglob("*")):
                target = unit.ready / path.relative_to(unit.source)
                if path.is_dir():
                    target.mkdir(exist_ok=True)
                else:
                    copy_file(path, target, inodes)
        if unit.target == redactions and (unit.target / KEY).is_file():
            shutil.copy2(unit.target / KEY, unit.ready / KEY)
        same = _Unit(unit.name, unit.source, unit.ready)
        if not _same(same):
            raise OSError(errno.EIO, "a copy is not what was copied", str(unit.ready))
        _sync_to_disk(unit)


def _sync_to_disk(unit: _Unit) -> None:
    """Make the copies readable for readers, and sync them to the disk before anything is
    renamed."""
    files = [unit.ready] if unit.ready.is_file() else sorted(unit.ready.rglob("*"))
    for path in files:
        if path.is_file():
            path.chmod(0o600 if path.name == KEY else 0o644)
        else:
            path.chmod(0o755)
        fsync_path(path)
    if unit.ready.is_dir():
        unit.ready.chmod(0o755)
        fsync_path(unit.ready)


def _remove_copies(units: Sequence[_Unit]) -> None:
    for unit in units:
        _remove(unit.ready)


def _note(settings: Settings, backup: Backup, units: Sequence[_Unit], gone: Sequence[Path]) -> None:
    """From here on an interrupted restore is continued by the next one."""
    number = 1
    while (aside := settings.backups_dir / f"before-restore-{number}").exists():
        number += 1
    note = {
        "backup": str(backup.path),
        "aside": str(aside),
        "current": _leads_to(settings, backup, gone),
        "gone": [str(path) for path in gone],
        "moves": [[unit.name, str(unit.ready), str(unit.target)] for unit in units],
    }
    with replacing(restore_note(settings)) as temporary:
        temporary.write_text(json.dumps(note, ensure_ascii=False, indent=1), "utf-8")
    fsync_path(restore_note(settings).parent)


def _leads_to(settings: Settings, backup: Backup, gone: Sequence[Path]) -> str | None:
    """The version that readers see afterwards: the backup's, or the latest that stays; None where
    there is none."""
    if PUBLISHED in backup.parts:
        return backup.current
    now = current_version(settings)
    names = {path.name for path in gone}
    if now not in names:
        return now
    stay = [version.version for version in list_versions(settings) if version.version not in names]
    return stay[-1] if stay else None


def _go_on(settings: Settings) -> Restored:
    """Carry out the steps of the note that were not done yet."""
    note = restore_note(settings)
    try:
        noted = json.loads(note.read_text("utf-8"))
        aside = Path(noted["aside"])
        for name, ready, target in noted["moves"]:
            if name == BUILD and settings.lake_catalog is not None:
                _put_into_lake(settings, Path(ready))
            else:
                _put(name, Path(ready), Path(target), aside)
        _point(settings, noted["current"])
        for path in noted["gone"]:
            _lay_aside(Path(path), aside / "published" / "versions" / Path(path).name)
        note.unlink()
        fsync_path(note.parent)
    except (OSError, duckdb.Error, StagingFailed) as err:
        raise RestoreUnfinished(
            f"the restore stopped half-way: {err}",
            "put the cause right and give `sijill restore` once more: it goes on where it stopped",
        ) from err
    places = tuple(name for name, _, _ in noted["moves"])
    return Restored(places, aside if aside.exists() else None)


def _put(name: str, ready: Path, target: Path, aside: Path) -> None:
    if not ready.exists():
        return  # done before it was interrupted
    _lay_aside(target, aside / name)
    if name == BUILD:
        # the write-ahead log of the older file must not be applied to this one
        wal = target.with_name(f"{target.name}.wal")
        _lay_aside(wal, aside / f"{name}.wal")
    ready.rename(target)
    fsync_path(target.parent)


def _put_into_lake(settings: Settings, ready: Path) -> None:
    """Put a build file's tables in place of the lake's, which stay readable as an earlier state of
    it."""
    if not ready.exists():
        return  # done before it was interrupted
    fill_lake(settings, ready)
    ready.unlink()


def _lay_aside(path: Path, aside: Path) -> None:
    if not path.exists():
        return
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.rename(aside)
    except OSError as err:
        if err.errno not in (errno.EXDEV, errno.ENOTEMPTY, errno.EEXIST):
            raise
        # backups lie on another disk, or a copy to it was interrupted
        _remove(aside)
        shutil.copytree(path, aside) if path.is_dir() else shutil.copy2(path, aside)
        _remove(path)


def _point(settings: Settings, version: str | None) -> None:
    if version is None:
        (settings.published_dir / "current").unlink(missing_ok=True)
        return
    link_current(settings, version)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
