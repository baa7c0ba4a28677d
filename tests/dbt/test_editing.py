"""An editor at the command line: what to look at, the answer, its preview, the next night."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command_kit import run
from tests.corrections_kit import correct
from tests.dbt import scenario
from tests.dbt.pipeline import LAST_NIGHT, build, incident_of, settings_in
from tests.dbt.staging_builder import StagingBuilder
from warehouse.core.settings import Settings, get_settings
from warehouse.publication.publish import publish

SHOTS = "هاجم مسلحون نقطة تفتيش للشرطة غربي الموصل فقتلوا شرطيين اثنين"
KNIVES = "قتل ثلاثة من عمال البناء على يد مجهولين في سوق الموصل القديم صباحا"
RUMOUR = "قصفت المدفعية مدينة البصرة فقتل تسعمئة شخص بحسب شهود"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The three nights, two attacks in one city that may be one, and one that is held since nothing
    like it is known to have cost so many; built and published."""
    wanted = settings_in(tmp_path_factory.mktemp("editing"))
    scenario.load(wanted.build_file)
    night = scenario.NIGHTS[2]
    with StagingBuilder(wanted.build_file) as staging:
        for article, text, day, killed, weapon, target in (
            ("shots", SHOTS, "2026-01-20", 2, "firearm", "police"),
            ("knives", KNIVES, "2026-01-21", 3, "knife", "civilians"),
        ):
            version = staging.article(
                night, article, title="", text=text, published_at=f"{day}T18:00:00+03:00",
                record=20 + killed,
            )  # fmt: skip
            staging.fact(
                night, article, version, event_type="armed_attack", occurred_on=day,
                place_name="الموصل", place_id="p_mosul", admin1_code="IQ-NI", country_code="IQ",
                latitude=36.34, longitude=43.13, geo_precision=1, weapon=weapon,
                target_type=target, killed_low=killed, killed_best=killed, killed_high=killed,
                confidence=0.7,
            )  # fmt: skip
        version = staging.article(
            night, "rumour", title="", text=RUMOUR, published_at="2026-01-22T18:00:00+03:00",
            record=30,
        )  # fmt: skip
        staging.fact(
            night, "rumour", version, event_type="shelling", occurred_on="2026-01-22",
            place_name="البصرة", place_id="p_basra", admin1_code="IQ-BA", country_code="IQ",
            latitude=30.5, longitude=47.8, geo_precision=1, weapon="artillery",
            target_type="civilians", killed_low=900, killed_best=900, killed_high=900,
            confidence=0.9,
        )  # fmt: skip
    build(wanted)
    publish_now(wanted, 1)
    return wanted


