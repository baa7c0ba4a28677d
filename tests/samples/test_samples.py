"""The committed batches are what their source makes, and hold what a newcomer should meet."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "samples" / "articles.jsonl"
LANDING = ROOT / "samples" / "landing"


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_samples", ROOT / "scripts" / "build_samples.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def content(name: str, raw: bytes) -> object:
    """What a file says, apart from what a library's version puts around it."""
    if name.endswith(".gz"):
        assert raw[4:8] == b"\0\0\0\0", "gzip carries a time"
        return gzip.decompress(raw)
    if name.endswith(".parquet"):
        return pq.read_table(io.BytesIO(raw)).to_pylist()
    return raw


def test_committed_files_are_what_the_source_makes(tmp_path: Path) -> None:
    load_builder().build(SOURCE, tmp_path / "landing")
    committed = {p.relative_to(LANDING) for p in LANDING.rglob("*") if p.is_file()}
    made = {p.relative_to(tmp_path / "landing") for p in tmp_path.rglob("*") if p.is_file()}
    assert committed == made
    for name in committed:
        want = content(name.name, (tmp_path / "landing" / name).read_bytes())
        assert content(name.name, (LANDING / name).read_bytes()) == want, name


def test_building_twice_makes_the_same_bytes(tmp_path: Path) -> None:
    builder = load_builder()
    for run in ("first", "second"):
        builder.build(SOURCE, tmp_path / run)
    files = [p for p in (tmp_path / "first").rglob("*") if p.is_file()]
    assert len(files) > 15
    for path in files:
        twin = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert twin.read_bytes() == path.read_bytes(), path


def entries() -> list[dict[str, object]]:
    return [json.loads(line) for line in SOURCE.read_text(encoding="utf-8").splitlines()]


def test_each_night_is_complete_and_each_kind_of_file_occurs() -> None:
    nights = sorted(path.name for path in LANDING.iterdir())
    assert nights == ["2026-11-21", "2026-11-22", "2026-11-23"]
    assert all((LANDING / night / "_SUCCESS").is_file() for night in nights)
    kinds = {re.sub(r"^[^.]*", "", str(entry["file"])) for entry in entries()}
    assert kinds == {".jsonl", ".json", ".jsonl.gz", ".csv", ".parquet"}


def test_one_record_breaks_the_contract_and_all_are_marked_fictional() -> None:
    required = {"url", "source", "published_at", "text"}
    broken = []
    for entry in entries():
        record = entry["record"]
        assert isinstance(record, dict)
        assert record["fictional"] is True
        assert ".example/" in record["url"]
        if not required <= record.keys():
            broken.append(entry["key"])
    assert broken == ["2026-11-22/rafidain-5120"]


def test_an_article_is_rewritten_in_place() -> None:
    ids = Counter(
        record["id"]
        for entry in entries()
        if isinstance(record := entry["record"], dict) and "id" in record
    )
    assert [name for name, count in ids.items() if count > 1] == ["rafidain-5101"]


@pytest.mark.parametrize("least", [40])
def test_there_are_enough_full_articles(least: int) -> None:
    words = [
        len(str(record["text"]).split())
        for entry in entries()
        if isinstance(record := entry["record"], dict) and "text" in record
    ]
    assert len(words) >= least
    assert min(words) >= 60
    assert max(words) <= 250
