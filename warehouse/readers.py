"""Bytes of a landing file → records, one at a time, whatever the bytes are.

A reader yields every record it can tell from its neighbours, the unreadable ones with the
reason, and raises `FileRejected` where the file as a whole cannot be trusted: then nothing of
it counts. Memory stays bounded by the size of a record, not of a file.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Self, cast

import pyarrow as pa
import pyarrow.parquet as pq

from intake.items import Unreadable
from intake.packing import MAX_EXPANSION, Unpacked, unpacked_limit
from warehouse.contract import FIELD_NAMES, REQUIRED, Reason, Rejection
from warehouse.parquet_pages import ColumnRoom, rooms
from warehouse.parquet_trial import TrialFailed, trial

CHUNK_BYTES = 1 << 16
PARQUET_BATCH_ROWS = 32
MAX_INTEGER_DIGITS = 19
#: A CSV row so many times longer than a record may be ends the reading of its file: its quotes do
#: not close. One that is shorter is told as too long, and the next one is read.
ROW_LIMITS = 2
#: An element of a JSON array so many times longer than a record may be ends the reading of its
#: file.
ELEMENT_LIMITS = 4
#: Room for the pages of Parquet that are unpacked at a time. Writers make pages of 1 MB, DuckDB of
#: up to 100 MB.
PARQUET_ROOM_BYTES = 256 << 20
#: Room for the rows that are read at a time.
PARQUET_BATCH_BYTES = 128 << 20
#: What a row counts beside its cells, so that rows of nothing have an end too.
PARQUET_ROW_BYTES = 16
#: A limit of our own: Python's depends on how deep its caller already is.
MAX_DEPTH = 64
_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


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
    """What a file may ask of us. `file_bytes`: its size as it lies on disk."""

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
        twice = _twice(key for key, _ in pairs)[0]
        raise _Refused(Reason.DUPLICATE_KEYS, f"the key {twice[:100]!r} occurs twice")
    return record


def _twice(names: Iterable[str]) -> list[str]:
    """Those that occur more than once, in their order. A record may have a million names."""
    return [name for name, many in Counter(names).items() if many > 1]


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


def _too_long(number: int, head: bytes, limits: Limits) -> RawRecord:
    detail = f"more than {limits.record_bytes} bytes; the record shown is its beginning"
    return RawRecord(number, None, head, Rejection(Reason.RECORD_TOO_LONG, detail))


#: How much of a record that is too long, or of a file that is unreadable, quarantine keeps.
HEAD_BYTES = 4_096


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
            yield _too_long(number, line[:HEAD_BYTES], limits)
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
        yield _too_long(1, head[:HEAD_BYTES], limits)
    else:
        yield parse_json(head, 1)


_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'["\\]')


class _ArrayCutter:
    """Cuts the bytes of a JSON array (behind its "[") at its top-level commas.

    Bytes alone are looked at: UTF-8 never uses the structural ones within a letter. An element
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
                yield _too_long(number, element[:HEAD_BYTES], limits)
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
        _check_columns(header)
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
        return _too_long(number, data[:HEAD_BYTES], limits)
    if len(row) != len(header):
        detail = f"{len(row)} cells under {len(header)} columns"
        return RawRecord(number, None, data, Rejection(Reason.RAGGED_ROW, detail))
    return RawRecord(number, value, data)


