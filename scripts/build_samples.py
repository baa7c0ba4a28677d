#!/usr/bin/env python3
"""Write samples/landing/ from samples/articles.jsonl.

The same input and library versions make the same bytes.

A line of the source is `{"key", "batch", "file", "record"}`. A file's kind follows its name:
.jsonl, .json (an array), either with .gz, .csv, .parquet. Each batch ends with `_SUCCESS`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
Record = Mapping[str, Any]


def sample_files(source: Path) -> dict[str, list[Record]]:
    """`<batch>/<file>` → its records, in the order of the source."""
    files: dict[str, list[Record]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        files.setdefault(f"{entry['batch']}/{entry['file']}", []).append(entry["record"])
    return files


def file_bytes(name: str, records: Sequence[Record]) -> bytes:
    """The content of one landing file. Raises ValueError where the name's kind is not known."""
    if name.endswith(".gz"):
        inner = file_bytes(name.removesuffix(".gz"), records)
        return gzip.compress(inner, compresslevel=9, mtime=0)
    if name.endswith(".jsonl"):
        return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
    if name.endswith(".json"):
        return (json.dumps(list(records), ensure_ascii=False, indent=1) + "\n").encode()
    if name.endswith(".csv"):
        return _csv_bytes(records)
    if name.endswith(".parquet"):
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist([dict(r) for r in records]), sink)
        return sink.getvalue()
    raise ValueError(f"{name}: samples are .jsonl, .json, .csv or .parquet")


def _csv_bytes(records: Sequence[Record]) -> bytes:
    columns = list(dict.fromkeys(column for record in records for column in record))
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        values = (record.get(column, "") for column in columns)
        writer.writerow([v if isinstance(v, str) else json.dumps(v) for v in values])
    return sink.getvalue().encode()


def build(source: Path, landing: Path) -> list[Path]:
    """Replace `landing` with the batches of `source`; returns the files written."""
    if landing.exists():
        shutil.rmtree(landing)
    written = []
    for name, records in sample_files(source).items():
        path = landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_bytes(path.name, records))
        (path.parent / "_SUCCESS").touch()
        written.append(path)
    return written


if __name__ == "__main__":
    for written_file in build(ROOT / "samples" / "articles.jsonl", ROOT / "samples" / "landing"):
        print(written_file.relative_to(ROOT))
