"""Records that are well written and hold something hostile in one field, in every kind of file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.hostile.case import STAGED, TEXT, Book, dumped
from tests.hostile.payloads import PAYLOADS

Record = dict[str, Any]


def as_jsonl(records: list[Record]) -> bytes:
    return b"".join(dumped(record) + b"\n" for record in records)


def as_json(records: list[Record]) -> bytes:
    return b"[" + b",\n".join(dumped(record) for record in records) + b"]"


def as_csv(records: list[Record]) -> bytes:
    columns = list(dict.fromkeys(name for record in records for name in record))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode("utf-8", "surrogatepass")


def as_parquet(records: list[Record]) -> bytes:
    columns = list(dict.fromkeys(name for record in records for name in record))
    rows = [{name: record.get(name) for name in columns} for record in records]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


KINDS: dict[str, Callable[[list[Record]], bytes]] = {
    "jsonl": as_jsonl,
    "json": as_json,
    "csv": as_csv,
    "parquet": as_parquet,
    "jsonl.gz": lambda records: gzip.compress(as_jsonl(records)),
    "json.gz": lambda records: gzip.compress(as_json(records)),
}
_KEPT_APART = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\n\r]")
_LETTERS_LIMITS = {"source": 200, "id": 200, "language": 35, "published_at": 64, "url": 4096}


def expected_of(field: str, value: str) -> str:
    """What the contract says of this text in that field, in words of its own."""
    if field in {"extra", "key", "title", "text"}:
        return STAGED
    if len(value) > _LETTERS_LIMITS[field]:
        return "field_too_long"
    bare = value.strip()
    if not bare and field in {"source", "url", "published_at"}:
        return "missing_field"
    if _KEPT_APART.search(bare):
        return "control_characters"
    if field == "published_at":
        return "bad_date"
    if field == "language":
        return "not_arabic" if bare else STAGED
    if field == "url":
        odd = not bare.isprintable() or any(c.isspace() or c in '<>"' for c in bare)
        return "bad_url" if odd else STAGED
    return STAGED


def injections(book: Book, seed: int) -> None:
    """Each payload in each field; the kinds of files take turns."""
    chance = random.Random(f"{seed} injections")
    kinds = list(KINDS)
    for family, payloads in PAYLOADS.items():
        for number, payload in enumerate(payloads):
            for field in ("text", "title", "source", "id", "url", "extra", "key", "language",
                          "published_at"):  # fmt: skip
                changes: Record = {field: payload}
                if field == "text":
                    changes = {"text": f"{TEXT}. {payload} {TEXT}."}
                elif field == "title":
                    # enough of a title that a few control characters do not make rubbish of it
                    changes = {"title": payload + " انفجار سيارة مفخخة" * 20}
                elif field == "url":
                    changes = {"url": f"https://news.example/{number}/{payload}"}
                elif field == "id":
                    # what is left of two of them without blanks may be the same
                    changes = {"id": f"{payload} {family} {number}"}
                elif field == "extra":
                    changes = {"note": payload}
                elif field == "key":
                    changes = {payload: "x"}
                value = changes.get(field, payload)
                kind = chance.choice(kinds)
                if kind in {"csv", "parquet"} and field == "key":
                    kind = "jsonl"
                outcome = expected_of(field, str(value))
                records = [book.article(), book.article(**changes), book.article()]
                if outcome == STAGED and field == "text":
                    texts = [record["text"] for record in records]
                else:
                    texts = None
                book.add(
                    f"{family}/{field}-{number}",
                    kind,
                    KINDS[kind](records),
                    Counter((outcome, STAGED, STAGED)),
                    texts=texts,
                )


#: which kinds of JSON value a field may have
_ALLOWED = {
    "url": {"text"}, "source": {"text"}, "published_at": {"text"}, "text": {"text"},
    "id": {"text", "integer", "null"}, "title": {"text", "null"}, "language": {"text", "null"},
}  # fmt: skip
_VALUES: dict[str, tuple[Any, ...]] = {
    "integer": (0, -1, 2**53 + 1, 10**18),
    "real": (1.5, -0.0, 1e308),
    "truth": (True, False),
    "list": ([], ["x"], [["x"]]),
    "object": ({}, {"ar": TEXT}),
    "null": (None,),
}


def wrong_types(book: Book) -> None:
    """Each field with each type of JSON."""
    for field, allowed in _ALLOWED.items():
        for kind, values in _VALUES.items():
            for number, value in enumerate(values):
                record = book.article() | {field: value}
                required = field in {"url", "source", "published_at", "text"}
                if kind in allowed:
                    outcome = STAGED
                elif kind == "null" and required:
                    outcome = "missing_field"
                else:
                    outcome = "wrong_type"
                book.lines(f"type/{field}-{kind}-{number}", dumped(record), outcome)


def lengths(book: Book) -> None:
    """Each field at its limit and one beyond it, missing and blank."""
    for field, limit in {**_LETTERS_LIMITS, "title": 2000, "text": 200_000}.items():
        for extra in (0, 1):
            filling = "ق" * (limit + extra)
            if field == "url":
                filling = ("https://n.example/" + "a" * limit)[: limit + extra]
            outcome = STAGED
            if extra:
                outcome = "text_too_long" if field == "text" else "field_too_long"
            elif field in {"language", "published_at"}:
                outcome = expected_of(field, filling)
            record = book.article(**{field: filling})
            book.lines(f"length/{field}-{extra}", dumped(record), outcome)
    for field in ("url", "source", "published_at", "text"):
        for number, blank in enumerate(("", " ", "\u3000\t ", "\u200f", None)):
            record = book.article() | {field: blank}
            if blank is None:
                del record[field]
            if field == "text" and blank is not None:
                outcome = "empty_text"
            elif blank == "\u200f":
                outcome = {"url": "bad_url", "published_at": "bad_date"}.get(field, STAGED)
            else:
                outcome = "missing_field"
            book.lines(f"blank/{field}-{number}", dumped(record), outcome)


def controls(book: Book) -> None:
    """Every control character inside a short field and inside a title."""
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        sign = chr(code)
        allowed = sign in "\t\x85"
        record = book.article(source=f"وكالة{sign}الاختبار")
        outcome = STAGED if allowed else "control_characters"
        book.lines(f"control/source-{code}", dumped(record), outcome)
        record = book.article(title=f"انفجار سيارة{sign}مفخخة في بعقوبة")
        outcome = STAGED if code else "control_characters"
        book.lines(f"control/title-{code}", dumped(record), outcome)
        full = book.article(text=sign * 60 + TEXT)
        rubbish = (code < 0x20 and sign not in "\t\n\r") or code == 0x7F
        outcome = "control_characters" if rubbish else STAGED
        book.lines(f"control/text-{code}", json.dumps(full).encode(), outcome)


DATES = {
    "0000-01-01": "date_out_of_range", "0001-01-01": "date_out_of_range",
    "1899-12-31": "date_out_of_range", "1900-01-01": STAGED, "1900-01-01T00:00:00+14:00": STAGED,
    "9999-12-31": "date_out_of_range", "9999-12-31T23:59:59Z": "bad_date",
    "9999-12-31T23:59:59-23:59": "bad_date", "10000-01-01": "bad_date",
    "2026-02-05": STAGED, "2026-02-06": "date_out_of_range", "2026-02-30": "bad_date",
    "2026-13-01": "bad_date", "2026-00-01": "bad_date", "2026-01-00": "bad_date",
    "2025-02-29": "bad_date", "2024-02-29": STAGED, "2026-02-03T24:01": "bad_date",
    "2026-02-03T25:00": "bad_date", "2026-02-03T10:60": "bad_date",
    "2026-02-03T10:00:60": "bad_date", "2026-02-03T10:00:00+24:00": "bad_date",
    "2026-02-03T10:00:00+99:99": "bad_date", "2026-02-03T10:00:00-00:00": STAGED,
    "2026-02-03T10:00:00.123456789Z": STAGED, "2026-02-03T10:00:00.1234567890Z": "bad_date",
    "2026-02-03T10:00:00,5+0300": STAGED, "2026-02-03 10:00 +03:00": STAGED,
    "٢٠٢٦-٠٢-٠٣": "bad_date", "2026-W06-2": "bad_date", "2026-034": "bad_date",
    "20260203": "bad_date", "1770098400": "bad_date", "now": "bad_date", "today": "bad_date",
    "infinity": "bad_date", "-infinity": "bad_date", "epoch": "bad_date", "NaN": "bad_date",
    "-2026-02-03": "bad_date", "+2026-02-03": "bad_date", "2026-2-3": "bad_date",
    "Tue, 03 Feb 2026 10:00:00 GMT": "bad_date", "03/02/2026": "bad_date",
    "1447-08-15": "date_out_of_range", "2026-02-03T10:00:00[Asia/Baghdad]": "bad_date",
    "2026-02-03T10": "bad_date", "P1D": "bad_date", "2026-02-03T10:00:00Z\u200f": "bad_date",
    "2026-02-03T10:00:00Z' or 1=1": "bad_date", "2026-02-03/2026-02-04": "bad_date",
}  # fmt: skip


def dates(book: Book) -> None:
    """Days and times that are none, or of no age."""
    for number, (value, outcome) in enumerate(DATES.items()):
        book.lines(f"date/{number}", dumped(book.article(published_at=value)), outcome)


URLS = {
    "http:///x": "bad_url", "http://": "bad_url", "https://[::1": "bad_url",
    "https://[::1]/x": STAGED, "https://h:99999/": "bad_url", "https://h:-1/": "bad_url",
    "https://h:٨٠/": "bad_url", "ftp://h/x": "bad_url", "javascript:alert(1)": "bad_url",
    "data:text/html,x": "bad_url", "//h/x": "bad_url", "https:h": "bad_url",
    "https://user:pass@h/x": STAGED, "https://h/\u202e": "bad_url", "https://h\\@evil/": STAGED,
    "https://xn--mgbh0fb/": STAGED, "https://مثال.إختبار/": STAGED, "HTTPS://H/": STAGED,
    "https://h/%00": STAGED, "https://h/%ff%fe": STAGED, "https://h/?a=1&a=2#x": STAGED,
    "https://h/" + "?&" * 1500: STAGED, "https://h/" + "a=&" * 1000: STAGED,
    "https://" + "a." * 500 + "example/": STAGED, "https://./": "bad_url",
    "https://h%2f@x/": STAGED, "http://0x7f.1/": STAGED, "https://[v1.x]/": STAGED,
}  # fmt: skip


def urls(book: Book) -> None:
    """Addresses that are none, and those that only look so."""
    for number, (value, outcome) in enumerate(URLS.items()):
        book.lines(f"url/{number}", dumped(book.article(url=value)), outcome)
