"""Turns failures of the machine (a full disk, a damaged file, too little memory) into errors that
say what to do.

Libraries report them in their own words, in the middle of whatever a step was doing.
"""

from __future__ import annotations

import errno
import re
from concurrent.futures.process import BrokenProcessPool

from extractors.errors import SijillError
from warehouse.core.errors import DAMAGED, DiskSpaceLow, SettingsError, ShardFailed, StagingFailed

_FULL = re.compile(r"(?i)no space left|disk full|disk quota|could not write all bytes|ENOSPC")
_DAMAGED = re.compile(
    r"(?i)corrupt|checksum|not a valid duckdb|failed to deserialize|serialization error"
    r"|invalid (?:block|metadata|segment)|could not read (?:all|enough) bytes"
    r"|unexpected end of file|database has been invalidated|invalid unicode|INTERNAL Error"
)
_MEMORY = re.compile(r"(?i)out of memory|failed to allocate|could not allocate")
_WRONG_PATH = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG)
_ROOM = (
    "free some space and give it again: every step replaces what it wrote before, and readers keep"
    " the version before"
)


def as_sijill_error(failure: BaseException) -> SijillError | None:
    """An error that says what happened and what to do, for a failure of the machine; None for any
    other failure. An error of Sijill's own comes back with a better hint where one of these is its
    cause."""
    if isinstance(failure, SijillError):
        better = _error_for(f"{failure.message} {failure.__cause__ or ''}", type(failure))
        if better is None or isinstance(failure, DiskSpaceLow) or DAMAGED in failure.hint:
            return None
        failure.hint = better.hint
        return failure
    if isinstance(failure, OSError) and failure.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return SettingsError(
            f"{failure.filename or 'a file'} cannot be written or read: {failure.strerror}",
            "see who owns the folder, that its disk is mounted for writing, and docs/runbook.md,"
            " Settings",
        )
    if isinstance(failure, OSError) and failure.errno in _WRONG_PATH and failure.filename:
        return SettingsError(
            f"{failure.filename}: {failure.strerror}", "see that the path is right"
        )
    if isinstance(failure, BrokenProcessPool):
        return ShardFailed(
            "a process that extracts ended without a word",
            "most often memory: give fewer --jobs; shards that were read are not lost",
        )
    if isinstance(failure, MemoryError):
        return StagingFailed("there is too little memory", "give the machine, or the night, more")
    if isinstance(failure, OSError) or type(failure).__module__.startswith(("duckdb", "_duckdb")):
        return _error_for(str(failure), StagingFailed)
    return None


def _error_for(text: str, kind: type[SijillError]) -> SijillError | None:
    if _FULL.search(text):
        return DiskSpaceLow(f"the disk is full: {text.strip()}", _ROOM)
    if _DAMAGED.search(text):
        return kind(f"the build file is damaged: {text.strip()}", DAMAGED)
    if _MEMORY.search(text):
        return kind(
            f"there is too little memory: {text.strip()}", "raise SIJILL_DUCKDB_MEMORY, or see who"
            " else takes it"
        )  # fmt: skip
    return None