def publish_now(settings: Settings, hour: int) -> None:
    now = dt.datetime(2026, 2, 4, hour, tzinfo=dt.UTC)
    publish(settings, LAST_NIGHT, f"publish-{hour}", now=now)


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("var", "published", "corrections"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(settings.var_dir.parent / name))
    monkeypatch.setenv("SIJILL_DUCKDB_MEMORY", "1GB")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def sijill(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """The command: exit code, what it wrote, what it complained of."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(monkeypatch, *arguments)
        told = capfd.readouterr()
        return code, told.out, " ".join(told.err.split())

    return call


def told(sijill: Any, *arguments: str) -> list[dict[str, Any]]:
    code, out, err = sijill(*arguments, "--json")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


#: command → the keys that a program may rely on (docs/cli.md)
KEYS = {
    "changes --since 0": [
        "valid_from_publication", "valid_from_night", "incident_id", "change_type", "reasons",
        "successor_id", "event_type", "admin1_code", "killed_low", "killed_best", "killed_high",
    ],
    "as-of 2030-01-01T00:00": [
        "incident_id", "occurred_on", "event_type", "place_name", "admin1_code", "country_code",
        "killed_low", "killed_best", "killed_high", "wounded_best", "status", "source_count",
        "version_number",
    ],
    "vintages": [
        "number", "extractor_version", "first_publication", "first_night", "added", "lost",
        "moved", "changed",
    ],
    "review": ["why", "incident", "other", "told"],
    "corrections check": ["corrections"],
    "export --output {folder}": ["incidents", "file", "readme"],
}  # fmt: skip


@pytest.mark.parametrize("command", KEYS)
def test_programs_read_json_whatever_the_desk_speaks(
    command: str, sijill: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIJILL_LANGUAGE", "ar")
    get_settings.cache_clear()
    rows = told(sijill, *command.format(folder=tmp_path / "out").split())
    assert rows
    assert all(list(row) == KEYS[command] for row in rows)


def test_what_was_never_in_quarantine_is_no_line(sijill: Any) -> None:
    code, out, err = sijill("quarantine", "--date", "2020-01-01", "--json")
    assert (code, out) == (0, "")
    assert "nothing of 2020-01-01 went to quarantine" in err


@pytest.mark.parametrize("command", ["show", "history"])
def test_an_incident_is_told_in_arabic(settings: Settings, sijill: Any, command: str) -> None:
    code, out, _ = sijill(command, incident_of(settings, "shots"), "--language", "ar")
    assert code == 0
    assert {"show": "القتلى (المعيّن)", "history": "حادثة جديدة"}[command] in out
    # of a label and its code, and of two languages, one is enough for a person
    assert "event_type" not in out
    assert "location_en" not in out


@pytest.mark.parametrize(
    "command",
    ["changes --since 0", "as-of 1", "find Mosul --kind place", "review"],
)
def test_a_person_reads_no_code_in_arabic(
    command: str, sijill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = sijill(*command.split(), "--language", "ar")
    assert code == 0
    rows = [line for line in out.splitlines() if line.startswith(("│", "┃"))]
    assert len(rows) > 1
    cells = {cell.strip("\u2066\u2067\u2069 ") for row in rows for cell in re.split("[│┃]", row)}
    latin = {cell for cell in cells if re.search("[A-Za-z]{2}", cell)}
    # ids, the name in Latin letters that was asked for, the version of the extractors
    assert {cell for cell in latin if not re.match(r"inc_|[0-9a-f]{32}$|Mosul$|\d", cell)} == set()


def test_publications_that_are_not_out_are_told_in_arabic(sijill: Any) -> None:
    for command in (("changes", "--since"), ("as-of",)):
        _, _, err = sijill(*command, "99", "--language", "ar")
        assert "لم تصدر النشرة 99" in err


def test_an_editor_looks_answers_previews_and_sees_it_in_the_history(
    settings: Settings, sijill: Any
) -> None:
    shots, knives, vague = (incident_of(settings, name) for name in ("shots", "knives", "vague"))
    asked = told(sijill, "review")
    assert ("near_miss_link", *sorted((shots, knives))) in {
        (item["why"], item["incident"], item["other"]) for item in asked
    }
    assert (asked[0]["why"], asked[0]["incident"]) == ("held", incident_of(settings, "rumour"))
    (disputed,) = (item for item in asked if item["why"] == "disputed_toll")
    assert (disputed["incident"], disputed["told"]) == (vague, "killed 24–99, best none")

    by = ("--by", "سلمى", "--reason", "قائمة المستشفى")
    assert sijill("review", "--set", vague, "killed_best", "40", *by)[0] == 0
    assert sijill("review", "--merge", knives, shots, "--second", "عمر", *by)[0] == 0
    with (settings.corrections_dir / "reviewed.csv").open(encoding="utf-8") as stream:
        written = list(csv.DictReader(stream))
    assert [(row["action"], row["subject"], row["field"], row["value"]) for row in written] == [
        ("set", vague, "killed_best", "40"),
        ("merge", knives, "", ""),
    ]
    listed = told(sijill, "corrections", "list")
    assert [row["in_force"] for row in listed] == ["yes", "yes"]
    assert [row["correction_id"] for row in listed] == [row["correction_id"] for row in written]
    assert "2 corrections, all can be applied" in sijill("corrections", "check")[1]

    seen = told(sijill, "corrections", "preview")
    assert {
        (row["incident"], row["before"], row["after"])
        for row in seen
        if row["field"] == "killed_best" and row["incident"] == vague
    } == {(vague, None, "40")}
    (gone,) = (row for row in seen if row["change"] == "merged")
    assert {gone["incident"], gone["after"]} == {shots, knives}
    assert "merge" in gone["reasons"]
    # a preview changes nothing
    assert len(told(sijill, "history", vague)) == 1

    build(settings, run_id="next")
    publish_now(settings, 2)
    first, second = told(sijill, "history", vague)
    assert (first["killed_best"], first["reasons"]) == (None, "new_incident")
    assert second["killed_best"] == 40
    assert second["reasons"].split(",")[0] == "correction"
    assert second["correction_ids"] == written[0]["correction_id"]
    (_, merged) = told(sijill, "history", gone["incident"])
    assert (merged["change_type"], merged["successor_id"]) == ("merged", gone["after"])
    left = told(sijill, "review")
    assert not {gone["incident"], gone["after"]} & {
        id_ for item in left for id_ in (item["incident"], item["other"])
    }
    assert not [item for item in left if item["why"] == "disputed_toll"]


def test_what_is_held_is_shown_where_it_is_asked_for_until_one_key_confirms_it(
    settings: Settings, sijill: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rumour = incident_of(settings, "rumour")
    is_in_mart = f"select count(*) as n from mart_incidents where incident_id = '{rumour}'"

    def counted(*options: str) -> tuple[int, int, bool]:
        """In the mart, in what is found in the city, in an export."""
        (in_mart,) = told(sijill, "query", is_in_mart, *options)
        (city,) = told(sijill, "find", "البصرة", "--kind", "place", "--limit", "1", *options)
        sijill("export", "--output", str(tmp_path), *options)
        exported = (tmp_path / "sijill.csv").read_text(encoding="utf-8")
        return in_mart["n"], city["incidents"], rumour in exported

    shown, found, exported = counted("--include-held")
    assert (shown, exported) == (1, True)
    assert counted() == (0, found - 1, False)
    assert told(sijill, "show", rumour)[0]["fields"]["hold_detail"] == "killed 900 > 150"

    assert "--by" in sijill("review", "--held")[2]
    keys = iter("xcq")
    monkeypatch.setattr("click.getchar", lambda: next(keys))
    code, out, _ = sijill("review", "--held", "--by", "سلمى")
    assert (code, "1 confirmed, 0 rejected" in out) == (0, True)
    build(settings, run_id="confirmed")
    publish_now(settings, 3)
    assert counted() == (1, found, True)
    (*_, last) = told(sijill, "history", rumour)
    assert "correction" in last["reasons"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--confirm", "inc_x"], "an answer wants a name and a reason"),
        (["--confirm", "inc_x", "--retract", "inc_x"], "one answer at a time"),
        (["--confirm", "inc_x", "--by", "س", "--reason", "ر"], "no incident inc_x was ever"),
        (["--retract", "inc_x", "--by", "س", "--reason", "ر"], "wants a second name"),
        (
            ["--set", "inc_x", "killed_best", "many", "--by", "س", "--reason", "ر"],
            "'many' is no count",
        ),
    ],
)
def test_an_answer_that_a_night_would_refuse_is_not_written(
    settings: Settings, sijill: Any, arguments: list[str], says: str
) -> None:
    file = settings.corrections_dir / "reviewed.csv"
    before = file.read_bytes() if file.exists() else None
    code, _, err = sijill("review", *arguments)
    assert (code, says in err) == (2, True), err
    assert (file.read_bytes() if file.exists() else None) == before


def test_check_lists_every_fault_at_once(settings: Settings, sijill: Any) -> None:
    correct(
        settings,
        {"correction_id": "f1", "action": "confirm", "subject": "inc_nobody"},
        {"correction_id": "f2", "action": "set_actor", "subject": "nobody", "field": "name_en",
         "value": "X"},
        {"correction_id": "f3", "action": "undo", "other": "c-none"},
        file="faulty.csv",
    )  # fmt: skip
    try:
        code, _, err = sijill("corrections", "check")
    finally:
        (settings.corrections_dir / "faulty.csv").unlink()
    assert code == 2
    for says in ("'inc_nobody' was ever published", "no actor 'nobody'", "'c-none' to undo"):
        assert says in err


def test_a_file_that_is_no_table_of_corrections_says_which_columns(
    settings: Settings, sijill: Any, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("id,what\n1,x\n", encoding="utf-8")
    code, _, err = sijill("corrections", "preview", str(other))
    assert (code, "correction_id,action,subject" in err) == (2, True), err
