"""The records of a landing file before the contract judges them, and what one file may cost."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from intake.packing import unpacked_limit
from warehouse.contract.articles import REQUIRED, Reason, Rejection

CHUNK_BYTES = 1 << 16
#: A CSV row so many times longer than a record may be ends the reading of its file: its quotes do
#: not close. One that is shorter is reported as too long, and the next one is read.
ROW_LIMITS = 2
#: An element of a JSON array so many times longer than a record may be ends the reading of its
#: file.
ELEMENT_LIMITS = 4
#: How much of a record that is too long, or of a file that is unreadable, quarantine keeps.
HEAD_BYTES = 4_096


class FileRejected(Exception):
    """A file as a whole is not read. `rejection` says why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.rejection = Rejection(reason, detail)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stood in its file. `number` counts from 1 (in .jsonl: the line).

    Either `value` is what a JSON parser made of it, or `rejection` says why there is none.
    `raw` is None where the value itself is all there is (a row of a table).
    """

    number: int
    value: object
    raw: bytes | None
    rejection: Rejection | None = None

    def printable(self) -> str:
        """The record for the eyes of a person: undecodable bytes and control characters escaped."""
        raw = self.raw
        if raw is None:
            text = json.dumps(self.value, ensure_ascii=False, default=str)
            raw = text.encode("utf-8", "surrogatepass")
        return printable(raw)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of what a file may cost. `file_bytes`: its size on disk."""

    record_bytes: int
    file_bytes: int

    @property
    def unpacked_bytes(self) -> int:
        """More unpacked bytes than this make a file a decompression bomb."""
        return unpacked_limit(self.file_bytes)


Reader = Callable[[BinaryIO, Limits], Iterator[RawRecord]]


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def printable(raw: bytes) -> str:
    """Bytes as text that any terminal, database and web page can hold."""
    text = raw.decode("utf-8", "backslashreplace")
    return _UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def occurring_twice(names: Iterable[str]) -> list[str]:
    """Those that occur more than once, in their order. A record may have a million names."""
    return [name for name, many in Counter(names).items() if many > 1]


def record_too_long(number: int, head: bytes, limits: Limits) -> RawRecord:
    """A record that is refused for its size; `head` is its beginning."""
    detail = f"more than {limits.record_bytes} bytes; the record shown is its beginning"
    return RawRecord(number, None, head, Rejection(Reason.RECORD_TOO_LONG, detail))


def check_columns(names: list[str]) -> None:
    """See that a table has the contract's required columns, each once. Raises FileRejected."""
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        found = ", ".join(names)[:300].encode("utf-8", "backslashreplace").decode()
        raise FileRejected(
            Reason.MISSING_COLUMNS, f"no column {', '.join(missing)}; there are: {found}"
        )
    twice = sorted(occurring_twice(names))
    if twice:
        raise FileRejected(Reason.MISSING_COLUMNS, f"columns occur twice: {', '.join(twice)[:300]}")
