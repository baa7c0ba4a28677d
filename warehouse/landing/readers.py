"""Bytes of a landing file → records, one at a time, whatever the bytes are.

A reader yields every record it can separate from its neighbours, the unreadable ones with the
reason, and raises `FileRejected` where the file as a whole cannot be trusted: then nothing of
it counts. Memory stays bounded by the size of a record, not of a file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Self

from intake.items import Unreadable
from intake.packing import Unpacked
from warehouse.contract.articles import Reason, Rejection
from warehouse.landing.parquet_files import read_parquet
from warehouse.landing.raw_records import (
    CHUNK_BYTES,
    ELEMENT_LIMITS,
    HEAD_BYTES,
    ROW_LIMITS,
    FileRejected,
    Limits,
    RawRecord,
    Reader,
    check_columns,
    occurring_twice,
    record_too_long,
)

MAX_INTEGER_DIGITS = 19
#: A limit of our own: Python's depends on how deep its caller already is.
MAX_DEPTH = 64
_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def reader_of(name: str) -> Reader:
    """The reader for a file's name. Raises FileRejected(unknown_file_kind)."""
    lower = name.lower()
    for ending, reader in _READERS.items():
        if lower.endswith(ending):
            return reader
    known = ", ".join(_READERS)
    raise FileRejected(Reason.UNKNOWN_FILE_KIND, f"no kind of file that is read here ({known})")


# --- JSON -------------------------------------------------------------------------------------


class _Refused(ValueError):
    """A JSON document that Python would take and we do not."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        twice = occurring_twice(key for key, _ in pairs)[0]
        raise _Refused(Reason.DUPLICATE_KEYS, f"the key {twice[:100]!r} occurs twice")
    return record


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_INTEGER_DIGITS:
        raise _Refused(Reason.BAD_JSON, f"an integer of {len(digits)} digits")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise _Refused(Reason.BAD_JSON, f"a number beyond double precision: {digits[:40]}")
    return value


def _constant(name: str) -> object:
    raise _Refused(Reason.BAD_JSON, f"{name} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)


def parse_json(raw: bytes, number: int) -> RawRecord:
    """One JSON document in UTF-8, strictly: no doubled keys, NaN, infinite or giant numbers."""
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
        if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH or not _deeper_than(MAX_DEPTH, value):
            return RawRecord(number, value, raw)
        rejection = Rejection(Reason.BAD_JSON, f"nested more than {MAX_DEPTH} deep")
    except UnicodeDecodeError as err:
        detail = f"no UTF-8 at byte {err.start}: 0x{raw[err.start]:02x}"
        rejection = Rejection(Reason.WRONG_ENCODING, detail)
    except _Refused as err:
        rejection = Rejection(err.reason, str(err))
    except RecursionError:
        rejection = Rejection(Reason.BAD_JSON, f"nested more than {MAX_DEPTH} deep")
    except ValueError as err:
        rejection = Rejection(Reason.BAD_JSON, str(err))
    return RawRecord(number, None, raw, rejection)


def _deeper_than(depth: int, value: object) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return any(isinstance(node, dict | list) for node in level)


def _without_bom(stream: BinaryIO) -> BinaryIO:
    """The stream behind a UTF-8 byte order mark. Raises FileRejected on UTF-16 and UTF-32."""
    head = stream.read(4)
    if head.startswith(_OTHER_BOMS):
        raise FileRejected(Reason.WRONG_ENCODING, "UTF-16 or UTF-32; UTF-8 is wanted")
    return _Prefixed(head.removeprefix(_BOM), stream)  # type: ignore[return-value]


class _Prefixed(io.RawIOBase):
    """A stream with bytes put back before it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, as io wants it
        chunk = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(chunk) :] if self._head else b""
        buffer[: len(chunk)] = chunk
        return len(chunk)


