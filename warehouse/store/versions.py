"""The published versions on disk: which there are, which one is current, and moving `current`.

`published/current` is a link that one rename replaces; history.jsonl has a line for each move.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.core.errors import PublishFailed
from warehouse.core.files import replace_link
from warehouse.core.settings import Settings
from warehouse.store import register

MANIFEST = "publish_info.json"
HISTORY = "history.jsonl"
_VERSION_NAME = re.compile(r"^(?P<number>\d{6,})-(?P<digest>[0-9a-f]{12})$")


@dataclass(frozen=True, slots=True)
class Version:
    """One published version on disk. `size_bytes` counts files shared with others in full."""

    version: str
    number: int
    content_digest: str
    published_at: str
    path: Path
    is_current: bool
    size_bytes: int
    row_counts: dict[str, int]


def list_versions(settings: Settings) -> list[Version]:
    """The published versions, oldest first; an empty list where nothing was published."""
    current = current_version(settings)
    versions = []
    for path in version_folders(settings):
        manifest = read_manifest(path)
        versions.append(
            Version(
                version=path.name,
                number=version_number(path.name),
                content_digest=manifest["content_digest"],
                published_at=manifest["published_at"],
                path=path,
                is_current=path.name == current,
                size_bytes=sum(f.stat().st_size for f in path.rglob("*") if f.is_file()),
                row_counts=manifest["row_counts"],
            )
        )
    return versions


def current_version(settings: Settings) -> str | None:
    """The name of the version that `current` points at, None where there is none."""
    try:
        target = _current_link(settings).readlink()
    except FileNotFoundError:
        return None
    name = target.name
    return name if (versions_folder(settings) / name / MANIFEST).is_file() else None


def published_versions(settings: Settings) -> dict[str, int]:
    """The names of all versions that `current` ever pointed at, kept or pruned, with their numbers.

    A move that was killed between its line and the swap never came about: what `current` did point
    at is where it points now, and where it was moved away from.
    """
    names = {str(entry["from"]) for entry in moves_of_current(settings) if entry["from"]}
    current = current_version(settings)
    return {
        name: version_number(name) for name in sorted(names | ({current} if current else set()))
    }


def segments(settings: Settings) -> list[Path]:
    """The folders of what each version adds to the register, also of those that were pruned."""
    kept = (settings.published_dir / register.SEGMENT).glob("[0-9]*")
    of_versions = (path / register.SEGMENT for path in version_folders(settings))
    return sorted(path for path in (*kept, *of_versions) if path.is_dir())


def catch_up_register(settings: Settings) -> None:
    """Add the current version to the register, where its publish was killed before it could.

    Raises RegisterDamaged where the register lacks more than that.
    """
    current = current_version(settings)
    if current is None:
        return
    register.append(settings, versions_folder(settings) / current / register.SEGMENT)


def newest_manifest(settings: Settings) -> dict[str, Any] | None:
    """The manifest of the version that was built last, current or not; None where there is none."""
    versions = version_folders(settings)
    return read_manifest(versions[-1]) if versions else None


def read_manifest(version_path: Path) -> dict[str, Any]:
    """The manifest of one version, as docs/publishing.md describes it."""
    manifest: dict[str, Any] = json.loads((version_path / MANIFEST).read_text("utf-8"))
    return manifest


def point_current(
    settings: Settings, version: str, before: str | None, reason: str, now: dt.datetime
) -> None:
    """Points `current` at a version. The history is written first: a process that is killed in
    between leaves a line too many, but never a replaced version whose time is not known."""
    line = json.dumps({"at": now.isoformat(), "from": before, "to": version, "reason": reason})
    history = _history_file(settings)
    with history.open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    history.chmod(0o644)
    link_current(settings, version)


def link_current(settings: Settings, folder: str) -> None:
    """Lets `current` lead to a folder of versions/, by one rename; the history is the caller's."""
    replace_link(_current_link(settings), Path("versions") / folder)


def moves_of_current(settings: Settings) -> list[dict[str, Any]]:
    """Each move of `current`, oldest first."""
    try:
        lines = _history_file(settings).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    entries = []
    for line in lines:
        # the line of a publish that was killed while it wrote is no line
        with contextlib.suppress(ValueError):
            entries.append(json.loads(line))
    return entries


@contextlib.contextmanager
def publish_lock(settings: Settings) -> Iterator[None]:
    """One publish at a time. The lock goes with its process, however that ends."""
    for folder in (settings.published_dir, versions_folder(settings)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    handle = os.open(settings.published_dir / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise PublishFailed(
                "another publish, rollback, backup or restore is under way",
                "wait for it to end and try again",
            ) from err
        yield
    finally:
        os.close(handle)


def versions_folder(settings: Settings) -> Path:
    """Where the versions lie."""
    return settings.published_dir / "versions"


def _current_link(settings: Settings) -> Path:
    return settings.published_dir / "current"


def _history_file(settings: Settings) -> Path:
    return settings.published_dir / HISTORY


def version_folders(settings: Settings) -> list[Path]:
    """Folders of complete versions, oldest first."""
    folder = versions_folder(settings)
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if _VERSION_NAME.match(p.name)]
    return sorted(
        (p for p in found if (p / MANIFEST).is_file()), key=lambda p: version_number(p.name)
    )


def version_number(name: str) -> int:
    """The publication's number in the name of a version."""
    return int(name.partition("-")[0])


#: raised when a reader has to change something to go on reading; docs/publishing.md lists them
SCHEMA_VERSION = 3
