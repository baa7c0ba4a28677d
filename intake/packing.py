"""Packed bytes → bytes, never more of them than a limit, whatever the packing promises."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any, BinaryIO

from intake.items import Damaged, Unreadable, Why

#: DEFLATE packs at most 1032:1, Arabic text about 5:1, a file of near-copies perhaps 60:1.
MAX_EXPANSION = 100
#: Below this many unpacked bytes nobody is hurt, however well they were packed.
EXPANSION_FREE_BYTES = 16 << 20
GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1 << 16


def unpacked_limit(packed_bytes: int) -> int:
    """More unpacked bytes than this make a packed file a decompression bomb."""
    return max(EXPANSION_FREE_BYTES, MAX_EXPANSION * packed_bytes)


class Unpacked(io.RawIOBase):
    """A gzip stream that gives up on bombs and says so when it is broken.

    What can be unpacked before a break is given first. Reading raises Unreadable
    (unreadable_file, decompression_bomb), Damaged where a checksum fails.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._gzip = gzip.GzipFile(fileobj=stream, mode="rb")
        self._left = limit

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, as io wants it
        """The next unpacked bytes."""
        try:
            chunk = self._gzip.read1(len(buffer))
        except gzip.BadGzipFile as err:
            damaged = str(err).startswith(("CRC", "Incorrect length"))
            kind = Damaged if damaged else Unreadable
            raise kind(Why.UNREADABLE_FILE, f"broken gzip: {err}") from err
        except (OSError, EOFError, zlib.error) as err:
            raise Unreadable(Why.UNREADABLE_FILE, f"broken gzip: {err}") from err
        self._left -= len(chunk)
        if self._left < 0:
            raise Unreadable(
                Why.DECOMPRESSION_BOMB, f"unpacks to more than {MAX_EXPANSION} times its size"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a small file, unpacked where they are gzip's.

    Raises Unreadable: more than `limit` bytes, a bomb, or broken gzip.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(Why.RECORD_TOO_LONG, f"more than {limit} bytes")
    return decoded(data, "gzip", limit) if data.startswith(GZIP_MAGIC) else data


def decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """A body without its Content-Encoding (gzip, deflate, br, identity, or several in a row).

    Raises Unreadable: an encoding that is not known here, broken bytes, more than `limit` of them.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in {"identity", "none"}:
            continue
        if name in {"gzip", "x-gzip"}:
            # a proxy may have unpacked the body and left the header
            body = _inflated(body, 31, limit) if body.startswith(GZIP_MAGIC) else body
        elif name == "deflate":
            # both are sent under this name: with zlib's header and without
            try:
                body = _inflated(body, 15, limit)
            except Unreadable as err:
                if err.why != Why.UNREADABLE_FILE:
                    raise
                body = _inflated(body, -15, limit)
        elif name == "br":
            body = _unbrotlied(body, limit)
        else:
            raise Unreadable(Why.UNREADABLE_FILE, f"Content-Encoding {name[:40]} is not known here")
    return body


def _inflated(body: bytes, window_bits: int, limit: int) -> bytes:
    out = bytearray()
    rest = body
    try:
        while rest:
            engine = zlib.decompressobj(window_bits)
            while rest and not engine.eof:
                out += engine.decompress(rest, limit + 1 - len(out))
                rest = engine.unconsumed_tail
                _require_within(out, limit)
            if not engine.eof:
                raise Unreadable(Why.UNREADABLE_FILE, "packed bytes end too early")
            # a file of gzip may have several members; what follows them is padding
            rest = engine.unused_data if engine.unused_data.startswith(GZIP_MAGIC) else b""
    except zlib.error as err:
        raise Unreadable(Why.UNREADABLE_FILE, f"broken packing: {err}") from err
    return bytes(out)


def _unbrotlied(body: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped, unused-ignore]

    engine = brotli.Decompressor()
    out = bytearray()
    try:
        out += engine.process(body, output_buffer_limit=_STEP)
        while not engine.is_finished():
            before = len(out)
            out += engine.process(b"", output_buffer_limit=_STEP)
            _require_within(out, limit)
            if len(out) == before and engine.can_accept_more_data():
                raise Unreadable(Why.UNREADABLE_FILE, "packed bytes end too early")
    except brotli.error as err:
        raise Unreadable(Why.UNREADABLE_FILE, f"broken packing: {err}") from err
    return bytes(out)


def _require_within(out: bytearray, limit: int) -> None:
    if len(out) > limit:
        raise Unreadable(Why.DECOMPRESSION_BOMB, f"unpacks to more than {limit} bytes")
