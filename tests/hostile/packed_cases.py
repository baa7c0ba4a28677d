"""CSV, gzip and Parquet that are broken, lie about themselves, or unpack to too much."""

from __future__ import annotations

import gzip
import io
import random
import struct
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.hostile.case import STAGED, TEXT, Book
from tests.hostile.field_cases import as_csv, as_jsonl, as_parquet
from warehouse.contract.articles import Reason

Make = Callable[[Path], None]
HEAD = "url,source,published_at,text\n"


def tables(book: Book) -> None:
    """CSV whose rows, quotes or header do not fit."""

    def row(**changes: str) -> tuple[str, dict[str, Any]]:
        record = book.article(**changes)
        cells = (str(record[name]) for name in ("url", "source", "published_at", "text"))
        return ",".join(f'"{cell}"' for cell in cells), record

    spoilt: tuple[tuple[Callable[[str], str], str], ...] = (
        (lambda line: line + ",x", "ragged_row"),
        (lambda line: line + "," * 5000, "ragged_row"),
        (lambda line: line.rpartition(",")[0], "ragged_row"),
        (lambda _: "x", "ragged_row"),
        (lambda _: ",", "ragged_row"),
        (lambda _: ",,,", "missing_field"),
        (lambda line: line.replace("7 ", "7\x00 "), "control_characters"),
        (lambda line: line.replace("https", "=https"), "bad_url"),
        (lambda line: line.replace('"وكالة', '"وكالة\n'), "control_characters"),
        (lambda line: line.replace("7 ", "\n\r\n7 "), STAGED),
        (lambda line: line.replace("7 ", '"" 7 '), STAGED),
        (lambda line: line.replace("7 ", "7;\t|,"), STAGED),
    )
    for number, (spoil, outcome) in enumerate(spoilt):
        (before, one), (line, _), (after, two) = row(), row(), row()
        data = HEAD + "\n".join((before, spoil(line), after)) + "\n"
        outcomes = Counter((outcome, STAGED, STAGED))
        texts = None if outcome == STAGED else (one["text"], two["text"])
        book.add(f"csv/row-{number}", "csv", data.encode(), outcomes, texts=texts)

    good = row()[0]
    for number, (text, reason) in enumerate(
        (
            ("", Reason.MISSING_COLUMNS),
            ("\n\n\n", Reason.MISSING_COLUMNS),
            (good, Reason.MISSING_COLUMNS),
            (HEAD.replace(",", ";") + good, Reason.MISSING_COLUMNS),
            (HEAD.replace(",", "\t") + good, Reason.MISSING_COLUMNS),
            (HEAD.replace("url", "URL") + good, Reason.MISSING_COLUMNS),
            (HEAD.replace("text", "te\u200bxt") + good, Reason.MISSING_COLUMNS),
            (HEAD.replace("text", "text,text") + good, Reason.MISSING_COLUMNS),
            (HEAD.replace("text", "text,a,b,a") + good, Reason.MISSING_COLUMNS),
            (HEAD[:-1] + "".join(f",c{n % 9_999}" for n in range(99_999)), Reason.MISSING_COLUMNS),
            (HEAD + good + '\n"unfinished', Reason.BAD_CSV),
            (HEAD + good + '\n"a"b,c,d,e', Reason.BAD_CSV),
            (HEAD + "x" * 8_000_100, Reason.BAD_CSV),
            (HEAD + '"' + "x\n" * 4_100_000, Reason.BAD_CSV),
            (HEAD + '"x\n",' * 4_100_000, Reason.BAD_CSV),
        )
    ):  # fmt: skip
        book.add(f"csv/file-{number}", "csv", text.encode(), reason)
    for column in ("url", "source", "published_at", "text"):
        records = [{k: v for k, v in book.article().items() if k != column}]
        book.add(f"csv/without-{column}", "csv", as_csv(records), Reason.MISSING_COLUMNS)
        book.add(f"parquet/without-{column}", "parquet", as_parquet(records),
                 Reason.MISSING_COLUMNS)  # fmt: skip
    wide = HEAD.strip() + "".join(f",c{n}" for n in range(50_000)) + "\n"
    record, cells = book.article(), ",".join(row()[0].split(",")[:4])
    outcomes = Counter((STAGED, "ragged_row"))
    data = wide + cells + "," * 50_000 + "\n" + row()[0] + "\n"
    book.add("csv/wide", "csv", data.encode(), outcomes)
    del record
    crs = (HEAD + good + "\n").replace("\n", "\r")
    book.add("csv/old-line-ends", "csv", crs.encode(), {STAGED: 1})
    book.add("csv/blank-lines", "csv", (HEAD + "\n" * 200_000 + row()[0]).encode(), {STAGED: 1})


