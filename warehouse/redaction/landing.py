"""Landing files without the redacted words: a tombstone in place of each record.

A tombstone is a record of the same number in the same file, with the fields that may stay and the
field `sijill_redacted`: the redaction's id, the article and content that the record held, and the
sha256 of the original record. When a batch is read again, the tombstone leads to what is kept of
the article (warehouse/store/redaction_log.py), so that all counts stay the same.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from intake.opening import display_name
from warehouse.contract.addresses import canonical_url, derived_id
from warehouse.contract.articles import ContractContext, Rejection, ValidArticle, validate
from warehouse.contract.outlets import outlet_key
from warehouse.core.files import replacing
from warehouse.core.settings import Settings
from warehouse.landing.raw_records import FileRejected, Limits, RawRecord
from warehouse.landing.readers import parse_json, read_json, reader_of
from warehouse.store.redacted_words import FILLER, RedactedWords, keyed
from warehouse.store.redaction_log import (
    ARTICLE,
    NAME,
    OUTLET,
    TOMBSTONE,
    Redaction,
    tombstone_text,
)

#: fields that may stay of a record whose text was redacted
_STANDS = ("id", "source", "published_at")
#: stands in the place of an address
NO_ADDRESS = "https://redacted.invalid/"


@dataclass
class LandingCleaner:
    """Takes the words out of a batch's files. `kept` collects the articles that the tombstones
    stand for, by id and content digest."""

    settings: Settings
    entry: Redaction
    words: RedactedWords
    batch_date: dt.date
    kept: dict[tuple[str, str], ValidArticle] = field(default_factory=dict)
    #: of each tombstone: file and number of its record, and what it says
    marks: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    _file: str = ""

    def __post_init__(self) -> None:
        self._context = ContractContext.of(self.settings, self.batch_date)

    def records(self, folder: Path) -> int:
        """How many records would become tombstones, files that are no records counting once; `kept`
        and `marks` are then filled."""
        self.kept, self.marks = {}, []
        count = 0
        for path in files_of(folder):
            self._file = display_name(folder, path)
            _, found = self._rewritten(path)
            count += found
        return count

    def clean(self, folder: Path) -> None:
        """Rewrite each file that holds the words."""
        for path in files_of(folder):
            self._clean(path)

    # ── one file ─────────────────────────────────────────────────────────────────────────

    def _clean(self, path: Path) -> None:
        data, _ = self._rewritten(path)
        if data is not None:
            # the times that show a batch's age stay
            times = path.stat()
            with replacing(path) as temporary:
                temporary.write_bytes(data)
                temporary.chmod(times.st_mode & 0o777)
                os.utime(temporary, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _rewritten(self, path: Path) -> tuple[bytes | None, int]:
        """The file's bytes without the words and the number of tombstones; None: as it is."""
        data = path.read_bytes()
        name = path.name.lower()
        try:
            reader_of(name)
            if name.endswith(".gz"):
                written, count = self._plain(name.removesuffix(".gz"), gzip.decompress(data))
                written = written and gzip.compress(written, mtime=0)
            else:
                written, count = self._plain(name, data)
        except (FileRejected, OSError, EOFError, ValueError, pa.ArrowException, csv.Error):
            written, count = None, 0
        # a file that cannot be read as records holds nothing that counts
        if written is None and self._holds(data.decode("utf-8", "ignore")):
            return f"{TOMBSTONE}: {self.entry.redaction_id}\n".encode(), 1
        return written, count

    def _plain(self, name: str, data: bytes) -> tuple[bytes | None, int]:
        writer = {
            ".jsonl": self._jsonl,
            ".json": self._json,
            ".csv": self._csv,
            ".parquet": self._parquet,
        }
        return writer[name[name.rindex(".") :]](data)

    def _jsonl(self, data: bytes) -> tuple[bytes | None, int]:
        lines = data.split(b"\n")
        count = 0
        for at, line in enumerate(lines):
            if not line.strip():
                continue
            put = self._tombstone(
                parse_json(line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r"), at + 1)
            )
            if put is not None:
                lines[at], count = _dumped(put), count + 1
        return (b"\n".join(lines), count) if count else (None, 0)

    def _json(self, data: bytes) -> tuple[bytes | None, int]:
        limits = Limits(record_bytes=len(data) + 1, file_bytes=len(data) + 1)
        pieces: list[bytes] = []
        count = 0
        for one in read_json(io.BytesIO(data), limits):
            if one.rejection and one.rejection.detail.endswith("of the array"):
                # something follows the last element: then the file is no array at all
                raise ValueError("no complete array")
            put = self._tombstone(one)
            count += put is not None
            pieces.append(_dumped(put) if put is not None else one.raw or b"")
        if not count:
            return None, 0
        if data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"["):
            return b"[\n" + b",\n".join(pieces) + b"\n]\n", count
        return pieces[0] + b"\n", count

    def _csv(self, data: bytes) -> tuple[bytes | None, int]:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
        limit = csv.field_size_limit(len(data) + 1)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        finally:
            csv.field_size_limit(limit)
        if not rows:
            return None, 0
        header = [name.strip() for name in rows[0]]
        known = TOMBSTONE in header
        written = [rows[0] if known else [*rows[0], TOMBSTONE]]
        count = 0
        for number, row in enumerate((row for row in rows[1:] if row), 1):
            value = {name: cell for name, cell in zip(header, row, strict=False) if cell}
            put = self._tombstone(RawRecord(number, value, None))
            count += put is not None
            if put is None:
                written.append(row if known else [*row, ""])
                continue
            cells = {**put, TOMBSTONE: tombstone_text(put[TOMBSTONE])}
            ragged = [""] * (len(row) - len(header))
            names = [name.strip() for name in written[0]]
            written.append([*(str(cells.get(name, "")) for name in names), *ragged])
        stream = io.StringIO(newline="")
        # all quoted: else a lone carriage return in a cell would end the row
        csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(written)
        return (stream.getvalue().encode("utf-8", "surrogateescape"), count) if count else (None, 0)

    def _parquet(self, data: bytes) -> tuple[bytes | None, int]:
        table = pq.read_table(io.BytesIO(data))
        rows = table.to_pylist()
        marks: list[str | None] = (
            table.column(TOMBSTONE).to_pylist()
            if TOMBSTONE in table.column_names
            else [None] * len(rows)
        )
        count = 0
        limits = Limits(record_bytes=len(data) * 1_000, file_bytes=len(data) * 1_000)
        records = reader_of("x.parquet")(io.BytesIO(data), limits)
        for at, one in enumerate(records):
            put = self._tombstone(one)
            if put is None:
                continue
            count += 1
            marks[at] = tombstone_text(put[TOMBSTONE])
            rows[at] = {
                name: cell if name in put and not isinstance(put[name], str) else put.get(name)
                for name, cell in rows[at].items()
            }
            # a time stays what it was, whatever type the file has for it
            for name in _STANDS:
                if name in table.column_names and name in put:
                    rows[at][name] = table.column(name)[at].as_py()
        if not count:
            return None, 0
        columns = {
            column.name: pa.array([row[column.name] for row in rows], column.type)
            for column in table.schema
            if column.name != TOMBSTONE
        }
        stream = io.BytesIO()
        pq.write_table(
            pa.table({**columns, TOMBSTONE: pa.array(marks, pa.string())}), stream,
            compression="zstd",
        )  # fmt: skip
        return stream.getvalue(), count

    # ── one record ───────────────────────────────────────────────────────────────────────

    def _tombstone(self, record: RawRecord) -> dict[str, Any] | None:
        """The tombstone for a record; None where the record stays as it is."""
        value = record.value if isinstance(record.value, dict) else None
        before = _mark_of(value)
        if before is not None and (before["redaction_id"] == self.entry.redaction_id):
            return None
        if not self._is_meant(record, value, before):
            return None
        mark: dict[str, Any] = {
            "redaction_id": self.entry.redaction_id,
            "sha256": hashlib.sha256(record.printable().encode()).hexdigest(),
        }
        if before is not None:
            mark = {**before, "redaction_id": mark["redaction_id"]}
        else:
            judged = record.rejection or validate(record.value, self._context)
            if isinstance(judged, Rejection):
                mark["refused"] = judged.reason.value
            else:
                article = self._without_words(judged)
                mark |= {"article_id": article.article_id, "content_digest": article.content_digest}
                self.kept[article.article_id, article.content_digest] = article
        self.marks.append((self._file, record.number, mark))
        return {**self._standing(value or {}), TOMBSTONE: mark}

    def _standing(self, value: dict[str, Any]) -> dict[str, Any]:
        """The fields of a record that may stay."""
        if self.entry.kind != NAME:
            return {
                name: value[name]
                for name in _STANDS
                if name in value and not self.words.stands_in(str(value[name]))
            }
        return {name: self._cleaned(name, cell) for name, cell in value.items()}

    def _cleaned(self, name: str, cell: object) -> object:
        if isinstance(cell, str):
            if name in ("title", "text"):
                return self.words.filled(cell)
            put = self.words.value(cell) if name == "url" else cell
            return self.words.without(put or "")
        if isinstance(cell, dict | list):
            text = json.dumps(cell, ensure_ascii=False)
            return json.loads(self.words.without(text)) if self.words.stands_in(text) else cell
        return cell

    def _without_words(self, article: ValidArticle) -> ValidArticle:
        return without_words(article, self.entry, self.words)

    def _is_meant(
        self, record: RawRecord, value: dict[str, Any] | None, before: dict[str, Any] | None
    ) -> bool:
        if self.entry.kind == NAME:
            return self._holds(record.printable())
        if before is not None and self._is_subject(ARTICLE, str(before.get("article_id"))):
            return True
        if value is not None:
            article_id = str(value.get("id") or "").strip()
            if not article_id and isinstance(value.get("url"), str):
                canonical = canonical_url(value["url"].strip())
                title = str(value.get("title") or "")
                article_id = derived_id(canonical, title) if canonical else ""
            if self._is_subject(ARTICLE, article_id):
                return True
            source = str(value.get("source") or "")
            outlet = self._context.outlets.find(source)
            return self._is_subject(OUTLET, outlet.outlet_id if outlet else outlet_key(source))
        return self._holds(record.printable())

    def _is_subject(self, kind: str, identifier: str) -> bool:
        return (
            kind == self.entry.kind
            and keyed(self.words.key, kind, identifier) in self.entry.subjects
        )

    def _holds(self, text: str) -> bool:
        return self.words.stands_in(text)


def without_words(article: ValidArticle, entry: Redaction, words: RedactedWords) -> ValidArticle:
    """An article as it is kept: without the name where a name is redacted, else without any word.
    Offsets and lengths stay."""
    if entry.kind == NAME:
        return replace(
            article,
            title=words.filled(article.title),
            text=words.filled(article.text),
            url=article.url if words.value(article.url) == article.url else NO_ADDRESS,
            extra=words.without(article.extra),
            is_kept=True,
        )
    return replace(
        article,
        title=FILLER * len(article.title),
        text=FILLER * len(article.text),
        url=NO_ADDRESS,
        extra="{}",
        redaction_id=entry.redaction_id,
        is_kept=True,
    )


def files_of(folder: Path) -> Iterator[Path]:
    """All files below a batch's folder, also those that a batch leaves aside."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _mark_of(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value is None or TOMBSTONE not in value:
        return None
    tombstone = value[TOMBSTONE]
    if isinstance(tombstone, str):
        try:
            tombstone = json.loads(tombstone)
        except ValueError:
            return None
    return tombstone if isinstance(tombstone, dict) and "redaction_id" in tombstone else None


def _dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
