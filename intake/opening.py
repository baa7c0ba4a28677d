"""Files of others: in a fixed order, opened as regular files, never out of their folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from intake.items import Unreadable, Why


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name`: its path below what was asked for, as valid text; `is_hidden`: it,
    or a folder that it lies in, is called so that programs pass it over."""

    name: str
    path: Path
    root: Path
    is_hidden: bool = False


def display_name(root: Path, path: Path) -> str:
    """The path below `root` as valid text; no two paths share one."""
    name = path.relative_to(root).as_posix().replace("\\", "\\\\")
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def open_regular(path: Path) -> BufferedReader:
    """Open what is a regular file now, however it came there: a pipe would block for ever.

    Raises OSError where it is none, or may not be read.
    """
    try:
        real = path.resolve()
    except RuntimeError as err:  # until Python 3.13
        raise OSError(f"{path.name} is a link that leads to itself") from err
    descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    stream = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.close()
        raise OSError(f"{path.name} is no regular file")
    return stream


def opened(found: Found) -> BufferedReader:
    """The file's bytes. Raises Unreadable: a link out of the folder, a pipe, no permission."""
    try:
        if not found.path.resolve(strict=True).is_relative_to(found.root):
            raise Unreadable(Why.UNSAFE_PATH, "a link that leaves the folder")
        if not found.path.is_file():
            raise Unreadable(Why.UNSAFE_PATH, "no regular file")
        return open_regular(found.path)
    except (OSError, RuntimeError) as err:
        if found.path.is_symlink():
            raise Unreadable(Why.UNSAFE_PATH, "a link that leads nowhere") from err
        raise Unreadable(Why.UNREADABLE_FILE, f"cannot be opened: {_told(err)}") from err


def _told(err: BaseException) -> str:
    # the message of an OSError holds the whole path: where a machine keeps its files stays there
    return (err.strerror or "") if isinstance(err, OSError) else str(err)


def below(folder: Path) -> Iterator[Found]:
    """All files below a folder, in the order of their names.

    Linked folders are not entered: they are given as the links that they are.
    """
    root = folder.resolve()
    found = []
    for parent, folders, files in os.walk(root):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in [*files, *links]:
            path = Path(parent, name)
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            found.append(Found(display_name(root, path), path, root, hidden))
    yield from sorted(found, key=lambda one: one.name)


def named(paths: Iterable[Path]) -> list[Found]:
    """The files that a command names, folders among them looked through, each file once."""
    wanted = [path.absolute() for path in paths]
    if not wanted:
        return []
    common = Path(os.path.commonpath([path.parent for path in wanted]))
    found: dict[Path, Found] = {}
    for path in wanted:
        if path.is_dir():
            for one in below(path):
                name = f"{display_name(common, path)}/{one.name}"
                found.setdefault(one.path, replace(one, name=name))
        else:
            # who names a link means the file behind it
            real = path.resolve()
            found.setdefault(real, Found(display_name(common, path), real, real.parent))
    return sorted(found.values(), key=lambda one: one.name)
