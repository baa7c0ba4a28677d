"""Writes files so that no reader ever sees an incomplete one, and computes digests of files."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK_BYTES = 1 << 20


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path next to `path`; renamed to it when the block ends well, removed when not.

    The name holds the process id: two writers of one path do not write into each other's file,
    the later one replaces all of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _forget_killed(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        fsync_path(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_link(link: Path, target: Path) -> None:
    """Make the symbolic link `link` lead to `target` by one rename, made or moved.

    One process at a time: what a call that was killed left of its temporary name is replaced.
    """
    temporary = link.with_name(f".{link.name}-next")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)
    fsync_path(link.parent)


def private_folder(folder: Path) -> Path:
    """Make a folder that others than the owner and the group cannot look into; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o750)
    return folder


def _forget_killed(path: Path) -> None:
    """Remove temporary files of writers of this path that were killed, since nothing else would."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        if has_ended(left.name.split(".")[-2]):
            left.unlink(missing_ok=True)


def has_ended(process_id: str) -> bool:
    """Whether a process id read from a file's name belongs to no running process; False where the
    text is no id."""
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return True
    except (ValueError, PermissionError):
        return False
    return False


def make_durable(folder: Path, *, file_mode: int = 0o644) -> None:
    """Give the files modes that any reader can use, whatever the umask, and sync them to the
    disk."""
    for inner, _, files in os.walk(folder, topdown=False):
        for name in files:
            path = Path(inner) / name
            path.chmod(file_mode)
            fsync_path(path)
        Path(inner).chmod(0o755)
        fsync_path(Path(inner))


def fsync_path(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_digest(path: Path) -> str:
    """sha256 of a regular file's bytes, in hex. Raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def tree_digest(root: Path, paths: list[Path]) -> str:
    """sha256 over names (below root) and bytes of files, whatever order they are given in."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(f"{name}\0{file_digest(path)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
