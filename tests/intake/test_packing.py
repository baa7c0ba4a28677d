"""Packed bodies: unpacked within a limit, or refused with the reason."""

from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest

from intake.items import Unreadable, Why
from intake.packing import Unpacked, decoded, read_whole

BODY = "خبر عاجل من الموصل ".encode() * 500
LIMIT = 1 << 20


def _raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY[:100], mtime=0) + gzip.compress(BODY[100:], mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", _raw_deflate(BODY)),
        ("br", brotli.compress(BODY)),
        ("br, gzip", gzip.compress(brotli.compress(BODY), mtime=0)),
        ("identity", BODY),
        ("", BODY),
        ("gzip", BODY),
    ],
)
def test_every_encoding_gives_the_body(encoding: str, packed: bytes) -> None:
    assert decoded(packed, encoding, LIMIT) == BODY


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(bytes(LIMIT + 1), mtime=0)),
        ("deflate", zlib.compress(bytes(LIMIT + 1))),
        ("br", brotli.compress(bytes(64 * LIMIT))),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(64 * LIMIT), mtime=0), mtime=0)),
    ],
)
def test_a_bomb_is_given_up_at_the_limit(encoding: str, packed: bytes) -> None:
    with pytest.raises(Unreadable) as told:
        decoded(packed, encoding, LIMIT)
    assert told.value.why == Why.DECOMPRESSION_BOMB


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)[:-20]),
        ("deflate", b"\x00not packed at all"),
        ("br", brotli.compress(BODY)[:-5]),
        ("br", b"\xff" * 50),
        ("zstd", BODY),
    ],
)
def test_broken_or_unknown_packing_is_told(encoding: str, packed: bytes) -> None:
    with pytest.raises(Unreadable) as told:
        decoded(packed, encoding, LIMIT)
    assert told.value.why == Why.UNREADABLE_FILE


def test_a_file_beyond_the_limit_is_not_read() -> None:
    with pytest.raises(Unreadable) as told:
        read_whole(io.BytesIO(b"x" * 101), 100)
    assert told.value.why == Why.RECORD_TOO_LONG
    assert read_whole(io.BytesIO(gzip.compress(BODY, mtime=0)), LIMIT) == BODY


def test_a_stream_gives_up_too() -> None:
    stream = io.BufferedReader(Unpacked(io.BytesIO(gzip.compress(bytes(5 << 20))), 1 << 20))
    with pytest.raises(Unreadable, match="unpacks to more"):
        stream.read()