def packed(book: Book, seed: int) -> None:
    """gzip that is cut, spoilt, doubled, or a bomb."""
    chance = random.Random(f"{seed} packed")
    for number in range(40):
        raw = gzip.compress(as_jsonl([book.article() for _ in range(3)]))
        at = chance.randrange(1, len(raw) - 1)
        book.add(f"gzip/cut-{number}", "jsonl.gz", raw[:at], Reason.UNREADABLE_FILE)
    for number in range(40):
        flipped = bytearray(gzip.compress(as_jsonl([book.article() for _ in range(3)])))
        flipped[chance.randrange(10, len(flipped))] ^= chance.randrange(1, 256)
        book.add(f"gzip/flip-{number}", "json.gz" if number % 2 else "jsonl.gz", bytes(flipped),
                 Reason.UNREADABLE_FILE)  # fmt: skip
    plain = as_jsonl([book.article()])
    for number, data in enumerate(
        (plain, b"", b"\x1f", b"\x1f\x8b", b"\x1f\x8b\x08" + b"\xff" * 5000,
         gzip.compress(as_jsonl([book.article()])) + b"more", b"BZh91AY&SY", b"PK\x03\x04",
         b"\x28\xb5\x2f\xfd", b"\x1f\x9d\x90")
    ):  # fmt: skip
        reason = {STAGED: 0} if not data else Reason.UNREADABLE_FILE
        book.add(f"gzip/no-{number}", "jsonl.gz", data, reason)
    one, two = book.article(), book.article()
    members = b"".join(gzip.compress(as_jsonl([record])) for record in (one, two))
    book.add("gzip/members", "jsonl.gz", members + b"\0" * 500, {STAGED: 2},
             texts=(one["text"], two["text"]))  # fmt: skip
    empty = gzip.compress(b"")
    book.add("gzip/empty-members", "jsonl.gz", empty * 20_000 + gzip.compress(plain), {STAGED: 1})
    nested = gzip.compress(gzip.compress(as_jsonl([book.article()])))
    book.add("gzip/twice", "jsonl.gz", nested, None, texts=())
    for name, filling in {
        "zeros": b"\0",
        "blanks": b"\n",
        "braces": b"[",
        "lines": b"{}\n",
    }.items():
        for ending in ("jsonl.gz", "json.gz"):
            one_record = ending == "json.gz" and name in {"zeros", "lines"}
            if name == "lines" and ending == "jsonl.gz":
                continue  # each line is a record, whatever it unpacks from
            outcome = {"record_too_long": 1} if one_record else Reason.DECOMPRESSION_BOMB
            book.add(f"gzip/bomb-{name}-{ending}", ending, _bomb(filling), outcome)


