"""What another data set has too, what one of the two has alone, what differs, and why."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command_kit import run
from tests.publish.compare_kit import ACLED, GED, publish_incidents, write_events
from warehouse.core.errors import ComparisonRefused
from warehouse.core.settings import PROJECT_ROOT, get_settings
from warehouse.desk.compare import COLUMNS, compare
from warehouse.desk.compare_layouts import read_other

Rows = list[dict[str, Any]]


def compared(
    folder: Path,
    ours: Mapping[str, Mapping[str, Any]],
    theirs: Sequence[Mapping[str, str]],
    layout: str = "acled",
    **options: Any,
) -> Rows:
    settings = publish_incidents(
        folder, ours, options.pop("read_on", ()), options.pop("merged", {})
    )
    file = write_events(folder / "theirs.csv", ACLED if layout == "acled" else GED, theirs)
    result = compare(settings, file, layout, **options)
    return [dict(zip(COLUMNS, row, strict=True)) for row in result.rows]


def told(rows: Rows) -> list[tuple[str, str, str, str]]:
    return [(row["result"], row["incident_id"], row["event_id"], row["cause"]) for row in rows]


# ── matched ──


@pytest.mark.parametrize(("layout", "event"), [("acled", "YEM1"), ("ged", "901")])
def test_the_same_event_is_matched_in_both_layouts(layout: str, event: str, tmp_path: Path) -> None:
    (row,) = compared(tmp_path, {"i1": {}}, [{}], layout)
    assert (row["result"], row["incident_id"], row["event_id"]) == ("matched", "i1", event)
    assert (row["differs"], row["cause"], row["killed_here"]) == ("", "", "4")
    assert row["distance_km"] < 1


def test_a_row_that_names_its_incident_is_matched_with_it_whatever_else_it_says(
    tmp_path: Path,
) -> None:
    named = {
        "event_id_cnty": "", "sijill_incident_id": "old", "location": "Elsewhere",
        "event_date": "2026-03-06", "latitude": "", "longitude": "", "fatalities": "",
    }  # fmt: skip
    # the file's first columns say which there are
    rows = compared(
        tmp_path,
        {"i1": {}, "i2": {"location_key": "marib"}},
        [{"sijill_incident_id": "", "event_date": "2026-03-01"}, named],
        merged={"old": "i2"},
    )
    by_incident = {row["incident_id"]: row for row in rows}
    assert (by_incident["i2"]["result"], by_incident["i2"]["event_id"]) == ("matched", "old")
    # no figure there is not a figure of none
    assert by_incident["i2"]["cause"].split("|")[-1] == "not_told_there"
    assert by_incident["i1"]["event_id"] == "YEM1"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"location_key": "taiz"}, {"location": "Taʿizz", "latitude": "", "longitude": ""}),
        ({"location_key": "taiz"}, {"location": "تعز", "latitude": "", "longitude": ""}),
        ({"location_key": "taiz"}, {"location": "A village nearby"}),
        ({"location_key": "g-ma", "geo_precision": 4},
         {"location": "Marib", "admin1": "Marib", "latitude": "15.6", "longitude": "45.2"}),
        ({"location_key": "sirwah", "type": "clash", "family": "armed"},
         {"location": "Sirwah", "latitude": "15.45", "longitude": "45.02",
          "event_type": "Battles", "sub_event_type": "Armed clash"}),
        ({"type": "armed_attack", "family": "armed"}, {}),
        ({"date": "2026-03-01", "latest": "2026-03-02"}, {}),
        ({"date": "2026-03-03"}, {}),
        ({}, {"event_date": "02 March 2026", "iso": ""}),
    ],
)  # fmt: skip
def test_day_place_and_type_may_be_told_otherwise(
    ours: dict[str, Any], theirs: dict[str, str], tmp_path: Path
) -> None:
    rows = compared(tmp_path, {"i1": ours}, [theirs])
    assert [row["result"] for row in rows] == ["matched"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"location_key": "marib"}, {}),
        ({"date": "2026-03-08"}, {}),
        ({"location_key": "idlib"}, {}),
        ({"type": "kidnapping", "family": "abduction"}, {}),
        # of one name, and far apart
        ({}, {"location": "Taiz", "latitude": "16.9", "longitude": "49.0"}),
    ],
)
def test_another_place_day_country_or_kind_is_not_matched(
    ours: dict[str, Any], theirs: dict[str, str], tmp_path: Path
) -> None:
    rows = compared(tmp_path, {"i1": ours}, [theirs])
    assert "matched" not in [row["result"] for row in rows]


def test_each_is_matched_once_and_the_surest_first(tmp_path: Path) -> None:
    ours: dict[str, dict[str, Any]] = {
        "i1": {"killed": (9, 9, 9)},
        "i2": {},
        "i3": {"location_key": "marib"},
    }
    theirs = [
        {"event_id_cnty": "A", "fatalities": "4"},
        {"event_id_cnty": "B", "fatalities": "9"},
    ]
    rows = compared(tmp_path, ours, theirs)
    matched = {row["incident_id"]: row["event_id"] for row in rows if row["result"] == "matched"}
    assert matched == {"i1": "B", "i2": "A"}
    assert told(rows)[-1] == ("only_here", "i3", "", "missing_there")


# ── differing days and tolls ──


@pytest.mark.parametrize(
    ("ours", "theirs", "differs", "cause"),
    [
        ({"killed": (20, None, 99)}, {"fatalities": "12"}, "killed", "number_for_words_there"),
        ({"killed": (100, None, 999)}, {"fatalities": "100"}, "killed", "number_for_words_there"),
        ({"killed": (None, None, None)}, {"fatalities": "0"}, "", ""),
        ({"killed": (None, None, None)}, {"fatalities": "3"}, "killed", "not_told_here"),
        ({"killed": (5, 5, 5), "attackers": 2}, {"fatalities": "7"}, "killed",
         "attackers_counted_there"),
        ({"killed": (5, 5, 5), "attackers": 2}, {"fatalities": "3"}, "killed",
         "attackers_counted_here"),
        ({"killed": (4, 6, 8)}, {"fatalities": "7"}, "", ""),
        ({"killed": (12, 12, None)}, {"fatalities": "15"}, "", ""),
        ({"killed": (4, 4, 4)}, {"fatalities": "9"}, "killed", "higher_there"),
        ({"killed": (4, 4, 4)}, {"fatalities": "2"}, "killed", "lower_there"),
        ({"killed": (4, 4, 4)}, {"fatalities": "0"}, "killed", "none_or_not_told_there"),
        ({"date": "2026-03-01", "reported": "2026-03-02"}, {}, "day", "day_of_report_there"),
        ({"date": "2026-03-01"}, {"time_precision": "2"}, "day", "day_not_exact_there"),
        ({"date": "2026-03-03"}, {}, "day", "day_differs"),
        ({"date": "2026-03-03", "killed": (4, 4, 4)}, {"fatalities": "9"}, "day|killed",
         "day_differs|higher_there"),
    ],
)  # fmt: skip
def test_what_differs_and_why(
    ours: dict[str, Any], theirs: dict[str, str], differs: str, cause: str, tmp_path: Path
) -> None:
    (row,) = compared(tmp_path, {"i1": ours}, [theirs])
    assert (row["result"], row["differs"], row["cause"]) == ("matched", differs, cause)


def test_ranges_of_ged_are_compared_as_ranges(tmp_path: Path) -> None:
    theirs = [{"low": "3", "best": "9", "high": "9"}]
    (row,) = compared(tmp_path, {"i1": {"killed": (4, 5, 6)}}, theirs, "ged")
    assert (row["differs"], row["killed_there"]) == ("", "9 (3–9)")


def test_what_is_one_there_and_several_here_says_so(tmp_path: Path) -> None:
    ours = {"i1": {"killed": (3, 3, 3)}, "i2": {"killed": (2, 2, 2)}}
    rows = compared(tmp_path, ours, [{"fatalities": "5"}])
    assert told(rows) == [
        ("matched", "i1", "YEM1", "merged_there"),
        ("only_here", "i2", "", "merged_there"),
    ]
    assert [row["other_id"] for row in rows if row["result"] == "only_here"] == ["YEM1"]


def test_what_is_one_here_and_several_there_says_so(tmp_path: Path) -> None:
    theirs = [{"event_id_cnty": "A", "fatalities": "3"}, {"event_id_cnty": "B", "fatalities": "2"}]
    rows = compared(tmp_path, {"i1": {"killed": (5, 5, 5)}}, theirs)
    assert {(row["result"], row["cause"]) for row in rows} == {
        ("matched", "split_there"),
        ("only_there", "split_there"),
    }


# ── only in one ──


@pytest.mark.parametrize(
    ("ours", "layout", "cause"),
    [
        ({"sources": 1}, "acled", "one_source_here"),
        ({"sources": 3}, "acled", "missing_there"),
        ({"type": "weapons_seizure", "family": "seizure"}, "acled", "not_counted_there"),
        ({"outcome": "foiled"}, "acled", "not_counted_there"),
        ({"precision": "month", "date": "2026-03-01", "latest": "2026-03-31"}, "acled",
         "not_exact_here"),
        ({"killed": (0, 0, 0)}, "ged", "not_counted_there"),
        ({"killed": (None, None, None)}, "ged", "not_counted_there"),
        ({"actor": "unknown"}, "ged", "not_counted_there"),
        ({"type": "arrest", "family": "arrest"}, "ged", "not_counted_there"),
        ({"killed": (3, 3, None)}, "ged", "missing_there"),
    ],
)  # fmt: skip
def test_why_only_here(ours: dict[str, Any], layout: str, cause: str, tmp_path: Path) -> None:
    far = {"location": "Sayun", "where_coordinates": "Sayun", "admin1": "Hadramawt",
           "latitude": "15.94", "longitude": "48.79", "adm_1": "Hadramawt"}  # fmt: skip
    base = ACLED if layout == "acled" else GED
    theirs = {key: value for key, value in far.items() if key in base}
    theirs |= {"fatalities": "70"} if layout == "acled" else {"best": "70", "high": "70"}
    rows = compared(tmp_path, {"i1": ours}, [theirs], layout)
    assert ("only_here", cause) in [(row["result"], row["cause"]) for row in rows]


@pytest.mark.parametrize(
    ("theirs", "cause"),
    [
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest"}, "out_of_scope_here"),
        ({"event_type": "Strategic developments", "sub_event_type": "Agreement"},
         "out_of_scope_here"),
        ({"event_type": "Something new", "sub_event_type": "New"}, "type_not_known_here"),
        ({"country": "Atlantis", "iso": ""}, "country_not_known_here"),
        ({"event_date": "2026-01-05"}, "nothing_read_here"),
        ({"geo_precision": "3", "location": "Yemen", "admin1": "", "latitude": "17"},
         "not_exact_there"),
        ({"location": "Sayun", "latitude": "15.94", "longitude": "48.79"}, "missing_here"),
    ],
)  # fmt: skip
def test_why_only_there(theirs: dict[str, str], cause: str, tmp_path: Path) -> None:
    rows = compared(tmp_path, {"i1": {"location_key": "mosul"}}, [theirs | {"fatalities": "9"}])
    assert told(rows) == [("only_there", "", "YEM1", cause)]


def test_a_likely_twin_on_another_day_or_place_is_named(tmp_path: Path) -> None:
    rows = compared(tmp_path, {"i1": {"date": "2026-03-06"}}, [{}, {"event_id_cnty": "Z",
                    "event_date": "2026-03-31"}], read_on=["2026-03-02", "2026-03-31"])  # fmt: skip
    causes = {(row["result"], row["cause"], row["other_id"]) for row in rows}
    assert ("only_here", "day_or_place_differs", "YEM1") in causes
    assert ("only_there", "day_or_place_differs", "i1") in causes


def test_incidents_beyond_the_files_days_and_countries_are_left_out(tmp_path: Path) -> None:
    ours = {"i1": {"date": "2026-04-20"}, "i2": {"location_key": "idlib"}, "i3": {}}
    assert told(compared(tmp_path, ours, [{}])) == [("matched", "i3", "YEM1", "")]


def test_tolerances_can_be_chosen(tmp_path: Path) -> None:
    rows = compared(tmp_path, {"i1": {"date": "2026-03-05"}}, [{}], days=3)
    assert [row["result"] for row in rows] == ["matched"]


# ── files ──


@pytest.mark.parametrize(
    ("base", "row", "layout", "says"),
    [
        (ACLED, {"event_date": "yesterday"}, "acled", "line 2"),
        (ACLED, {"fatalities": "many"}, "acled", "line 2"),
        (ACLED, {"event_id_cnty": " "}, "acled", "without an id"),
        (GED, {}, "acled", "no column event_id_cnty"),
        (GED, {"date_end": "2026-03-01"}, "ged", "before it begins"),
        (ACLED, {}, "gtd", "no layout"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(
    base: dict[str, str], row: dict[str, str], layout: str, says: str, tmp_path: Path
) -> None:
    file = write_events(tmp_path / "theirs.csv", base, [row])
    with pytest.raises(ComparisonRefused, match=says) as failure:
        read_other(file, layout)
    assert failure.value.hint


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"event_date": "02/03/2026"}], "may be two days"),
        ([{"event_date": "13/03/2026"}, {"event_date": "03/14/2026"}], "month first"),
        ([{"fatalities": "2.5"}], "no number of people"),
        ([{"fatalities": "-1"}], "no number of people"),
        ([{"latitude": "nan"}], "no latitude"),
        ([{"latitude": "135.78"}], "no latitude"),
        ([{"longitude": "44,02"}], "no longitude"),
        ([], "holds no event"),
    ],
)
def test_what_a_file_leaves_open_is_refused_and_never_guessed(
    rows: list[dict[str, str]], says: str, tmp_path: Path
) -> None:
    rows = [row | {"event_id_cnty": f"YEM{at}"} for at, row in enumerate(rows)]
    with pytest.raises(ComparisonRefused, match=says) as failure:
        read_other(write_events(tmp_path / "theirs.csv", ACLED, rows), "acled")
    assert failure.value.hint


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("", "is empty", "again"),
        (",".join(GED) + "\n", "no column event_id_cnty", "--format ged"),
        (",".join(ACLED) + "\n" + "a,b\n", "line 2: 2 cells under", "quotes"),
        (",".join(ACLED) + '\n"open', "cannot be read", "UTF-8"),
    ],
)
def test_a_file_that_is_cut_or_of_the_other_layout_says_so(
    text: str, says: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / "theirs.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ComparisonRefused, match=says) as failure:
        read_other(tmp_path / "theirs.csv", "acled")
    assert hint in failure.value.hint


@pytest.mark.parametrize(
    "day", ["2 March 2026", "02-March-2026", "02-Mar-26", "2026/03/02", "2026-03-02T00:00:00"]
)
def test_days_are_read_in_each_way_that_names_the_month(day: str, tmp_path: Path) -> None:
    (event,) = read_other(
        write_events(tmp_path / "theirs.csv", ACLED, [{"event_date": day}]), "acled"
    )
    assert event.first_day == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days", "month", "day"),
    [(("03/02/2026", "03/28/2026"), 3, 2), (("2.3.2026", "28.3.2026"), 3, 2),
     (("3/2/2026 12:00:00 AM", "3/28/2026 12:00:00 AM"), 3, 2)],
)  # fmt: skip
def test_days_in_figures_are_read_as_the_other_days_of_the_file_show(
    days: tuple[str, str], month: int, day: int, tmp_path: Path
) -> None:
    rows = [{"id": str(at), "date_start": told, "date_end": told} for at, told in enumerate(days)]
    events = read_other(write_events(tmp_path / "theirs.csv", GED, rows), "ged")
    assert events[0].first_day == dt.date(2026, month, day)


def test_names_in_capitals_another_order_and_figures_of_a_spreadsheet_are_read(
    tmp_path: Path,
) -> None:
    row = ACLED | {"fatalities": "4.0", "time_precision": "2.0", "event_type": "BATTLES",
                   "sub_event_type": "armed clash"}  # fmt: skip
    named = {f" {name.upper()}": row[name] for name in reversed(row)}
    file = write_events(tmp_path / "theirs.csv", named, [{}])
    text = file.read_text("utf-8") + "," * (len(row) - 1) + "\n\n"
    file.write_text(text, encoding="utf-16")
    (event,) = read_other(file, "acled")
    assert (event.best, event.exact_day, event.families) == (4, False, frozenset({"armed"}))


def test_an_event_that_stands_twice_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ComparisonRefused, match="twice"):
        read_other(write_events(tmp_path / "theirs.csv", ACLED, [{}, {}]), "acled")
    with pytest.raises(ComparisonRefused, match="there is no file"):
        read_other(tmp_path / "nowhere.csv", "acled")


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = write_events(tmp_path / "theirs.csv", ACLED, [{}])
    text = file.read_text(encoding="utf-8").replace(",", ";").replace("13.5789", "13,5789")
    file.write_text("\ufeff" + text, encoding="utf-8")
    (event,) = read_other(file, "acled")
    assert (event.first_day, event.best) == (dt.date(2026, 3, 2), 4)
    assert (event.latitude, event.longitude) == (13.5789, 44.0219)


def test_each_cause_is_told_on_the_page() -> None:
    page = (PROJECT_ROOT / "docs" / "compare.md").read_text(encoding="utf-8")
    code = (PROJECT_ROOT / "warehouse" / "desk" / "compare.py").read_text(encoding="utf-8")
    causes = set(re.findall(r'"([a-z]+_[a-z_]*(?:here|there|differs|report_there))"', code))
    causes -= set(COLUMNS) | {"only_here", "only_there"}
    assert len(causes) >= 18
    assert {cause for cause in causes if f"`{cause}`" not in page} == set()


# ── the command line ──


def test_the_command_line_writes_a_table_json_and_a_safe_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = publish_incidents(tmp_path, {"i1": {}, "i2": {"location_key": "marib"}})
    hostile = {"event_id_cnty": "=1+1", "location": "@evil", "fatalities": "9"}
    theirs: list[dict[str, str]] = [{}, hostile | {"latitude": "15.94", "longitude": "48.79"}]
    file = write_events(tmp_path / "theirs.csv", ACLED, theirs)
    output = tmp_path / "out.csv"
    before = contents(settings.published_dir)
    monkeypatch.setenv("SIJILL_PUBLISHED_DIR", str(settings.published_dir))
    get_settings.cache_clear()
    try:
        arguments = ["compare", "--with", str(file), "--format", "acled"]
        assert run(monkeypatch, *arguments, "--json") == 0
        rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        assert [row["result"] for row in rows] == ["matched", "only_here", "only_there"]
        assert run(monkeypatch, *arguments) == 0
        assert "missing_here" in capfd.readouterr().out
        assert run(monkeypatch, *arguments, "--output", str(output)) == 0
        with output.open(encoding="utf-8", newline="") as stream:
            written = list(csv.DictReader(stream))
        assert [row["event_id"] for row in written] == ["YEM1", "", "'=1+1"]
        assert written[2]["place_there"] == "'@evil"
        assert contents(settings.published_dir) == before, "what is published is only read"
        shutil.rmtree(settings.published_dir)
        assert run(monkeypatch, *arguments) == 5, "nothing is published"
    finally:
        get_settings.cache_clear()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