def _check_columns(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        found = ", ".join(names)[:300].encode("utf-8", "backslashreplace").decode()
        raise FileRejected(
            Reason.MISSING_COLUMNS, f"no column {', '.join(missing)}; there are: {found}"
        )
    twice = sorted(_twice(names))
    if twice:
        raise FileRejected(Reason.MISSING_COLUMNS, f"columns occur twice: {', '.join(twice)[:300]}")


# --- Parquet ----------------------------------------------------------------------------------

_TICKS_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_parquet(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    """A record a row. Times and dates become ISO text, other types what JSON has for them.

    It is read for nothing first, in a process that may break over it (parquet_trial.py).
    """
    _try_elsewhere(stream, limits)
    number = 0
    for batch in _batches(stream, limits):
        try:
            columns = {name: _values(batch.column(name)) for name in batch.schema.names}
        except _BROKEN as err:
            raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {err}") from err
        for row in zip(*columns.values(), strict=True):
            number += 1
            yield _table_record(number, dict(zip(columns, row, strict=True)), limits)


_BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError, NotImplementedError)


def _batches(stream: BinaryIO, limits: Limits) -> Iterator[pa.RecordBatch]:
    """The rows, as many at a time as there is room for. Raises FileRejected."""
    try:
        parquet = pq.ParquetFile(stream)
        _check_columns(list(parquet.schema_arrow.names))
        _check_unpacked(PARQUET_ROW_BYTES * parquet.metadata.num_rows, limits)
        groups = rooms(stream, parquet.metadata, limits.file_bytes)
        batch_rows = _rows_at_a_time(groups, limits)
        rows = unpacked = 0
        for batch in parquet.iter_batches(batch_size=batch_rows, use_threads=False):
            rows += batch.num_rows
            unpacked += batch.nbytes + PARQUET_ROW_BYTES * batch.num_rows
            _check_unpacked(unpacked, limits)
            yield batch
        told = parquet.metadata.num_rows
    except _BROKEN as err:
        raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {err}") from err
    if rows != told:
        raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {rows} rows of {told}")


def try_parquet(path: str, limits: Limits) -> tuple[str, str] | None:
    """Read a whole file for nothing. Returns reason and detail where it is refused, else None."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - /proc/…/fd/… is no path to follow
            for batch in _batches(stream, limits):
                batch.validate()
    except FileRejected as err:
        return err.rejection.reason.value, err.rejection.detail
    return None


def _try_elsewhere(stream: BinaryIO, limits: Limits) -> None:
    with _real_file(stream) as file:
        try:
            refused = trial().refused(file, limits.record_bytes, limits.file_bytes)
        except TrialFailed as err:
            raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {err}") from err
    if refused:
        raise FileRejected(Reason(refused[0]), refused[1])


@contextmanager
def _real_file(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself, or a file with the same bytes where it is none."""
    try:
        stream.fileno()
    except OSError:
        with tempfile.NamedTemporaryFile() as copy:
            stream.seek(0)
            shutil.copyfileobj(stream, copy)
            copy.flush()
            stream.seek(0)
            yield cast("BinaryIO", copy.file)
    else:
        yield stream


def _rows_at_a_time(groups: Iterator[list[ColumnRoom]], limits: Limits) -> int:
    """How many rows fit into the room there is, were each to hold the longest value of each
    dictionary. Raises FileRejected where the pages alone are too much."""
    batch_rows = PARQUET_BATCH_ROWS
    unpacked = 0
    for columns in groups:
        unpacked += sum(column.unpacked_bytes for column in columns)
        _check_unpacked(unpacked, limits)
        if sum(column.dictionary_bytes + column.page_bytes for column in columns) > (
            PARQUET_ROOM_BYTES
        ):
            raise FileRejected(
                Reason.DECOMPRESSION_BOMB,
                f"its pages unpack to more than {PARQUET_ROOM_BYTES >> 20} MB at a time; write it"
                " with smaller ones",
            )
        dictionaries = sum(column.dictionary_bytes for column in columns)
        while batch_rows > 1 and batch_rows * dictionaries > PARQUET_BATCH_BYTES:
            batch_rows //= 2
    return batch_rows


def _check_unpacked(unpacked_bytes: int, limits: Limits) -> None:
    if unpacked_bytes > limits.unpacked_bytes:
        raise FileRejected(
            Reason.DECOMPRESSION_BOMB, f"unpacks to more than {MAX_EXPANSION} times its size"
        )


def _table_record(number: int, row: dict[str, Any], limits: Limits) -> RawRecord:
    texts = {name: cell for name, cell in row.items() if isinstance(cell, str | bytes)}
    if sum(map(len, texts.values())) > limits.record_bytes:
        # as JSON it would be in memory some more times
        row |= {name: cell[:HEAD_BYTES] for name, cell in texts.items()}
        head = _table_record(number, row, limits).raw or b""
        return _too_long(number, head[:HEAD_BYTES], limits)
    value = {
        # a number in a field of the contract stays one, so that "nan" is nobody's name
        name: cell if isinstance(cell, float) and name in FIELD_NAMES else _plain(cell)
        for name, cell in row.items()
        if cell is not None
    }
    raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape")
    if len(raw) > limits.record_bytes:
        return _too_long(number, raw[:HEAD_BYTES], limits)
    return RawRecord(number, value, raw)


def _values(column: pa.Array) -> list[Any]:
    """A column as Python values that need no more of Arrow: no cell can raise."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        # a writer may have put bytes there that are no UTF-8: that is one record's fault
        cells = column.cast(pa.binary() if pa.types.is_string(kind) else pa.large_binary())
        return [
            None if cell is None else cell.decode("utf-8", "surrogateescape")
            for cell in cells.to_pylist()
        ]
    if pa.types.is_timestamp(kind):
        ticks = column.cast(pa.int64()).to_pylist()
        return [_moment(tick, _TICKS_PER_SECOND[kind.unit], bool(kind.tz)) for tick in ticks]
    if pa.types.is_date(kind):
        per_day = 1 if pa.types.is_date32(kind) else 86_400_000
        days = column.cast(pa.int32() if per_day == 1 else pa.int64()).to_pylist()
        moments = [_moment(n and n * 86_400 // per_day, 1, False) for n in days]
        return [moment and moment.removesuffix("T00:00:00") for moment in moments]
    return list(column.to_pylist())


def _moment(ticks: int | None, per_second: int, zoned: bool) -> str | None:
    if ticks is None:
        return None
    try:
        moment = _EPOCH + dt.timedelta(microseconds=ticks * 1_000_000 // per_second)
    except OverflowError:
        return f"{ticks / per_second:.0f} seconds after 1970"
    return (moment if zoned else moment.replace(tzinfo=None)).isoformat()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever Arrow gives → whatever JSON has
    if isinstance(value, dict):
        return {str(key): _plain(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(cell) for cell in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)  # NaN compares false too
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_READERS: dict[str, Reader] = {
    ".jsonl": read_jsonl,
    ".jsonl.gz": _gzipped(read_jsonl),
    ".json": read_json,
    ".json.gz": _gzipped(read_json),
    ".csv": read_csv,
    ".parquet": read_parquet,
}
