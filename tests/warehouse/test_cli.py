"""The command line: exit codes, messages, and output that text from outside cannot misuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_kit import run
from warehouse.cli import console
from warehouse.core.settings import PROJECT_ROOT, get_settings


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("landing", "var", "published"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(tmp_path / name))
    monkeypatch.setenv("SIJILL_RECOGNISER", "none")
    get_settings.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True, scope="module")
def _settings_again_from_the_environment() -> object:
    yield
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["night"], 2, "which night?"),
        (["night", "--date", "2026-11-21", "--from", "2026-11-20"], 2, "which night?"),
        (["night", "--from", "2026-11-21"], 2, "both ends"),
        (["night", "--from", "2026-11-22", "--to", "2026-11-21"], 2, "swap them"),
        (["night", "--date", "tomorrow"], 2, "no date"),
        (["night", "--date", "2026-11-21"], 5, "there is no landing folder"),
        (["night", "--from", "2026-11-21", "--to", "2026-11-22"], 5, "no batch between"),
        (["query", "select 1"], 5, "nothing is published"),
        (["rollback"], 5, "nothing to roll back"),
        (["quarantine", "--date", "2026-11-21"], 1, "run a night first"),
        (["extract", "nowhere.jsonl", "-o", "out.jsonl"], 5, "there is no file"),
        (["no-such-command"], 2, "No such command"),
    ],
)
def test_wrong_use_says_what_to_do(
    arguments: list[str],
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *arguments) == code
    assert says in " ".join(capfd.readouterr().err.split())


def test_extract_writes_a_line_an_article_and_names_what_it_refused(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    source, output = world / "articles.jsonl", world / "out.jsonl"
    article = {
        "id": "a-1",
        "url": "https://example.org/1",
        "source": "إيلاف",
        "published_at": "2021-03-04",
        "text": "قتل أربعة جنود وأصيب تسعة آخرون بانفجار عبوة ناسفة في مدينة الرمادي أمس الأربعاء.",
    }
    broken = {**article, "id": "a-2", "text": ""}
    lines = [json.dumps(row, ensure_ascii=False) for row in (article, broken)]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert run(monkeypatch, "extract", str(source), "-o", str(output)) == 3
    (row,) = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    (incident,) = row["incidents"]
    assert row["article_id"] == "a-1"
    assert (incident["event_type"], incident["date"]) == ("ied_bombing", "2021-03-03")
    assert (incident["killed"], incident["wounded"], incident["place"]) == (4, 9, "الرمادي")
    (words,) = {e["words"] for e in incident["evidence"]["place"]}
    assert "الرمادي" in words
    assert ":2 empty_text" in capfd.readouterr().err


def test_no_cell_becomes_a_formula_and_no_text_moves_the_cursor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [('=HYPERLINK("http://x")',), ("@sum",), (-3,), ("قتل\x1b[2J ثلاثة",)]
    console.print_rows(["value"], rows, "csv")
    cells = [row[0] for row in csv.reader(io.StringIO(capsys.readouterr().out))]
    assert cells[1:4] == ['\'=HYPERLINK("http://x")', "'@sum", "-3"]
    assert console.terminal_safe("قتل\x1b[2J\x9b ثلاثة") == "قتل\ufffd[2J\ufffd ثلاثة"


def test_a_line_of_arabic_is_ordered_from_right_to_left_and_what_is_latin_in_it_is_not() -> None:
    ordered = console.in_its_direction("القراءة 1  0.1+b65cb: 49 مقالا\n  → sijill night --late")
    assert ordered == (
        "\u2067القراءة 1  \u20660.1+b65cb\u2069: 49 مقالا\u2069\n  → sijill night --late"
    )
    assert (
        console.in_its_direction(" 2026-11-21 ليلة ") == " \u2067\u20662026-11-21\u2069 ليلة\u2069 "
    )
    assert console.in_its_direction("inc_1: الموصل") == "\u2066inc_1: الموصل\u2069"
    assert console.in_its_direction("أمس → اليوم") == "\u2067أمس ← اليوم\u2069"
    assert console.in_its_direction("killed 3") == "killed 3"


def test_a_cell_of_arabic_draws_no_other_along_and_a_mirrored_table_begins_at_the_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [("نينوى", "العراق", 3)]
    console.print_rows(["where", "country", "n"], rows, "table")
    told = capsys.readouterr().out.splitlines()
    assert told[3].split() == ["│", "\u2067نينوى\u2069", "│", "\u2067العراق\u2069", "│", "3", "│"]
    console.print_rows(["where", "country", "n"], rows, "table", mirrored=True)
    told = capsys.readouterr().out.splitlines()
    assert told[3].split() == ["│", "3", "│", "\u2067العراق\u2069", "│", "\u2067نينوى\u2069", "│"]
    # each line of a cell that is broken has its own
    long = " ".join(["كلمة"] * 100)
    console.print_rows(["a", "b"], [(long, long)], "table")
    for line in capsys.readouterr().out.splitlines()[3:-1]:
        assert line.count("\u2067") == line.count("\u2069") == 2


def test_samples_are_landed_once(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "samples") == 0
    shipped = {path.name for path in (PROJECT_ROOT / "samples" / "landing").iterdir()}
    assert {path.name for path in (world / "landing").iterdir()} == shipped
    capfd.readouterr()
    assert run(monkeypatch, "samples") == 0
    assert "is there already" in capfd.readouterr().out


def test_a_row_of_very_many_columns_is_a_table_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 100)
    columns = [f"column_{number}" for number in range(40)]
    console.print_rows(columns, [(*range(39), None), (*range(100, 140),)], "table")
    told = capsys.readouterr().out
    assert "row 2 of 2" in told
    assert all(f"column_{number} " in told for number in range(40))
    assert "…" not in told
    # what has no value takes no line
    assert told.count("column_39") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "--with", "nowhere.csv", "--format", "acled"],
        ["places", "--pcodes", "nowhere.csv"],
        ["corrections", "preview", "nowhere.csv"],
        ["extract", "nowhere.jsonl", "-o", "out.jsonl"],
        ["ingest", "csv", "nowhere.csv"],
    ],
)
def test_a_file_that_is_not_there_is_told_plainly(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) in (2, 5)
    said = capfd.readouterr().err
    assert "there is no " in said
    assert "Errno" not in said


def test_a_folder_that_cannot_be_written_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("")
    article = PROJECT_ROOT / "samples" / "landing" / "2026-11-21" / "rafidain.jsonl"
    output = tmp_path / "a file" / "out.jsonl"
    assert run(monkeypatch, "extract", str(article), "-o", str(output)) == 2
    assert "see that the path is right" in capfd.readouterr().err


def test_where_nothing_came_late_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "night", "--late") == 0
    assert "no night has files that came late" in capfd.readouterr().err
