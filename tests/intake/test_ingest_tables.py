"""`sijill ingest csv`: a media monitor's columns."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.command_kit import run
from tests.intake.kit import SENTENCES, TITLE, landed

TEXT = "\n".join(SENTENCES)
HEADER = ["link", "outlet", "date", "body", "headline", "reach"]
MAP = [
    part
    for one in ("url=link", "source=outlet", "published_at=date", "text=body", "title=headline")
    for part in ("--map", one)
]


def row(number: int, **changes: str) -> list[str]:
    cells = {
        "link": f"https://almadapaper.net/{number}",
        "outlet": "المدى",
        "date": "21 تشرين الثاني 2026 09:30",
        "body": TEXT,
        "headline": TITLE,
        "reach": str(number * 100),
    } | changes
    return list(cells.values())


def table(rows: list[list[str]], *, delimiter: str = ",", header: list[str] = HEADER) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([header, *rows])
    return stream.getvalue()


def ingest(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], path: Path, *more: str
) -> tuple[int, dict[str, Any]]:
    code = run(monkeypatch, "ingest", "csv", str(path), *MAP, *more, "--json")
    return code, json.loads(capfd.readouterr().out)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_columns_of_any_name_code_page_and_delimiter(
    delimiter: str,
    encoding: str,
    world: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = world / "monitor.csv"
    path.write_bytes(table([row(1), row(2)], delimiter=delimiter).encode(encoding))
    code, told = ingest(monkeypatch, capfd, path)
    assert (code, told["landed"]) == (0, 2)
    first = landed(Path(told["batches"][0]["file"]))[0]
    assert first["text"] == TEXT
    assert first["published_at"] == "2026-11-21T09:30:00"
    assert first["source"] == "المدى"
    assert first["ingest"]["columns"] == {"reach": "100"}


def test_rows_that_cannot_land_are_told_one_by_one(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [
        row(1),
        row(2, date="03/04/2026"),
        row(3, date=""),
        row(4, body="<p>خبر &nbsp;عاجل</p><script>alert(1)</script><p>" + SENTENCES[0] + "</p>"),
        row(5)[:-1],
        row(6, link="javascript:alert(1)"),
        row(7, body="English only, nothing else in here."),
        row(8, outlet=""),
        [],
        row(9, body=""),
    ]
    path = world / "monitor.csv.gz"
    path.write_bytes(gzip.compress(table(rows).encode()))
    code, told = ingest(monkeypatch, capfd, path)
    assert (code, told["read"], told["landed"]) == (3, 9, 3)
    aside = landed(Path(told["set_aside_file"]))
    assert [(one["source_record"], one["reason"]) for one in aside] == [
        (2, "bad_date"),
        (3, "missing_field"),
        (5, "ragged_row"),
        (6, "bad_url"),
        (7, "not_arabic"),
        (9, "missing_field"),
    ]
    records = {one["url"][-1]: one for one in landed(Path(told["batches"][0]["file"]))}
    assert records["4"]["text"] == f"خبر عاجل\n{SENTENCES[0]}"
    # an outlet that no cell names is told by the address
    assert records["8"]["source"] == "almada"
    code, told = ingest(monkeypatch, capfd, path, "--date-order", "dmy", "--name", "ordered")
    assert [batch["day"] for batch in told["batches"]] == ["2026-04-03", "2026-11-21"]


def test_one_article_of_two_outlets_lands_of_none(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [
        row(1),
        row(1, outlet="رصد الإعلام", date="2026-11-21 18:00", body=f"{TEXT}\nوانتهى البيان."),
        row(2),
    ]
    path = world / "monitor.csv"
    path.write_text(table(rows), encoding="utf-8")
    code, told = ingest(monkeypatch, capfd, path)
    assert (code, told["read"], told["landed"], told["set_aside"]) == (3, 3, 1, 2)
    aside = landed(Path(told["set_aside_file"]))
    assert {one["reason"] for one in aside} == {"conflicting_versions"}


def test_a_broken_quote_costs_what_stands_behind_it(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = world / "monitor.csv"
    path.write_text(table([row(1)]) + 'https://x.example/2,"open', encoding="utf-8")
    code, told = ingest(monkeypatch, capfd, path)
    assert (code, told["landed"], told["set_aside"]) == (3, 1, 1)
    [aside] = landed(Path(told["set_aside_file"]))
    assert aside["reason"] == "bad_csv"
    assert "row 1" in aside["detail"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "no column, or more than one, for url, published_at, text"),
        (["--map", "text=body"], "no column, or more than one, for url, published_at"),
        (["--map", "body=text"], "names no field and column"),
        (["--map", "text=a", "--map", "text=b"], "two columns for text"),
        ([*MAP, "--map", "id=number"], "for id"),
        ([*MAP, "--delimiter", "::"], "no delimiter"),
        ([*MAP, "--encoding", "rot13"], "no encoding that is read here"),
    ],
)
def test_a_wrong_mapping_says_what_there_is(
    arguments: list[str],
    says: str,
    world: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = world / "monitor.csv"
    path.write_text(table([row(1)]), encoding="utf-8")
    assert run(monkeypatch, "ingest", "csv", str(path), *arguments) == 2
    said = " ".join(capfd.readouterr().err.split())
    assert says in said
    assert not list((world / "landing").glob("2*"))


@pytest.mark.full
def test_memory_does_not_grow_with_the_table(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    long = " ".join(SENTENCES) * 40
    peaks: list[int] = []
    for rows in (60, 60, 480):
        path = world / f"monitor{len(peaks)}.csv"
        path.write_text(
            table([row(number, body=f"{number} {long}") for number in range(rows)]),
            encoding="utf-8",
        )
        tracemalloc.start()
        code, told = ingest(monkeypatch, capfd, path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert (code, told["landed"]) == (0, rows)
    # the first one imports what the others use too
    assert path.stat().st_size > 8_000_000
    assert peaks[2] < peaks[1] + 2_000_000
