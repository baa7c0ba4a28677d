"""Files of strangers: read within bounds, and what is no report says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from warehouse.core.settings import Settings
from warehouse.desk.reader_reports import ReaderReport, read_reports, reports_folder
from warehouse.desk.review import _is_answered, _of_report

INCIDENT = "inc_" + "0a" * 10


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(_env_file=None, corrections_dir=tmp_path)
    reports_folder(made).mkdir()
    return made


def put(settings: Settings, name: str, text: str) -> ReaderReport:
    (reports_folder(settings) / name).write_text(text, encoding="utf-8")
    return next(report for report in read_reports(settings) if report.file == name)


def test_nothing_lies_there_at_first(tmp_path: Path) -> None:
    assert read_reports(Settings(_env_file=None, corrections_dir=tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "no JSON: JSONDecodeError"),
        ("[" * 90_000, "no JSON: RecursionError"),
        (" " * 100_001, "larger than 100 kB"),
        ("[1]", "not a report that the page made"),
        ('{"sijill_error_report": 1, "incident_id": "../../x"}', "names no incident"),
        ('{"sijill_error_report": 1, "incident_id": ["a"]}', "names no incident"),
    ],
)
def test_what_is_no_report_says_why(settings: Settings, text: str, problem: str) -> None:
    report = put(settings, "a.json", text)
    assert report == ReaderReport("a.json", problem=problem)
    assert problem in _of_report(report).described("ar")


def test_what_a_stranger_writes_is_text_on_one_line(settings: Settings) -> None:
    described = {
        "sijill_error_report": 1,
        "incident_id": INCIDENT,
        "published": {"killed_best": 3, "quote": None},
        "what_is_right": {"killed_best": "5\n\x1b[31m" + "x" * 900, "weapon": {"a": 1}},
        "how_do_you_know": "قائمة\tالمستشفى",
    }
    report = put(settings, "b.json", json.dumps(described))
    assert report.published == (("killed_best", "3"),)
    assert report.how == "قائمة المستشفى"
    assert all("\n" not in value and len(value) <= 500 for _, value in report.right)
    item = _of_report(report)
    assert item.described("en").startswith("killed_best 3 → 5")
    assert "somebody" in item.described("en")
    assert "قارئ" in item.described("ar")


def test_a_report_is_answered_once_all_that_it_says_is_set(settings: Settings) -> None:
    described = {
        "sijill_error_report": 1,
        "incident_id": INCIDENT,
        "what_is_right": {"killed_best": "5", "weapon": "ied"},
    }
    item = _of_report(put(settings, "c.json", json.dumps(described)))
    assert not _is_answered(item, {(INCIDENT, "killed_best")})
    assert _is_answered(item, {(INCIDENT, "killed_best"), (INCIDENT, "weapon")})
    # one that says nothing is not answered by anything that is set
    silent = _of_report(put(settings, "d.json", json.dumps(described | {"what_is_right": {}})))
    assert not _is_answered(silent, {(INCIDENT, "killed_best")})