def _bomb(filling: bytes) -> Make:
    """Forty megabytes of the same in forty kilobytes."""

    def make(path: Path) -> None:
        path.write_bytes(gzip.compress(filling * ((40 << 20) // len(filling))))

    return make


def _table(book: Book, **columns: Any) -> pa.Table:
    """A table of one good record, with these columns instead."""
    record = book.article()
    return pa.table({**{name: [value] for name, value in record.items()}, **columns})


def _written(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def columnar(book: Book, seed: int) -> None:
    """Parquet that is cut, spoilt, of odd types, or unpacks to too much."""
    chance = random.Random(f"{seed} columnar")
    for number in range(25):
        raw = as_parquet([book.article() for _ in range(3)])
        at = chance.randrange(0, len(raw) - 1)
        book.add(f"parquet/cut-{number}", "parquet", raw[:at], Reason.UNREADABLE_FILE)
    for number in range(60):
        flipped = bytearray(as_parquet([book.article() for _ in range(3)]))
        for _ in range(chance.randint(1, 6)):
            flipped[chance.randrange(4, len(flipped) - 4)] ^= chance.randrange(1, 256)
        book.add(f"parquet/flip-{number}", "parquet", bytes(flipped), None)
    good = as_parquet([book.article()])
    for number, data in enumerate(
        (b"", b"PAR1", b"PAR1PAR1", b"PAR1" + b"\xff" * 4 + b"PAR1", b"PARE" + good[4:-4] + b"PARE",
         good[:-8] + struct.pack("<I", 0xFFFFFFFF) + b"PAR1",
         good[:-8] + struct.pack("<I", 1) + b"PAR1", b"\0" * 100_000, b"ARROW1\0\0",
         good[:-8] + good[-8:-4] + b"PAR2")
    ):  # fmt: skip
        book.add(f"parquet/no-{number}", "parquet", data, Reason.UNREADABLE_FILE)
    required = ("url", "source", "published_at", "text")
    for column in required:
        for kind, (cells, outcome) in {
            "integers": (pa.array([1]), "wrong_type"),
            "reals": (pa.array([float("nan")]), "wrong_type"),
            "truth": (pa.array([True]), "wrong_type"),
            "nulls": (pa.nulls(1), "missing_field"),
            "lists": (pa.array([["x"]]), "wrong_type"),
            "structs": (pa.array([{"a": 1}]), "wrong_type"),
            "absent": (pa.array([None], pa.string()), "missing_field"),
        }.items():
            data = _written(_table(book, **{column: cells}))
            book.add(f"parquet/{column}-{kind}", "parquet", data, {outcome: 1})
    for unit, outcome in {"ms": "bad_date", "us": "bad_date", "ns": "date_out_of_range"}.items():
        for name, tick in {"first": -(2**63) + 1, "last": 2**63 - 1}.items():
            cells = pa.array([tick], pa.int64()).cast(pa.timestamp(unit))
            data = _written(_table(book, published_at=cells), version="2.6")
            book.add(f"parquet/time-{unit}-{name}", "parquet", data, {outcome: 1})
    for levels in (5, 20, 60, 150, 400):
        kind, value = pa.string(), "x"
        nested: Any = value
        for _ in range(levels):
            kind, nested = pa.list_(kind), [nested]
        data = _written(_table(book, tags=pa.array([nested], kind)))
        told = {STAGED: 1} if levels <= 20 else Reason.UNREADABLE_FILE
        book.add(f"parquet/deep-{levels}", "parquet", data, told)
    # a list that its schema calls otherwise: Arrow ends its process over this
    tagged = _written(_table(book, tags=pa.array([["a", "b"]])))
    aborting = tagged.replace(b"\x35\x02\x18\x04tags", b"\x36\x02\x18\x04tags")
    book.add("parquet/abort", "parquet", aborting, Reason.UNREADABLE_FILE)
    twice = _written(_table(book).append_column("text", pa.array(["x"])))
    book.add("parquet/twice", "parquet", twice, Reason.MISSING_COLUMNS)
    book.add("parquet/no-rows", "parquet", _written(_table(book).slice(0, 0)), {})
    for name, megabytes, rows in (("value", 40, 1), ("dictionary", 12, 2000), ("pages", 200, 40)):
        book.add(f"parquet/bomb-{name}", "parquet", _same_text(book, megabytes, rows),
                 Reason.DECOMPRESSION_BOMB)  # fmt: skip
    book.add("parquet/bomb-nothing", "parquet", _nothing(3_000_000), Reason.DECOMPRESSION_BOMB)
    padded = _same_text(book, 200, 40, padding=3_000_000)
    book.add("parquet/bomb-padded", "parquet", padded, Reason.DECOMPRESSION_BOMB, is_heavy=True)
    book.add("parquet/bomb-lying", "parquet", _lying(book), Reason.DECOMPRESSION_BOMB)


def _same_text(book: Book, megabytes: int, rows: int, *, padding: int = 0) -> Make:
    """One long text that all rows share in a dictionary: a few kilobytes, and as many bytes of
    padding as it takes to make the file look honest."""
    record = book.article()

    def make(path: Path) -> None:
        columns = {name: pa.array([value] * rows) for name, value in record.items()}
        one = pa.array([TEXT + "ا" * (megabytes * 500_000)])
        columns["text"] = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), one)
        noise = random.Random("padding")
        columns["noise"] = pa.array([noise.randbytes(padding // rows) for _ in range(rows)])
        pq.write_table(pa.table(columns), path, compression="zstd", use_dictionary=["text"])

    return make


def _nothing(rows: int) -> bytes:
    """Millions of rows without a single value."""
    names = ("url", "source", "published_at", "text")
    return _written(pa.table({name: pa.nulls(rows) for name in names}), compression="zstd")


def _lying(book: Book) -> Make:
    """A text of 40 MB whose footer says that it has 29."""
    whole = _same_text(book, 40, 1)

    def make(path: Path) -> None:
        whole(path)
        raw = path.read_bytes()
        group = pq.ParquetFile(io.BytesIO(raw)).metadata.row_group(0)
        sizes = [group.column(n).total_uncompressed_size for n in range(group.num_columns)]
        path.write_bytes(raw.replace(_varint(max(sizes)), _varint(29 << 20)))

    return make


def _varint(value: int) -> bytes:
    """A number as Thrift's compact protocol has it."""
    value <<= 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