def read_jsonl(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    """A record a line; blank lines are none, but count, so that `number` is the line's."""
    lines = io.BufferedReader(_without_bom(stream), CHUNK_BYTES)  # type: ignore[type-var]
    number = 0
    while line := lines.readline(limits.record_bytes + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > limits.record_bytes:
            yield record_too_long(number, line[:HEAD_BYTES], limits)
            while not line.endswith(b"\n") and (line := lines.readline(CHUNK_BYTES)):
                pass
        elif line.strip():
            yield parse_json(line.rstrip(b"\r\n"), number)


def read_json(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    """One object, or an array of objects, which is cut at its top-level commas as it streams."""
    stream = _without_bom(stream)
    head = b""
    while chunk := stream.read(CHUNK_BYTES):
        head = (head + chunk).lstrip(b" \t\r\n")
        if head:
            break
    if not head:
        raise FileRejected(Reason.BAD_JSON, "the file is empty; an object or an array is wanted")
    if head.startswith(b"["):
        yield from _array_elements(head[1:], stream, limits)
        return
    while len(head) <= limits.record_bytes and (chunk := stream.read(CHUNK_BYTES)):
        head += chunk
    head = head.rstrip(b" \t\r\n")
    if len(head) > limits.record_bytes:
        yield record_too_long(1, head[:HEAD_BYTES], limits)
    else:
        yield parse_json(head, 1)


_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'["\\]')


class _ArrayCutter:
    """Cuts the bytes of a JSON array (behind its "[") at its top-level commas.

    Only bytes are compared: UTF-8 never uses the structural ones within a letter. An element
    beyond the limit keeps its head only.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._element = bytearray()
        self._element_bytes = 0
        self._depth, self._in_string, self._escaped = 0, False, False
        self.too_long = False
        self.closed = False

    @property
    def endless(self) -> bool:
        """Whether the element under way is so long that its end is not worth looking for."""
        return self._element_bytes > ELEMENT_LIMITS * self._limit

    def feed(self, chunk: bytes) -> Iterator[tuple[bytes, bool]]:
        """The elements that end in this chunk, each with whether it was too long. What follows
        the closing bracket stays in `rest()`."""
        start = position = 0
        while not self.closed:
            if self._escaped and position < len(chunk):
                position, self._escaped = position + 1, False
            match = (_INSIDE if self._in_string else _OUTSIDE).search(chunk, position)
            if not match:
                break
            position = match.end()
            mark = match[0]
            if self._in_string:
                self._escaped = mark == b"\\"
                self._in_string = self._escaped
            elif mark == b'"':
                self._in_string = True
            elif mark in b"[{":
                self._depth += 1
            elif self._depth and mark in b"]}":
                self._depth -= 1
            elif not self._depth and mark in b",]":
                self._keep(chunk[start : position - 1])
                start = position
                self.closed = mark == b"]"
                yield self._take()
        self._keep(chunk[start:])

    def rest(self) -> bytes:
        """What was fed since the last element ended."""
        return bytes(self._element)

    def _keep(self, piece: bytes) -> None:
        room = self._limit + 1 - len(self._element)
        self._element += piece[: max(room, 0)]
        self._element_bytes += len(piece)
        self.too_long = self.too_long or len(piece) > room - 1

    def _take(self) -> tuple[bytes, bool]:
        element, too_long = bytes(self._element), self.too_long
        self._element, self._element_bytes, self.too_long = bytearray(), 0, False
        return element, too_long


def _array_elements(head: bytes, stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    cutter = _ArrayCutter(limits.record_bytes)
    number = 0
    chunk = head
    while chunk or (chunk := stream.read(CHUNK_BYTES)):
        for piece, too_long in cutter.feed(chunk):
            element = piece.strip(b" \t\r\n")
            if cutter.closed and number == 0 and not element:
                continue  # an empty array
            number += 1
            if too_long:
                yield record_too_long(number, element[:HEAD_BYTES], limits)
            else:
                yield parse_json(element, number)
        chunk = b""
        if (cutter.closed and cutter.too_long) or cutter.endless:
            break
    rest = cutter.rest().strip(b" \t\r\n")
    if cutter.closed and not rest:
        return
    if cutter.endless and not cutter.closed:
        megabytes = ELEMENT_LIMITS * limits.record_bytes / 1e6
        detail = f"an element of more than {megabytes:.0f} MB; what follows it was not read"
    else:
        where = "something follows the end" if cutter.closed else "the file ends before the end"
        detail = f"{where} of the array"
    rejection = Rejection(Reason.BAD_JSON, detail)
    yield RawRecord(number + 1, None, rest[:HEAD_BYTES], rejection)


# --- gzip -------------------------------------------------------------------------------------


class _UnpackedFile(Unpacked):
    """A gzip stream that ends the reading of its file when it is broken, or a bomb."""

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, as io wants it
        try:
            return super().readinto(buffer)
        except Unreadable as err:
            raise FileRejected(Reason(err.why.value), err.detail) from err


def _gzipped(reader: Reader) -> Reader:
    def read(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
        unpacked = io.BufferedReader(_UnpackedFile(stream, limits.unpacked_bytes), CHUNK_BYTES)
        return reader(unpacked, limits)

    return read


# --- CSV --------------------------------------------------------------------------------------


def read_csv(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    """A record a row under a header; commas, double quotes, UTF-8. An empty cell is no field."""
    text = io.TextIOWrapper(
        io.BufferedReader(_without_bom(stream), CHUNK_BYTES),  # type: ignore[type-var]
        encoding="utf-8",
        errors="surrogateescape",
        newline="",
    )
    field_limit = csv.field_size_limit(limits.record_bytes)
    try:
        lines = _BoundedLines(text, limits.record_bytes)
        rows = csv.reader(lines, strict=True)
        header = [name.strip() for name in next(rows, [])]
        check_columns(header)
        number = 0
        while (row := _next_row(rows, lines)) is not None:
            if row:
                number += 1
                yield _csv_record(number, header, row, limits)
    except csv.Error as err:
        raise FileRejected(Reason.BAD_CSV, f"no CSV: {err}") from err
    finally:
        csv.field_size_limit(field_limit)


class _BoundedLines:
    """The lines of a CSV file, as long as a row of them stays within bounds: quoted cells run over
    lines, and a row may have any number of them."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text, self._limit = text, limit
        self._letters = 0

    def begin_row(self) -> None:
        """What comes now belongs to another row."""
        self._letters = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        if len(line) > self._limit:
            raise FileRejected(Reason.BAD_CSV, f"a line of more than {self._limit} letters")
        self._letters += len(line)
        if self._letters > ROW_LIMITS * self._limit:
            raise FileRejected(
                Reason.BAD_CSV, f"a row of more than {ROW_LIMITS * self._limit} letters"
            )
        return line


def _next_row(rows: Iterator[list[str]], lines: _BoundedLines) -> list[str] | None:
    lines.begin_row()
    return next(rows, None)


def _csv_record(number: int, header: list[str], row: list[str], limits: Limits) -> RawRecord:
    raw = io.StringIO()
    csv.writer(raw).writerow(row)
    data = raw.getvalue().removesuffix("\r\n").encode("utf-8", "surrogateescape")
    value = {name: cell for name, cell in zip(header, row, strict=False) if cell}
    if len(data) > limits.record_bytes:
        return record_too_long(number, data[:HEAD_BYTES], limits)
    if len(row) != len(header):
        detail = f"{len(row)} cells under {len(header)} columns"
        return RawRecord(number, None, data, Rejection(Reason.RAGGED_ROW, detail))
    return RawRecord(number, value, data)


_READERS: dict[str, Reader] = {
    ".jsonl": read_jsonl,
    ".jsonl.gz": _gzipped(read_jsonl),
    ".json": read_json,
    ".json.gz": _gzipped(read_json),
    ".csv": read_csv,
    ".parquet": read_parquet,
}
