"""Every form of delivery: a tombstone in the record's place, all else as it was."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.redaction import world
from warehouse.contract.outlets import load_outlets
from warehouse.landing.raw_records import Limits
from warehouse.landing.readers import reader_of
from warehouse.redaction.landing import LandingCleaner
from warehouse.store.redacted_words import FILLER, HashedName, RedactedWords, keyed
from warehouse.store.redaction_log import TOMBSTONE, Redaction

KEY = b"k" * 32
DAY = "2026-11-21"
RECORDS = [
    world.record("one", DAY, "المدى", "عنوان أول", f"قال {world.PERSON} شيئا في مدينة البصرة."),
    world.record(
        "two", DAY, "صدى دجلة", "عنوان ثان", "قتل جنديان\rبانفجار لغم في الرمادي.", page="7"
    ),
    world.record("three", DAY, "المدى", "عنوان ثالث", f"ووصل {world.PERSON} إلى الموصل ليلا."),
]


def jsonl(path: Path) -> None:
    lines = [json.dumps(one, ensure_ascii=False) for one in RECORDS]
    path.write_text("\n".join([lines[0], "", *lines[1:], "{broken", ""]), "utf-8")


def array(path: Path) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump(RECORDS, stream, ensure_ascii=False)


def table(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*RECORDS[0], "page"])
        writer.writeheader()
        writer.writerows(RECORDS)


def parquet(path: Path) -> None:
    rows = [
        {**one, "published_at": dt.datetime.fromisoformat(str(one["published_at"])), "n": at}
        for at, one in enumerate(RECORDS)
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


def values(path: Path) -> dict[int, Any]:
    with path.open("rb") as stream:
        found = reader_of(path.name)(stream, Limits(1_000_000, path.stat().st_size))
        return {one.number: one.value for one in found}


def cleaner(kind: str, told: str) -> LandingCleaner:
    name = HashedName.of(KEY, (world.PERSON,)) if kind == "name" else HashedName()
    subject = keyed(KEY, kind, told)
    entry = Redaction(
        1, "r-1", f"{DAY}T12:00:00+03:00", kind, (subject,), "why", "a", "b", 1, None, ""
    )
    return LandingCleaner(
        world.make_settings(Path("nowhere")),
        entry,
        RedactedWords(KEY, name),
        dt.date.fromisoformat(DAY),
    )


FORMS = [
    ("a.jsonl", jsonl),
    ("a.json.gz", array),
    ("a.csv", table),
    ("a.parquet", parquet),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("kind", "told", "gone"),
    [
        ("article", "one", {"one"}),
        ("outlet", "almada", {"one", "three"}),
        ("name", world.PERSON, {"one", "three"}),
    ],
)
def test_tombstones(
    tmp_path: Path, form: tuple[str, Any], kind: str, told: str, gone: set[str]
) -> None:
    name, write = form
    path = tmp_path / name
    write(path)
    before = values(path)
    if kind == "outlet":
        outlet = load_outlets(world.make_settings(tmp_path).seeds_dir).find("المدى")
        assert outlet is not None
        told = outlet.outlet_id
    one = cleaner(kind, told)
    assert one.records(tmp_path) == len(gone)
    assert values(path) == before
    one.clean(tmp_path)
    after = values(path)
    assert after.keys() == before.keys()
    for number, value in before.items():
        if not value or value["id"] not in gone:
            assert after[number] == value
            continue
        put = after[number]
        mark = put.pop(TOMBSTONE)
        mark = json.loads(mark) if isinstance(mark, str) else mark
        assert (mark["redaction_id"], mark["article_id"]) == ("r-1", value["id"])
        assert one.kept[value["id"], mark["content_digest"]].is_kept
        if kind == "name":
            text = str(value["text"]).replace(world.PERSON, FILLER * len(world.PERSON))
            assert put == {**value, "text": text}
        else:
            assert put == {part: value[part] for part in ("id", "source", "published_at")}
    # once more finds nothing to do
    times = path.stat().st_mtime_ns
    assert cleaner(kind, told).records(tmp_path) == 0
    assert path.stat().st_mtime_ns == times


def test_a_file_that_is_no_records_is_emptied(tmp_path: Path) -> None:
    for name in ("note.txt", "cut.json", "broken.csv"):
        (tmp_path / name).write_text(f'[{{"a": "{world.PERSON}"', "utf-8")
    one = cleaner("name", world.PERSON)
    assert one.records(tmp_path) == 3
    one.clean(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_text("utf-8") == f"{TOMBSTONE}: r-1\n"
