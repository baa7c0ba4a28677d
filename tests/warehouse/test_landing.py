"""Finding a batch and reading it, whatever lies in the folder."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import decimal
import gzip
import io
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import hypothesis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.opening import open_regular
from tests.warehouse.landing_kit import (
    DAY,
    NOW,
    TEXT,
    jsonl,
    land,
    make_settings,
    plan,
    planned,
    quarantine,
    reasons,
    record,
    staged,
)
from warehouse.contract.articles import FILE_REASONS, Reason, validate
from warehouse.core.errors import BatchMissing, BatchNotReady, ShardFailed
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.core.step_results import BatchManifest
from warehouse.landing import batches as landing
from warehouse.landing import raw_records, readers
from warehouse.landing.batches import batch_folder, find_batch, plan_shards, read_work_manifest
from warehouse.landing.raw_records import FileRejected, Limits
from warehouse.landing.readers import read_json, read_jsonl, reader_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def csv_bytes(rows: list[dict[str, Any]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def parquet_bytes(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows)


# --- finding ----------------------------------------------------------------------------------


def test_a_missing_folder_is_one_clear_error(settings: Settings) -> None:
    with pytest.raises(BatchMissing, match="no landing folder") as raised:
        find_batch(settings, DAY, now=NOW)
    assert raised.value.exit_code == 5
    assert "_SUCCESS" in raised.value.hint


def test_a_file_in_the_folders_place_is_no_batch(settings: Settings) -> None:
    settings.landing_dir.mkdir()
    batch_folder(settings, DAY).touch()
    with pytest.raises(BatchMissing):
        find_batch(settings, DAY, now=NOW)


def test_files_come_by_name_with_digests(settings: Settings) -> None:
    land(settings, {"b.jsonl": b"2", "a.jsonl": b"1", "wire/c.jsonl": b"3"})
    manifest = find_batch(settings, DAY, now=NOW)
    assert [file.name for file in manifest.files] == ["a.jsonl", "b.jsonl", "wire/c.jsonl"]
    assert manifest.size_bytes == 3
    assert BatchManifest.from_json(json.loads(json.dumps(manifest.to_json()))) == manifest
    assert find_batch(settings, DAY, now=NOW) == manifest


@pytest.mark.parametrize(
    "name",
    [".hidden.jsonl", "_metadata", "a.jsonl.part", "a.jsonl.tmp", "a.jsonl~", "_temporary/a.jsonl",
     ".git/a.jsonl", "A.JSONL.PART"],
)  # fmt: skip
def test_hidden_and_temporary_files_are_no_part(name: str, settings: Settings) -> None:
    land(settings, {"a.jsonl": jsonl([record()])})
    before = find_batch(settings, DAY, now=NOW)
    land(settings, {name: b"half a reco"})
    assert find_batch(settings, DAY, now=NOW) == before


def test_late_and_changed_files_change_the_digest(settings: Settings) -> None:
    land(settings, {"a.jsonl": jsonl([record()])})
    digests = [find_batch(settings, DAY, now=NOW).batch_digest]
    for files in ({"b.jsonl": b""}, {"a.jsonl": jsonl([record(2)])}, {"c/b.jsonl": b""}):
        land(settings, files)
        digests.append(find_batch(settings, DAY, now=NOW).batch_digest)
    folder = batch_folder(settings, DAY)
    (folder / "b.jsonl").rename(folder / "z.jsonl")
    digests.append(find_batch(settings, DAY, now=NOW).batch_digest)
    assert len(set(digests)) == len(digests)


def test_a_quiet_period_stands_for_the_mark(settings: Settings) -> None:
    folder = land(settings, {"a.jsonl": b"", "b.jsonl.part": b""})
    (folder / "_SUCCESS").unlink()
    touched = 1_770_000_000
    for path in (folder / "a.jsonl", folder):
        os.utime(path, (touched - 7200, touched - 7200))
    os.utime(folder / "b.jsonl.part", (touched, touched))
    just = dt.datetime.fromtimestamp(touched, dt.UTC) + dt.timedelta(minutes=settings.quiet_minutes)
    with pytest.raises(BatchNotReady, match=r"b\.jsonl\.part changed 29\.\d minutes ago"):
        find_batch(settings, DAY, now=just - dt.timedelta(seconds=20))
    assert len(find_batch(settings, DAY, now=just).files) == 1
    (folder / "_SUCCESS").touch()
    assert len(find_batch(settings, DAY, now=just - dt.timedelta(hours=1)).files) == 1


def test_an_empty_batch_is_a_night_with_nothing(settings: Settings) -> None:
    manifest, shards = plan(settings, {})
    assert (manifest.files, shards) == ((), [])
    assert planned(settings).records_read == 0
    assert quarantine(settings) == []


def test_links_and_pipes(settings: Settings, tmp_path: Path) -> None:
    folder = land(settings, {"a.jsonl": jsonl([record()])})
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(jsonl([record(2)]))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "d.jsonl").write_bytes(jsonl([record(3)]))
    (folder / "inside.jsonl").symlink_to(folder / "a.jsonl")
    (folder / "outside.jsonl").symlink_to(secret)
    (folder / "dangling.jsonl").symlink_to(tmp_path / "nowhere")
    (folder / "loop.jsonl").symlink_to(folder / "loop.jsonl")
    (folder / "folder.jsonl").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.jsonl")
    manifest = find_batch(settings, DAY, now=NOW)
    plan_shards(settings, manifest)
    work = planned(settings)
    assert (work.records_staged, work.records_repeated, work.files_quarantined) == (1, 1, 5)
    assert {(name, reason) for name, _, reason in reasons(settings)} == {
        (f"{name}.jsonl", "unsafe_path")
        for name in ("outside", "dangling", "loop", "folder", "pipe")
    }
    assert all(row["raw_record"] == "" for row in quarantine(settings))
    (folder / "outside.jsonl").unlink()
    (folder / "outside.jsonl").symlink_to(tmp_path / "other")
    assert find_batch(settings, DAY, now=NOW).batch_digest != manifest.batch_digest


def test_names_that_are_no_text(settings: Settings) -> None:
    folder = land(settings, {"a\\xff.jsonl": jsonl([record(1)]), "خبر 1\n.jsonl": b""})
    Path(os.fsdecode(os.fsencode(folder) + b"/a\xff.jsonl")).write_bytes(jsonl([record(2)]))
    manifest = find_batch(settings, DAY, now=NOW)
    assert len({file.name for file in manifest.files}) == 3
    again = BatchManifest.from_json(json.loads(json.dumps(manifest.to_json())))
    plan_shards(settings, again)
    assert {row["article_id"] for row in staged(settings)} == {"a1", "a2"}


# --- kinds of files ---------------------------------------------------------------------------


def every_kind(records: list[dict[str, Any]]) -> dict[str, bytes]:
    array = json.dumps(records, ensure_ascii=False, indent=1).encode()
    return {
        "r.jsonl": jsonl(records),
        "r.JSONL": jsonl(records),
        "bom.jsonl": b"\xef\xbb\xbf" + jsonl(records).replace(b"\n", b"\r\n"),
        "no-newline.jsonl": b"\n\n" + jsonl(records).rstrip(b"\n"),
        "r.json": array,
        "bom.json": b"\xef\xbb\xbf" + array,
        "ascii.json": json.dumps(records).encode(),
        "r.jsonl.gz": gzip.compress(jsonl(records)),
        "two-members.jsonl.gz": b"".join(gzip.compress(jsonl([r])) for r in records),
        "r.json.gz": gzip.compress(array),
        "r.csv": csv_bytes(records),
        "bom.csv": csv_bytes(records, "utf-8-sig"),
        "r.parquet": parquet_bytes(table_of(records)),
    }


@pytest.mark.parametrize("name", list(every_kind([record()])))
def test_every_kind_gives_the_same_articles(name: str, settings: Settings) -> None:
    records = [record(n, text=f'{TEXT}\n"{n}", [قال] {{}}\\', origin="x") for n in (1, 2, 3)]
    plan(settings, {name: every_kind(records)[name]})
    rows = staged(settings)
    assert [(r["article_id"], r["text"]) for r in rows] == [(r["id"], r["text"]) for r in records]
    assert {r["extra"] for r in rows} == {'{"origin":"x"}'}
    first_line = 3 if name.startswith("no-newline") else 1
    assert [r["source_record"] for r in rows] == [first_line, first_line + 1, first_line + 2]
    assert quarantine(settings) == []


def test_a_single_object(settings: Settings) -> None:
    plan(settings, {"one.json": json.dumps(record(), indent=2).encode()})
    assert len(staged(settings)) == 1


def test_empty_files(settings: Settings) -> None:
    files = {"a.jsonl": b"", "b.jsonl": b"\n \r\n\n", "c.json": b" [ ] \n",
             "d.jsonl.gz": gzip.compress(b"")}  # fmt: skip
    plan(settings, {**files, "e.json": b"", "f.csv": b"", "g.parquet": b""})
    assert planned(settings).records_read == 0
    assert reasons(settings) == [
        ("e.json", 0, "bad_json"),
        ("f.csv", 0, "missing_columns"),
        ("g.parquet", 0, "unreadable_file"),
    ]


def test_parquet_types(settings: Settings) -> None:
    rows = [record(n) for n in range(4)]
    moments = [dt.datetime(2026, 2, 3, 7, n, tzinfo=dt.UTC) for n in range(4)]
    table = table_of(rows).drop_columns(["published_at", "id"])
    table = table.append_column("id", pa.array(range(4), pa.uint64()))
    tables = {
        "zoned": pa.array(moments, pa.timestamp("ns", "Asia/Baghdad")),
        "naive": pa.array([m.replace(tzinfo=None) for m in moments], pa.timestamp("ms")),
        "day32": pa.array([m.date() for m in moments], pa.date32()),
        "day64": pa.array([m.date() for m in moments], pa.date64()),
        "dictionary": pa.array(["2026-02-03"] * 4).dictionary_encode(),
        "large": pa.array(["2026-02-03"] * 4, pa.large_string()),
    }
    expected = {"zoned": "07:02", "naive": "07:02"}
    for name, column in tables.items():
        extra = table.append_column("published_at", column)
        extra = extra.append_column("score", pa.array([float("nan"), 1.5, None, float("inf")]))
        extra = extra.append_column("price", pa.array([decimal.Decimal("1.20")] * 4))
        extra = extra.append_column("tags", pa.array([[{"a": b"\xff"}]] * 4))
        plan(settings, {"r.parquet": parquet_bytes(extra)})
        assert quarantine(settings) == [], name
        got = staged(settings)
        assert [r["article_id"] for r in got] == ["0", "1", "2", "3"]
        zone_hours = 3 if name == "naive" else 0
        if name in expected:
            assert got[2]["published_at"] == moments[2] - dt.timedelta(hours=zone_hours)
        assert {r["published_on"] for r in got} == {DAY}
        assert json.loads(got[3]["extra"]) == {
            "score": "inf", "price": "1.20", "tags": [{"a": "/w=="}],
        }  # fmt: skip
        assert json.loads(got[2]["extra"]).keys() == {"price", "tags"}


def test_parquet_values_that_python_cannot_hold(settings: Settings) -> None:
    table = table_of([record(n) for n in range(3)]).drop_columns(["published_at", "title"])
    ticks = pa.array([2**62, -(2**62), 1_770_100_000_000], pa.timestamp("ms"))
    table = table.append_column("published_at", ticks)
    raw = pa.array([b"\xff\xfe", b"ok", "عنوان".encode()], pa.binary())
    broken_text = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    plan(settings, {"r.parquet": parquet_bytes(table.append_column("title", broken_text))})
    assert reasons(settings) == [
        ("r.parquet", 1, "wrong_encoding"),
        ("r.parquet", 2, "bad_date"),
    ]
    assert [row["article_id"] for row in staged(settings)] == ["a2"]


# --- what is refused --------------------------------------------------------------------------


def deep(levels: int) -> bytes:
    return b'{"x":' + b"[" * levels + b"]" * levels + b"}"


HOSTILE_LINES: list[tuple[bytes, Reason]] = [
    (b'{"id": "a', Reason.BAD_JSON),
    (b"{'id': 'a'}", Reason.BAD_JSON),
    (b"not json", Reason.BAD_JSON),
    (b'{"a": NaN}', Reason.BAD_JSON),
    (b'{"a": -Infinity}', Reason.BAD_JSON),
    (b'{"a": 1e999}', Reason.BAD_JSON),
    (b'{"a": ' + b"9" * 5000 + b"}", Reason.BAD_JSON),
    (b'{"a": 1} {"b": 2}', Reason.BAD_JSON),
    (b'{"a": "\x01"}', Reason.BAD_JSON),
    (b"{}{", Reason.BAD_JSON),
    (deep(100), Reason.BAD_JSON),
    (deep(200_000), Reason.BAD_JSON),
    (b"[" * 100_000, Reason.BAD_JSON),
    (b'{"id": "a", "id": "b"}', Reason.DUPLICATE_KEYS),
    (b'{"x": {"y": 1, "y": 1}}', Reason.DUPLICATE_KEYS),
    (b"[]", Reason.NOT_AN_OBJECT),
    (b"17", Reason.NOT_AN_OBJECT),
    (b"null", Reason.NOT_AN_OBJECT),
    (jsonl([record()]).replace("قتل".encode(), b"\xde\xca\xe1"), Reason.WRONG_ENCODING),
    (b'{"text": "\xed\xa0\x80"}', Reason.WRONG_ENCODING),
    (b'{"a": "\xc0\xaf"}', Reason.WRONG_ENCODING),
    (json.dumps(record(text=TEXT + "\ud800")).encode(), Reason.WRONG_ENCODING),
    (json.dumps(record(text=TEXT + "\0")).encode(), Reason.CONTROL_CHARACTERS),
    (b"\0" * 50, Reason.BAD_JSON),
    (jsonl([record(text={"ar": TEXT})]), Reason.WRONG_TYPE),
    (jsonl([record(url=None)]), Reason.MISSING_FIELD),
    (jsonl([record(url="x")]), Reason.BAD_URL),
    (jsonl([record(published_at="2026-02-31")]), Reason.BAD_DATE),
    (jsonl([record(published_at="2031-02-01")]), Reason.DATE_OUT_OF_RANGE),
    (jsonl([record(text=" \u200f ")]), Reason.EMPTY_TEXT),
    (jsonl([record(text="قتل " * 50_001)]), Reason.TEXT_TOO_LONG),
    (jsonl([record(title="ق" * 2_001)]), Reason.FIELD_TOO_LONG),
    (jsonl([record(text="Seven people were killed")]), Reason.NOT_ARABIC),
    (b'{"x": "' + b"y" * 8_000_001 + b'"}', Reason.RECORD_TOO_LONG),
]


def test_every_hostile_line_is_refused_and_its_neighbours_survive(settings: Settings) -> None:
    lines = [line.rstrip(b"\n") for line, _ in HOSTILE_LINES]
    neighbours = [jsonl([record(n)]).rstrip(b"\n") for n in range(len(lines) + 1)]
    mixed = b"\n".join(part for pair in zip(neighbours, lines, strict=False) for part in pair)
    plan(settings, {"a.jsonl": mixed + b"\n" + neighbours[-1]})
    assert reasons(settings) == [
        ("a.jsonl", 2 * n, reason) for n, (_, reason) in enumerate(HOSTILE_LINES, start=1)
    ]
    work = planned(settings)
    assert (work.records_staged, work.records_quarantined) == (len(lines) + 1, len(lines))
    rows = {row["source_record"]: row for row in quarantine(settings)}
    for n, (line, reason) in enumerate(HOSTILE_LINES, start=1):
        row = rows[2 * n]
        assert row["detail"]
        if reason != Reason.RECORD_TOO_LONG:
            assert row["raw_record"] == raw_records.printable(line.rstrip(b"\n"))
    assert len(rows[2 * len(lines)]["raw_record"]) == raw_records.HEAD_BYTES


def test_what_quarantine_shows_can_be_shown(settings: Settings) -> None:
    plan(settings, {"a.jsonl": b'{"a": "\xff\x1b[31m\x00 \xd8\xa8"}\n{"\x1b": NaN}'})
    rows = quarantine(settings)
    assert rows[0]["raw_record"] == '{"a": "\\xff\\x1b[31m\\x00 ب"}'
    for row in rows:
        assert (row["raw_record"] + row["detail"]).isprintable()


HOSTILE_ARRAYS: list[tuple[bytes, list[tuple[int, Reason]], int]] = [
    (b"[R, R", [(2, Reason.BAD_JSON)], 1),
    (b"[R,", [(2, Reason.BAD_JSON)], 1),
    (b"[", [(1, Reason.BAD_JSON)], 0),
    (b"[R,]", [(2, Reason.BAD_JSON)], 1),
    (b"[R] trailing", [(2, Reason.BAD_JSON)], 1),
    (b"[R][R]", [(2, Reason.BAD_JSON)], 1),
    (b"[R, 5, [R], null, R]", [(2, Reason.NOT_AN_OBJECT), (3, Reason.NOT_AN_OBJECT),
                               (4, Reason.NOT_AN_OBJECT)], 2),
    (b'[R, {"a": "\xff]"}, R]', [(2, Reason.WRONG_ENCODING)], 2),
    (b'[R, {"a": "\\"],"} , {"a": "\\\\"}, R]', [(2, Reason.MISSING_FIELD),
                                                 (3, Reason.MISSING_FIELD)], 2),
    (b"[R, {], R]", [(2, Reason.BAD_JSON)], 2),
    (b'[R, {"x": "' + b"y," * 4_000_001 + b'"}, R]', [(2, Reason.RECORD_TOO_LONG)], 2),
    (b'"text"', [(1, Reason.NOT_AN_OBJECT)], 0),
    (b"R R", [(1, Reason.BAD_JSON)], 0),
    (b'{"x": "' + b"y" * 8_000_001 + b'"}', [(1, Reason.RECORD_TOO_LONG)], 0),
]  # fmt: skip


@pytest.mark.parametrize(("template", "refused", "good"), HOSTILE_ARRAYS)
def test_arrays(
    template: bytes, refused: list[tuple[int, Reason]], good: int, settings: Settings
) -> None:
    data = b""
    for n, part in enumerate(template.split(b"R")):
        data += (jsonl([record(n)]).strip() if n else b"") + part
    plan(settings, {"a.json": data})
    assert [(number, reason) for _, number, reason in reasons(settings)] == refused
    assert planned(settings).records_staged == good


def test_arrays_are_cut_alike_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [{"a": 'x"],[\\', "b": [1, {"c": "é]"}]}, {"d": "\\\\"}, [], "s,", 1.5, {}]
    data = json.dumps(values, ensure_ascii=False, indent=1).encode()
    limits = Limits(record_bytes=1_000, file_bytes=len(data))
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr(readers, "CHUNK_BYTES", size)
        assert [r.value for r in read_json(io.BytesIO(data), limits)] == values


def test_the_length_of_a_record_is_judged_to_the_byte() -> None:
    data = b'{"a": "' + b"x" * 100 + b'"}'
    for reader, template in ((read_jsonl, b"%s\r\n%s"), (read_json, b"[%s,%s]"),
                             (read_json, b"%s\n")):  # fmt: skip
        copies = template.count(b"%s")
        stream = template % ((data,) * copies)
        exact = list(reader(io.BytesIO(stream), Limits(len(data), 0)))
        assert [r.rejection for r in exact] == [None] * copies
        short = list(reader(io.BytesIO(stream), Limits(len(data) - 1, 0)))
        assert [r.rejection and r.rejection.reason for r in short] == ["record_too_long"] * copies


def test_ragged_rows(settings: Settings) -> None:
    data = csv_bytes([record(1), record(2)]) + b"only,three,cells\r\n\r\n"
    data += csv_bytes([record(4)]).split(b"\r\n", 1)[1].rstrip() + b",one too many\r\n"
    data += csv_bytes([record(5)]).split(b"\r\n", 1)[1].replace("قتل".encode(), b"\xde\xca")
    plan(settings, {"a.csv": data})
    assert reasons(settings) == [
        ("a.csv", 3, "ragged_row"), ("a.csv", 4, "ragged_row"), ("a.csv", 5, "wrong_encoding"),
    ]  # fmt: skip
    assert planned(settings).records_staged == 2
    assert "\\xde\\xca" in quarantine(settings)[2]["raw_record"]


GOOD = jsonl([record(n) for n in range(50)])
REPEATING = parquet_bytes(table_of([record(text=TEXT * 200)] * 2_000))
BAD_FILES: list[tuple[str, bytes, Reason]] = [
    ("a.txt", GOOD, Reason.UNKNOWN_FILE_KIND),
    ("a.xlsx", b"PK\x03\x04", Reason.UNKNOWN_FILE_KIND),
    ("a", GOOD, Reason.UNKNOWN_FILE_KIND),
    ("a.csv.gz", gzip.compress(csv_bytes([record()])), Reason.UNKNOWN_FILE_KIND),
    ("a.jsonl", GOOD.decode().encode("utf-16"), Reason.WRONG_ENCODING),
    ("a.json", b"\xff\xfe\x00\x00[\x00\x00\x00", Reason.WRONG_ENCODING),
    ("a.csv", csv_bytes([record()], "utf-16"), Reason.WRONG_ENCODING),
    ("a.jsonl.gz", GOOD, Reason.UNREADABLE_FILE),
    ("a.jsonl.gz", gzip.compress(GOOD)[:-20], Reason.UNREADABLE_FILE),
    ("a.jsonl.gz", gzip.compress(GOOD)[:-8] + b"\0" * 8, Reason.UNREADABLE_FILE),
    ("a.jsonl.gz", gzip.compress(GOOD) + b"trailing", Reason.UNREADABLE_FILE),
    ("a.json.gz", b"\x1f\x8b", Reason.UNREADABLE_FILE),
    ("a.jsonl.gz", gzip.compress(GOOD + b"\n" * 80_000_000), Reason.DECOMPRESSION_BOMB),
    ("a.json.gz", gzip.compress(b"[" + b" " * 80_000_000), Reason.DECOMPRESSION_BOMB),
    ("a.jsonl.gz", gzip.compress(b'{"x":"' + b"0" * 80_000_000), Reason.DECOMPRESSION_BOMB),
    ("a.csv", b"url;source;published_at;text\n", Reason.MISSING_COLUMNS),
    ("a.csv", b"url,source,published_at,text,url\n", Reason.MISSING_COLUMNS),
    ("a.csv", csv_bytes([record()]) + b'"never closed,', Reason.BAD_CSV),
    ("a.csv", csv_bytes([record()]) + b'"a"b,c\r\n', Reason.BAD_CSV),
    ("a.csv", csv_bytes([record()]) + b"x" * 8_000_001, Reason.BAD_CSV),
    ("a.csv", csv_bytes([record()]) + b'"' + b"x\n" * 4_000_001 + b'"', Reason.BAD_CSV),
    ("a.parquet", parquet_bytes(table_of([record()]))[:-30], Reason.UNREADABLE_FILE),
    ("a.parquet", b"PAR1" + b"\0" * 100 + b"PAR1", Reason.UNREADABLE_FILE),
    ("a.parquet", parquet_bytes(table_of([{"x": 1}])), Reason.MISSING_COLUMNS),
    ("a.parquet", REPEATING, Reason.DECOMPRESSION_BOMB),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_bad_file_goes_whole_and_the_night_goes_on(
    name: str, data: bytes, reason: Reason, settings: Settings
) -> None:
    plan(settings, {name: data, "good.jsonl": jsonl([record(0), record(99), {"x": 1}])})
    assert reason in FILE_REASONS
    assert reasons(settings) == [(name, 0, reason), ("good.jsonl", 3, "missing_field")]
    work = planned(settings)
    assert work.files_quarantined == 1
    assert {f.name: f.records_read for f in work.files} == {name: 0, "good.jsonl": 3}
    # nothing of the bad file counts, not even as the first of two
    assert [(r["source_file"], r["article_id"]) for r in staged(settings)] == [
        ("good.jsonl", "a0"), ("good.jsonl", "a99"),
    ]  # fmt: skip


def test_a_parquet_file_damaged_in_the_middle(settings: Settings) -> None:
    rows = [record(n, text=f"{TEXT} {random.Random(n).random()}") for n in range(400)]
    data = bytearray(parquet_bytes(table_of(rows), row_group_size=100, use_dictionary=False))
    middle = len(data) // 2
    data[middle : middle + 2_000] = b"\xff" * 2_000
    plan(settings, {"a.parquet": bytes(data)})
    assert reasons(settings) == [("a.parquet", 0, "unreadable_file")]
    assert planned(settings).records_read == 0


def test_a_file_that_may_not_be_read(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = land(settings, {"a.jsonl": jsonl([record()]), "b.jsonl": jsonl([record(2)])})
    opened = open_regular

    def refuse(path: Path) -> Any:
        # root may read everything, so the refusal is played
        if path.name == "a.jsonl":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(landing, "open_regular", refuse)
    manifest = find_batch(settings, DAY, now=NOW)
    plan_shards(settings, manifest)
    assert reasons(settings) == [("a.jsonl", 0, "unreadable_file")]
    assert planned(settings).records_staged == 1
    monkeypatch.undo()
    assert (folder / "a.jsonl").exists()
    assert find_batch(settings, DAY, now=NOW).batch_digest != manifest.batch_digest


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_documented(reason: Reason) -> None:
    contract = (PROJECT_ROOT / "docs" / "landing-contract.md").read_text(encoding="utf-8")
    assert f"`{reason.value}`" in contract


# --- articles against each other --------------------------------------------------------------


def test_the_same_content_again_is_repeated(settings: Settings) -> None:
    plan(
        settings,
        {
            "b.jsonl": jsonl([record(1, url="https://news.example/b"), record(2)]),
            "a.jsonl": jsonl([record(1, url="https://news.example/a"), record(1)]),
        },
    )
    work = planned(settings)
    assert (work.records_staged, work.records_repeated) == (2, 2)
    assert [(r["url"], r["source_file"]) for r in staged(settings)] == [
        ("https://news.example/a", "a.jsonl"), ("https://news.example/2", "b.jsonl"),
    ]  # fmt: skip


def test_two_contents_at_one_time_contradict(settings: Settings) -> None:
    later = "2026-02-03T12:00:00+03:00"
    records = [
        record(1),
        record(1),
        record(1, text=TEXT + " وقالت", published_at="2026-02-03T07:00:00Z"),
        record(1, text=TEXT + " وأكدت", published_at=later),
        record(2),
    ]
    plan(settings, {"a.jsonl": jsonl(records)})
    assert reasons(settings) == [
        ("a.jsonl", 1, "conflicting_versions"),
        ("a.jsonl", 3, "conflicting_versions"),
    ]
    work = planned(settings)
    assert (work.records_staged, work.records_quarantined, work.records_repeated) == (2, 2, 1)
    assert json.loads(quarantine(settings)[0]["raw_record"]) == records[0]
    # a later edition is a version of its own, and no part of the contradiction
    assert [r["source_record"] for r in staged(settings)] == [4, 5]


def test_different_times_are_versions(settings: Settings) -> None:
    plan(
        settings,
        {
            "a.jsonl": jsonl(
                [record(1, published_at=f"2026-02-03T{hour:02}:00Z") for hour in (9, 7, 8)]
            )
        },
    )
    rows = staged(settings)
    assert [r["published_at"].hour for r in rows] == [9, 7, 8]
    assert len({r["content_digest"] for r in rows}) == 3


def test_two_outlets_with_one_id_are_not_one_article(settings: Settings) -> None:
    records = [
        record(1, source="إيلاف", published_at="2026-02-03T01:00Z"),
        record(1, source="elaph.com", published_at="2026-02-03T02:00Z"),
        record(2, source="إيلاف", published_at="2026-02-03T01:00Z"),
        record(2, source="وكالة أخرى", published_at="2026-02-03T02:00Z"),
    ]
    plan(settings, {"a.jsonl": jsonl(records)})
    assert [r["source_record"] for r in staged(settings)] == [1, 2]
    assert {row["detail"] for row in quarantine(settings)} == {"two outlets use the id a2"}


# --- plans ------------------------------------------------------------------------------------


def test_shards_hold_the_articles_in_order(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, shard_articles=300)
    _, shards = plan(settings, {"a.jsonl": jsonl([record(n) for n in range(700)])})
    assert [(s.number, s.article_count) for s in shards] == [(0, 300), (1, 300), (2, 100)]
    assert [r["article_id"] for r in staged(settings)] == [f"a{n}" for n in range(700)]
    assert list(read_work_manifest(settings, DAY).shards) == shards
    names = sorted(path.name for path in (settings.work_dir / str(DAY)).iterdir())
    assert names == [*(f"articles-{n:04d}.parquet" for n in range(3)), "manifest.json",
                     "quarantine.parquet"]  # fmt: skip


def test_planning_again_gives_the_same_bytes_and_clears_the_old(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, shard_articles=5)
    files = {"a.jsonl": jsonl([record(n) for n in range(12)] + [{"x": 1}])}

    def contents() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in (settings.work_dir / str(DAY)).iterdir()}

    manifest, _ = plan(settings, files)
    first = contents()
    (settings.work_dir / str(DAY) / "facts-0009.parquet").write_bytes(b"old")
    plan_shards(settings, manifest)
    assert contents() == first
    other = make_settings(tmp_path / "other", shard_articles=5)
    plan(other, files)
    assert {p.name: p.read_bytes() for p in (other.work_dir / str(DAY)).iterdir()} == first


@pytest.mark.parametrize("change", ["grow", "delete", "same size", "become a link"])
def test_a_file_that_changes_while_it_is_read(
    change: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = land(settings, {"a.jsonl": jsonl([record(n) for n in range(5)])})
    manifest = find_batch(settings, DAY, now=NOW)
    path = folder / "a.jsonl"
    done: list[bool] = []

    def validate_and_change(*arguments: Any) -> Any:
        if not done:
            done.append(True)
            data = path.read_bytes()
            path.unlink()
            if change == "grow":
                path.write_bytes(data + b"{}\n")
            elif change == "same size":
                path.write_bytes(data.replace(b"a4", b"a5"))
            elif change == "become a link":
                (tmp_path / "x.jsonl").write_bytes(data)
                path.symlink_to(tmp_path / "x.jsonl")
        return validate(*arguments)

    monkeypatch.setattr(landing, "validate", validate_and_change)
    with pytest.raises(BatchNotReady, match=r"a\.jsonl"):
        plan_shards(settings, manifest)
    assert not (settings.work_dir / str(DAY)).exists()
    with pytest.raises(ShardFailed, match="no plan"):
        read_work_manifest(settings, DAY)


def test_a_file_that_changed_since_the_batch_was_found(settings: Settings) -> None:
    land(settings, {"a.jsonl": jsonl([record()])})
    manifest = find_batch(settings, DAY, now=NOW)
    land(settings, {"a.jsonl": jsonl([record(2)])})
    with pytest.raises(BatchNotReady):
        plan_shards(settings, manifest)
    # a file that came later is another batch, not a fault of this one
    land(settings, {"a.jsonl": jsonl([record()]), "b.jsonl": jsonl([record(3)])})
    plan_shards(settings, manifest)
    assert [r["article_id"] for r in staged(settings)] == ["a1"]


def test_a_damaged_register_of_outlets_stops_the_night(tmp_path: Path) -> None:
    from extractors.errors import LexiconError

    seeds = tmp_path / "seeds"
    seeds.mkdir()
    header = (
        "outlet_id,name_ar,name_en,aliases,country_code,timezone,date_format,independence_group,"
        "added_on,quote_policy"
    )
    for rows in ("a,ا,A,x,IQ,Mars/Olympus,,g,2026-01-01,none",
                 "a,ا,A,x,IQ,Asia/Baghdad,,g,gestern,none",
                 "a,ا,A,x,IQ,Asia/Baghdad,,g,2026-01-01,all",
                 "a,ا,A,x,IQ,Asia/Baghdad,,g,2026-01-01,",
                 ("a,ا,A,x,IQ,Asia/Baghdad,,g,2026-01-01,none\n"
                  "b,ب,B,X,IQ,Asia/Baghdad,,g,2026-01-01,none"),
                 *(f"a,ا,A,x,IQ,Asia/Baghdad,{told},g,2026-01-01,none" for told in
                   ("DD/MM/YYYY", "%d/%m", "%d/%m/%Y %j", "%d/%m/%Y %d", "%d/%m/%Y|%d %", "%D")),
                 ",ا,A,x,IQ,Asia/Baghdad,,g,2026-01-01,none"):  # fmt: skip
        (seeds / "outlets.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
        settings = make_settings(tmp_path, project_root=tmp_path)
        with pytest.raises(LexiconError, match=r"outlets\.csv"):
            plan(settings, {"a.jsonl": jsonl([record()])})


def test_reading_is_fast_enough_for_big_nights(settings: Settings) -> None:
    body = "\n".join([TEXT] * 20)
    land(settings, {"a.jsonl": jsonl(record(n, text=body) for n in range(2_000))})
    before = time.process_time()
    shards = plan_shards(settings, find_batch(settings, DAY, now=NOW))
    seconds = time.process_time() - before
    assert sum(shard.article_count for shard in shards) == 2_000
    assert seconds < 10, "10,000 articles take 4 s on a quiet machine"


# --- whatever bytes ---------------------------------------------------------------------------

_pieces = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"\n", b"\r\n", b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\0", b"\xef\xbb\xbf",
         b"url,source,published_at,text\n", jsonl([record(1)]), jsonl([record(2, text=TEXT * 2)]),
         jsonl([record(1, text=TEXT * 3)]), jsonl([{"x": [1, 2]}]), b"1e999", b"PAR1"]
    ),
)  # fmt: skip
_bytes = st.lists(_pieces, max_size=12).map(b"".join)
_names = st.sampled_from(
    ["a.jsonl", "b.jsonl", "c.json", "d.csv", "e.parquet", "f.jsonl.gz", "g.json.gz", "h.xml"]
)


@hypothesis.settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture,
    ],
)  # fmt: skip
@given(files=st.dictionaries(_names, st.tuples(_bytes, st.booleans()), min_size=1, max_size=4))
def test_no_record_is_lost_whatever_the_bytes(
    files: dict[str, tuple[bytes, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = make_settings(tmp_path_factory.mktemp("fuzz"))
    packed = {
        name: gzip.compress(data) if name.endswith(".gz") and pack else data
        for name, (data, pack) in files.items()
    }
    plan(settings, packed)
    work = planned(settings)  # asserts that the counts add up
    rows = quarantine(settings)
    records = [row for row in rows if row["source_record"]]
    whole = [row for row in rows if not row["source_record"]]
    assert len(records) == work.records_quarantined
    assert len(whole) == work.files_quarantined == len({row["source_file"] for row in whole})
    assert len(staged(settings)) == work.records_staged
    assert {file.name for file in work.files} == set(packed)
    rejected = {row["source_file"] for row in whole}
    assert all(f.records_read == 0 for f in work.files if f.name in rejected)
    assert not rejected & {row["source_file"] for row in records}


@hypothesis.settings(deadline=None, max_examples=300)
@given(data=_bytes, name=_names, limit=st.integers(1_000, 2_000))
def test_readers_number_their_records_and_raise_nothing_else(
    data: bytes, name: str, limit: int
) -> None:
    numbers = []
    with contextlib.suppress(FileRejected):
        reader = reader_of(name)
        for raw in reader(io.BytesIO(data), Limits(limit, len(data))):
            numbers.append(raw.number)
            assert (raw.rejection is None) or raw.value is None
            raw.printable().encode()
    assert numbers == sorted(set(numbers))
    assert all(number > 0 for number in numbers)
