"""What the pages of a Parquet file unpack to, read from their headers before any is unpacked.

The footer says how large a column is, and may lie. A reader believes the header of each page and
takes as much memory as that says; so only the headers are read here. They are Thrift
structs in the compact protocol, of which as much is read as it takes to step over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow.parquet as pq

#: Longer headers than this are no headers: a page's statistics hold two values at most.
MAX_HEADER_BYTES = 1 << 20
_DICTIONARY_PAGE = 2
_MAX_NESTING = 8
# types of the compact protocol
_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(
    13
)


class NoPage(ValueError):
    """Bytes that are no header of a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `unpacked_bytes`: what a reader makes room for."""

    is_dictionary: bool
    unpacked_bytes: int


@dataclass(frozen=True, slots=True)
class ColumnRoom:
    """The room that a reader takes for a column chunk at a time: its dictionary, which stays, and
    its largest page. `unpacked_bytes` are all its pages together."""

    dictionary_bytes: int
    page_bytes: int
    unpacked_bytes: int


def rooms(
    stream: BinaryIO, metadata: pq.FileMetaData, file_bytes: int
) -> Iterator[list[ColumnRoom]]:
    """For each row group of a file of this size the room of each of its columns.

    Moves the stream. Raises NoPage where a column's bytes are no pages.
    """
    left = file_bytes
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        columns = [row_group.column(n) for n in range(row_group.num_columns)]
        # columns that share their bytes could be any number, and each is looked through
        left -= sum(column.total_compressed_size for column in columns)
        if left < 0:
            raise NoPage("its columns are larger than the file")
        # where there are no values no page is read
        yield [_room(stream, column) for column in columns if column.num_values]


def _room(stream: BinaryIO, column: Any) -> ColumnRoom:  # noqa: ANN401 - pyarrow has no types
    start = column.data_page_offset
    dictionary = column.dictionary_page_offset
    if dictionary is not None and 0 < dictionary < start:
        start = dictionary
    found = list(pages(stream, start, start + column.total_compressed_size))
    return ColumnRoom(
        dictionary_bytes=max((p.unpacked_bytes for p in found if p.is_dictionary), default=0),
        page_bytes=max((p.unpacked_bytes for p in found if not p.is_dictionary), default=0),
        unpacked_bytes=sum(p.unpacked_bytes for p in found),
    )


def pages(stream: BinaryIO, start: int, end: int) -> Iterator[Page]:
    """The pages between two offsets, without their contents. Raises NoPage."""
    while start < end:
        if start < 0:
            raise NoPage("a page before the beginning of the file")
        stream.seek(start)
        header = _Header(stream.read(4096))
        try:
            fields = header.struct()
        except IndexError:
            stream.seek(start)
            header = _Header(stream.read(MAX_HEADER_BYTES))
            try:
                fields = header.struct()
            except IndexError as err:
                raise NoPage("the header of a page does not end") from err
        kind, unpacked, packed = (fields.get(number, -1) for number in (1, 2, 3))
        if kind < 0 or unpacked < 0 or packed < 0:
            raise NoPage("a page without a kind or a size")
        yield Page(kind == _DICTIONARY_PAGE, unpacked)
        start += header.position + packed


class _Header:
    """Thrift's compact protocol, read as far as integers of the outermost struct."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    def struct(self, depth: int = 0) -> dict[int, int]:
        """The integers of a struct by their field numbers; all else is stepped over."""
        if depth > _MAX_NESTING:
            raise NoPage("a header nested too deep")
        found: dict[int, int] = {}
        number = 0
        while (head := self._byte()) & 0x0F != _STOP:
            number = number + (head >> 4) if head >> 4 else self._integer()
            value = self._value(head & 0x0F, depth)
            if value is not None:
                found[number] = value
        return found

    def _value(self, kind: int, depth: int) -> int | None:
        if kind in {_I16, _I32, _I64}:
            return self._integer()
        if kind in {_TRUE, _FALSE}:
            return None
        if kind == _BYTE:
            self._skip(1)
        elif kind == _DOUBLE:
            self._skip(8)
        elif kind == _BINARY:
            self._skip(self._varint())
        elif kind in {_LIST, _SET}:
            head = self._byte()
            many = self._varint() if head >> 4 == 15 else head >> 4
            self._elements(many, head & 0x0F, depth)
        elif kind == _STRUCT:
            self.struct(depth + 1)
        else:
            raise NoPage(f"a header with a field of type {kind}")
        return None

    def _elements(self, many: int, kind: int, depth: int) -> None:
        for _ in range(many):
            if kind in {_TRUE, _FALSE}:
                self._skip(1)
            else:
                self._value(kind, depth + 1)

    def _integer(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise NoPage("a number that does not end")

    def _skip(self, many: int) -> None:
        self.position += many
        if self.position > len(self._data):
            raise IndexError(self.position)

    def _byte(self) -> int:
        value = self._data[self.position]
        self.position += 1
        return value
