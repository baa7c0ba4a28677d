"""Removing the oldest published versions beyond the limits of number and size."""

from __future__ import annotations

import datetime as dt
import shutil

from warehouse.core.settings import Settings
from warehouse.publication import change_feed
from warehouse.store import register
from warehouse.store.versions import Version, list_versions, moves_of_current


def prune(settings: Settings, now: dt.datetime) -> tuple[str, ...]:
    """Removes the oldest versions beyond the limits; returns their names.

    Never the current version, the one before it, or one that was replaced within the readers'
    grace.
    """
    versions = list_versions(settings)
    position = next(i for i, v in enumerate(versions) if v.is_current)
    kept = {v.version for v in versions[max(position - 1, 0) : position + 1]}
    grace = dt.timedelta(minutes=settings.reader_grace_minutes)
    kept |= {name for name, at in _replaced_at(settings).items() if now - at < grace}
    removed: list[str] = []
    for version in versions:
        left = [v for v in versions if v.version not in removed]
        too_many = len(left) > settings.keep_versions
        too_big = _disk_bytes(left) > settings.keep_gb * 1e9
        if not (too_many or too_big):
            break
        if version.version in kept:
            continue
        _keep_what_lasts(settings, version)
        trash = version.path.with_name(f".trash-{version.version}")
        version.path.rename(trash)  # a half-removed version is never listed
        shutil.rmtree(trash)
        removed.append(version.version)
    return tuple(removed)


def _keep_what_lasts(settings: Settings, version: Version) -> None:
    """Move the version's part of the register and its change feed to where they outlive it."""
    for name in (register.SEGMENT, change_feed.FOLDER):
        folder = version.path / name
        kept = settings.published_dir / name / f"{version.number:06d}"
        if folder.is_dir():
            kept.parent.mkdir(exist_ok=True)
            kept.parent.chmod(0o755)
            folder.rename(kept)


def _replaced_at(settings: Settings) -> dict[str, dt.datetime]:
    """When each version was last moved away from."""
    return {
        entry["from"]: dt.datetime.fromisoformat(entry["at"])
        for entry in moves_of_current(settings)
        if entry["from"]
    }


def _disk_bytes(versions: list[Version]) -> int:
    """Bytes of the versions together; a file that several share counts once."""
    seen: dict[int, int] = {}
    for version in versions:
        for file in version.path.rglob("*"):
            if file.is_file():
                stat = file.stat()
                seen[stat.st_ino] = stat.st_size
    return sum(seen.values())
