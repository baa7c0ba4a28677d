"""Parquet files → records, within bounds of time and memory."""

from __future__ import annotations

import base64
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from intake.packing import MAX_EXPANSION
from warehouse.contract.articles import FIELD_NAMES, Reason
from warehouse.landing.parquet_pages import ColumnRoom, rooms
from warehouse.landing.parquet_trial import TrialFailed, trial
from warehouse.landing.raw_records import (
    HEAD_BYTES,
    FileRejected,
    Limits,
    RawRecord,
    check_columns,
    record_too_long,
)

PARQUET_BATCH_ROWS = 32


#: Room for the pages of Parquet that are unpacked at a time. Writers make pages of 1 MB, DuckDB of
#: up to 100 MB.
PARQUET_ROOM_BYTES = 256 << 20


#: Room for the rows that are read at a time.
PARQUET_BATCH_BYTES = 128 << 20


#: What a row counts in addition to its cells, so that rows of nothing have an end too.
PARQUET_ROW_BYTES = 16


_TICKS_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_parquet(stream: BinaryIO, limits: Limits) -> Iterator[RawRecord]:
    """One record per row. Times and dates become ISO text, other types their JSON form.

    The file is first read without keeping anything, in a process that may crash on it
    (parquet_trial.py).
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
        check_columns(list(parquet.schema_arrow.names))
        _check_unpacked(PARQUET_ROW_BYTES * parquet.metadata.num_rows, limits)
        groups = rooms(stream, parquet.metadata, limits.file_bytes)
        batch_rows = _rows_at_a_time(groups, limits)
        rows = unpacked = 0
        for batch in parquet.iter_batches(batch_size=batch_rows, use_threads=False):
            rows += batch.num_rows
            unpacked += batch.nbytes + PARQUET_ROW_BYTES * batch.num_rows
            _check_unpacked(unpacked, limits)
            yield batch
        declared = parquet.metadata.num_rows
    except _BROKEN as err:
        raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {err}") from err
    if rows != declared:
        raise FileRejected(Reason.UNREADABLE_FILE, f"broken Parquet: {rows} rows of {declared}")


def try_parquet(path: str, record_bytes: int, file_bytes: int) -> tuple[str, str] | None:
    """Read a file to its end, keep nothing. Returns reason and detail of a refusal, else None."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - /proc/…/fd/… is no path to follow
            for batch in _batches(stream, Limits(record_bytes, file_bytes)):
                batch.validate()
    except FileRejected as err:
        return err.rejection.reason.value, err.rejection.detail
    return None


def _try_elsewhere(stream: BinaryIO, limits: Limits) -> None:
    with _real_file(stream) as file:
        try:
            refused = trial(try_parquet).refused(file, limits.record_bytes, limits.file_bytes)
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
        # as JSON it would be in memory several times
        row |= {name: cell[:HEAD_BYTES] for name, cell in texts.items()}
        head = _table_record(number, row, limits).raw or b""
        return record_too_long(number, head[:HEAD_BYTES], limits)
    value = {
        # a number in a field of the contract stays one, so that NaN does not become the name "nan"
        name: cell if isinstance(cell, float) and name in FIELD_NAMES else _plain(cell)
        for name, cell in row.items()
        if cell is not None
    }
    raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape")
    if len(raw) > limits.record_bytes:
        return record_too_long(number, raw[:HEAD_BYTES], limits)
    return RawRecord(number, value, raw)


def _values(column: pa.Array) -> list[Any]:
    """A column as Python values that no longer depend on Arrow, so that no cell can raise."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        # a writer may have put bytes there that are no UTF-8: only that record is refused
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
