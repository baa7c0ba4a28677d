"""Web archives (WARC, packed or not) → articles."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from intake.crew import Crew
from intake.dates import DateUnread, DayOrder, iso_date
from intake.items import Damaged, Item, Origin, PassedOver, SetAside, Unreadable, Why
from intake.opening import Found, opened
from intake.packing import GZIP_MAGIC, Unpacked, decoded, unpacked_limit
from intake.page import read_page
from intake.pages import MAX_PAGE_BYTES, head_of, looks_like_html, page_article

_STEP = 1 << 16
_HTML_TYPE = re.compile(r"^(?:text/html|application/xhtml\+xml)\b", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)
_STATUS_OK = "200"
#: warcio reads a header line whole; no archive has one of this length.
_MAX_LINE_BYTES = 64 << 20


class _Archive(ArchiveIterator):  # type: ignore[misc]
    """warcio's iterator without its remarks on the error stream."""

    INC_RECORD = ""


class _Lines(io.RawIOBase):
    """A stream that gives up where a line would take all memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._line = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, as io wants it
        chunk = self._stream.read(len(buffer))
        end = chunk.rfind(b"\n")
        self._line = self._line + len(chunk) if end < 0 else len(chunk) - end - 1
        if self._line > _MAX_LINE_BYTES:
            raise Unreadable(Why.DECOMPRESSION_BOMB, f"a line of more than {_MAX_LINE_BYTES} bytes")
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True, slots=True)
class _Body:
    """What came with a page, still packed; `cut`: there was more of it than is read; `short`: less
    than the record says."""

    raw: bytes
    cut: bool
    short: bool


def read_warcs(files: Iterable[Found], order: DayOrder | None, crew: Crew) -> Iterator[Item]:
    """Every record of the archives, in their order. A broken end costs what stands behind it."""

    def read(task: tuple[_Record, Origin] | Item) -> Item:
        return _item(*task, order, crew) if isinstance(task, tuple) else task

    yield from crew.map(read, _tasks(files))


def _tasks(files: Iterable[Found]) -> Iterator[tuple[_Record, Origin] | Item]:
    """The records of all archives, and what is told of an archive as a whole."""
    for found in files:
        if found.is_hidden:
            yield PassedOver(Origin(found.name, 0), "hidden")
            continue
        number = 0
        try:
            with opened(found) as stream:
                for record in _records(stream, found.path.stat().st_size):
                    number += 1
                    yield record, Origin(found.name, number)
                if not number:
                    raise Unreadable(Why.UNREADABLE_FILE, "holds no record of a web archive")
        except Unreadable as err:
            place = f"behind record {number}: " if number else ""
            yield SetAside(Origin(found.name, 0), err.why, place + err.detail)


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of an archive, read to its end."""

    kind: str
    url: str
    captured_at: str
    status: str
    content_type: str
    content_encoding: str
    chunked: bool
    truncated: bool
    body: _Body
    damaged: bool = False


def _records(stream: BinaryIO, size: int) -> Iterator[_Record]:
    """Raises Unreadable where the archive breaks off or unpacks to far more than its `size`.

    A record is given when the next one was reached: only then the checksum of its packing, which
    stands behind it, was looked at.
    """
    packed = stream.read(2)
    stream.seek(0)
    # unpacked here rather than by warcio: with a limit, and also where all records are one member
    plain = Unpacked(stream, unpacked_limit(size)) if packed == GZIP_MAGIC else stream
    waiting: _Record | None = None
    broken: Unreadable | None = None
    try:
        for record in _Archive(_Lines(plain), arc2warc=True):  # type: ignore[arg-type]
            if waiting:
                yield waiting
            waiting = None
            waiting = _told(record, _body(record))
    except Unreadable as err:
        broken = err
    except ArchiveLoadFailed as err:
        broken = Unreadable(Why.UNREADABLE_FILE, _first_words(err))
    except Exception as err:  # struct, ValueError: whatever bytes provoke
        broken = Unreadable(Why.UNREADABLE_FILE, f"{type(err).__name__}: {_first_words(err)}")
    if waiting:
        yield replace(waiting, damaged=isinstance(broken, Damaged))
    if broken:
        raise broken


def _first_words(err: Exception) -> str:
    return " ".join(str(err).split())[:200]


def _body(record: Any) -> _Body:  # noqa: ANN401 - warcio has no types
    """The body, as much of it as a page may have; the rest is read and let go."""
    kept = bytearray()
    length = 0
    while chunk := record.raw_stream.read(_STEP):
        length += len(chunk)
        kept += chunk[: max(MAX_PAGE_BYTES - len(kept), 0)]
    short = getattr(record.raw_stream, "limit", 0) > 0
    return _Body(bytes(kept), length > MAX_PAGE_BYTES, short)


def _told(record: Any, body: _Body) -> _Record:  # noqa: ANN401 - warcio has no types
    http = record.http_headers
    content_type = (http.get_header("content-type") if http else record.content_type) or ""
    captured = record.rec_headers.get_header("WARC-Date") or ""
    try:
        captured = iso_date(captured)
    except DateUnread:
        captured = ""
    return _Record(
        kind=record.rec_type or "unknown",
        url=(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "),
        captured_at=captured,
        status=str(http.get_statuscode() or "") if http else _STATUS_OK,
        content_type=content_type,
        content_encoding=(http.get_header("content-encoding") or "") if http else "",
        chunked=bool(http) and "chunked" in (http.get_header("transfer-encoding") or "").lower(),
        truncated=bool(record.rec_headers.get_header("WARC-Truncated")) or body.short,
        body=body,
    )


def _item(record: _Record, origin: Origin, order: DayOrder | None, crew: Crew) -> Item:
    if record.kind not in {"response", "resource"}:
        return PassedOver(origin, record.kind)
    if not record.url.lower().startswith(("http://", "https://")):
        return PassedOver(origin, "no_web_address")
    if record.status != _STATUS_OK:
        return PassedOver(origin, f"status_{record.status or 'none'}"[:20])
    if record.content_type and not _HTML_TYPE.match(record.content_type.strip()):
        return PassedOver(origin, "not_html")
    raw = b""
    try:
        if record.body.cut:
            raise Unreadable(Why.RECORD_TOO_LONG, f"more than {MAX_PAGE_BYTES} bytes")
        if record.damaged:
            raise Unreadable(Why.UNREADABLE_FILE, "its checksum is not that of its bytes")
        if record.truncated:
            raise Unreadable(Why.UNREADABLE_FILE, "the archive holds its beginning only")
        raw = _unchunked(record.body.raw) if record.chunked else record.body.raw
        raw = decoded(raw, record.content_encoding, MAX_PAGE_BYTES)
        if not record.content_type and not looks_like_html(raw):
            return PassedOver(origin, "not_html")
        charset = _CHARSET.search(record.content_type)
        page = crew.call(read_page, raw, record.url, charset and charset[1], order)
    except Unreadable as err:
        return SetAside(origin, err.why, f"{record.url[:300]}: {err.detail}", head_of(raw))
    extra = {"kind": "warc", "file": origin.file, "record": origin.record}
    return page_article(origin, page, extra, record.captured_at)


def _unchunked(raw: bytes) -> bytes:
    """A chunked body put together; one that was unchunked before it was archived as it is."""
    reader = ChunkedDataReader(io.BytesIO(raw))
    pieces = []
    while piece := reader.read(_STEP):
        pieces.append(piece)
    return b"".join(pieces)
