"""A CSV file with columns of its own names → articles."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from intake.crew import Crew
from intake.dates import DateUnread, DayOrder, iso_date
from intake.decoding import decode
from intake.fragment import holds_tags, plain_text
from intake.items import HEAD_CHARS, Article, Item, Origin, SetAside, Unreadable, Why
from intake.opening import Found, opened
from intake.packing import GZIP_MAGIC, Unpacked, unpacked_limit

#: The contract's fields that a column can be mapped to.
FIELDS = ("url", "source", "published_at", "text", "title", "id", "language")
WANTED = ("url", "published_at", "text")
#: Only by --map: an "id" may be the row's number, a "language" no code.
_BY_MAP_ONLY = frozenset({"id", "language"})
MAX_LINE_CHARS = 8_000_000
_SAMPLE_BYTES = 1 << 20
_STEP = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class TableOptions:
    """`columns`: the column of each field that is not named as the contract names it; `delimiter`
    and `encoding` "" where the file is to tell them."""

    columns: Mapping[str, str]
    delimiter: str = ""
    encoding: str = ""
    order: DayOrder | None = None


class ColumnsMissing(Exception):
    """The header lacks what is needed. `missing`: fields; `header`: the columns that there are."""

    def __init__(self, missing: list[str], header: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing, self.header = missing, header


def read_table(found: Found, options: TableOptions, crew: Crew) -> Iterator[Item]:
    """Every row under the header. Raises ColumnsMissing before the first row, and where a column
    occurs twice that would be read."""
    try:
        encoding = options.encoding or _encoding_of(found)
        with opened(found) as stream:
            yield from _rows(_plain(stream, found), found, encoding, options, crew)
    except Unreadable as err:
        yield SetAside(Origin(found.name, 0), err.why, err.detail)


def _plain(stream: BinaryIO, found: Found) -> BinaryIO:
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    if not packed:
        return stream
    limit = unpacked_limit(found.path.stat().st_size)
    return io.BufferedReader(Unpacked(stream, limit), _STEP)


def _encoding_of(found: Found) -> str:
    """UTF-8 where all of the file is; else what its first megabyte is in."""
    with opened(found) as stream:
        plain = _plain(stream, found)
        sample = head = plain.read(_SAMPLE_BYTES)
        engine = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                engine.decode(head)
                head = plain.read(_STEP)
            engine.decode(b"", final=True)
        except UnicodeDecodeError:
            # a letter may be cut in half at the end of the sample
            name = decode(sample[: sample.rfind(b"\n") + 1] or sample).encoding
            return {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(name, name)
    return "utf-8"


def _rows(
    stream: BinaryIO, found: Found, encoding: str, options: TableOptions, crew: Crew
) -> Iterator[Item]:
    text = io.TextIOWrapper(
        stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace",
        newline="",
    )  # fmt: skip
    first = text.readline(MAX_LINE_CHARS)
    delimiter = options.delimiter or max(_DELIMITERS, key=first.count)
    field_limit = csv.field_size_limit(MAX_LINE_CHARS)
    number = 0
    try:
        rows = csv.reader(_lines(first, text), delimiter=delimiter, strict=True)
        header = [name.strip() for name in next(rows, [])]
        head = _Head(header, _placed(header, options.columns), encoding)
        for row in rows:
            if row:
                number += 1
                origin = Origin(found.name, number)
                yield _item(row, head, origin, options.order, crew)
    except csv.Error as err:
        raise Unreadable(Why.BAD_CSV, f"no CSV behind row {number}: {err}") from err
    finally:
        csv.field_size_limit(field_limit)


def _lines(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    line = first
    while line:
        if len(line) >= MAX_LINE_CHARS:
            raise Unreadable(Why.BAD_CSV, f"a line of more than {MAX_LINE_CHARS} letters")
        # Python's reader ends at a NUL, which some exports leave behind
        yield line.replace("\0", "")
        line = text.readline(MAX_LINE_CHARS)


def _placed(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column."""
    wanted = {field: columns.get(field, field) for field in FIELDS}
    missing = [
        field
        for field in FIELDS
        if wanted[field] not in header and (field in WANTED or field in columns)
    ]
    twice = [field for field in FIELDS if header.count(wanted[field]) > 1]
    if missing or twice:
        raise ColumnsMissing(missing or twice, header)
    return {
        field: header.index(name)
        for field, name in wanted.items()
        if name in header and (field in columns or field not in _BY_MAP_ONLY)
    }


@dataclass(frozen=True, slots=True)
class _Head:
    """The header: its names, the place of each field's column, the file's encoding."""

    names: list[str]
    columns: Mapping[str, int]
    encoding: str


def _item(row: list[str], head: _Head, origin: Origin, order: DayOrder | None, crew: Crew) -> Item:
    raw = " | ".join(row)[:HEAD_CHARS]
    if len(row) != len(head.names):
        detail = f"{len(row)} cells under {len(head.names)} columns"
        return SetAside(origin, Why.RAGGED_ROW, detail, raw)
    told = {field: row[place].strip() for field, place in head.columns.items()}
    published = told["published_at"]
    try:
        published = iso_date(published, order) if published else ""
    except DateUnread as err:
        return SetAside(origin, Why.BAD_DATE, f"published_at: {published[:80]!r} {err}", raw)
    try:
        # a parser reads what has tags, and tags can be made that no parser comes to an end with
        title, text = (
            crew.call(plain_text, cell) if holds_tags(cell) else plain_text(cell)
            for cell in (told.get("title", ""), told["text"])
        )
    except Unreadable as err:
        return SetAside(origin, err.why, err.detail, raw)
    used = set(head.columns.values())
    cells = enumerate(zip(head.names, row, strict=True))
    rest = {name: cell for at, (name, cell) in cells if at not in used and name and cell}
    extra: dict[str, object] = {
        "kind": "csv",
        "file": origin.file,
        "record": origin.record,
        "encoding": head.encoding,
    }
    return Article(
        origin=origin,
        url=told["url"],
        title=" ".join(title.split()),
        text=text,
        published_at=published,
        source=told.get("source", ""),
        article_id=told.get("id", ""),
        language=told.get("language", ""),
        extra=extra | ({"columns": rest} if rest else {}),
    )
