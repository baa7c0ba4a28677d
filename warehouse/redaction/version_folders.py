"""Replaces folders of versions and editions that hold redacted words by their cleaned copies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from warehouse.core.files import file_digest, fsync_path
from warehouse.core.settings import Settings
from warehouse.store.versions import current_version, link_current, versions_folder


def described_files(folder: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Digest and size of those of the files that exist."""
    return {
        name: {"sha256": file_digest(folder / name), "bytes": (folder / name).stat().st_size}
        for name in names
        if (folder / name).is_file()
    }


def swap(settings: Settings, old: Path, new: Path) -> None:
    """Put `new` in the place of `old`. Where `current` leads there, it leads to the new folder
    before the old one goes, and back to the name when that is the new one's."""
    is_current = current_version(settings) == old.name
    ready = old.with_name(f".ready-{old.name}")
    new.rename(ready)
    if is_current:
        link_current(settings, ready.name)
    trash = old.with_name(f".trash-{old.name}")
    old.rename(trash)
    shutil.rmtree(trash)
    if is_current:
        copy_linked(ready, old)
        link_current(settings, old.name)
        shutil.rmtree(ready)
    else:
        ready.rename(old)
    fsync_path(old.parent)


def finish_swaps(settings: Settings) -> None:
    """Complete an interrupted swap: a folder that is ready takes its place."""
    folder = versions_folder(settings)
    if not folder.is_dir():
        return
    for trash in folder.glob(".trash-*"):
        shutil.rmtree(trash)
    for link in settings.published_dir.glob(".current-*"):
        link.unlink()
    for copy in folder.glob(".copy-*"):
        shutil.rmtree(copy)
    for ready in folder.glob(".ready-*"):
        old = folder / ready.name.removeprefix(".ready-")
        if current_version(settings) not in (ready.name, old.name):
            if old.exists():
                shutil.rmtree(old)
            ready.rename(old)
            continue
        link_current(settings, ready.name)
        if old.exists():
            shutil.rmtree(old)
        copy_linked(ready, old)
        link_current(settings, old.name)
        shutil.rmtree(ready)


def copy_linked(source: Path, target: Path) -> None:
    """The same files under another name, all of them or none."""
    copy = target.with_name(f".copy-{target.name}")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy, copy_function=_link)
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    copy.rename(target)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def files_below(folder: Path) -> Iterator[str]:
    """Paths of all files below a folder, relative to it, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, where it exists."""
    if folder.exists():
        shutil.rmtree(folder)
