"""The quality gate: what blocks, what warns, what it leaves behind."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import jinja2
import pytest
import yaml

from quality import pages as gate_pages
from quality.checkpoint import CheckResult, run_suites
from quality.suite import Suite
from quality.suites import all_suites
from tests.quality.broken_rows import BROKEN, BROKEN_COLUMNS, BROKEN_CONDITIONS
from tests.quality.warehouse_builder import (
    NIGHT,
    NOW,
    TEXT,
    attached,
    batch,
    change,
    name_somebody,
    settings_in,
    write_build,
)
from warehouse.core.errors import GateBlocked
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.steps.gate import GateResult, run_gate
from warehouse.store.versions import current_version

MARTS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"


@pytest.fixture(scope="module")
def a_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build file of a sound night. Tests copy it."""
    settings = settings_in(tmp_path_factory.mktemp("night"))
    write_build(settings)
    return settings.build_file


@pytest.fixture
def settings(tmp_path: Path, a_night: Path) -> Settings:
    settings = settings_in(tmp_path)
    settings.build_file.parent.mkdir(parents=True)
    shutil.copyfile(a_night, settings.build_file)
    return settings


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the gate reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def _few_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the gate's suites, which take four seconds together, those that a test is about: what it
    does around them is the same."""
    asked = {
        "staging.batches",
        "staging.incident_facts",
        "marts.fct_incident",
        "marts.dim_location",
    }

    def few(night: dt.date) -> tuple[Suite, ...]:
        return tuple(suite for suite in all_suites(night) if suite.name in asked)

    monkeypatch.setattr("warehouse.steps.gate.all_suites", few)


few_suites = pytest.mark.usefixtures("_few_suites")


def gate(settings: Settings) -> GateResult:
    return run_gate(settings, NIGHT, "run-1", now=NOW)


def blocked(settings: Settings) -> str:
    with pytest.raises(GateBlocked) as failure:
        gate(settings)
    return failure.value.message


def recorded(settings: Settings) -> dict[str, tuple[str, bool, str | None]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return {
            f"{suite}: {name}": (severity, success, observed)
            for suite, name, severity, success, observed in con.execute(
                "select suite, check_name, severity, success, observed from ops.check_results"
            ).fetchall()
        }


def test_a_sound_night_passes_and_leaves_no_connection_open(settings: Settings) -> None:
    gate(settings)
    result = gate(settings)  # a run that is repeated replaces its records

    assert result.warned == 0
    assert result.passed > 150
    assert Path(result.docs) == settings.checks_dir / "2026-11-21" / "index.html"
    # opens for writing with other options: impossible while any connection is open here
    with duckdb.connect(str(settings.build_file), config={"threads": 1}) as con:
        rows = con.execute("select count(*), bool_and(success) from ops.check_results").fetchone()
    assert rows == (result.passed, True)
    assert not list(settings.build_file.parent.glob("*.wal"))
    # every check has a name of its own
    assert len(recorded(settings)) == result.passed


def test_an_empty_night_passes_without_a_warning(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, articles=0)
    with duckdb.connect(str(settings.build_file)) as con:
        for days in range(1, 6):
            batch(con, NIGHT - dt.timedelta(days=days), 0, repeated=40)

    assert gate(settings).warned == 0


@pytest.fixture(scope="module")
def sound_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = settings_in(tmp_path_factory.mktemp("sound"))
    write_build(settings, text=f"{TEXT} وأصيب سعد خلف العاني.")
    with duckdb.connect(str(settings.build_file)) as con:
        name_somebody(con, "a-1", "سعد خلف العاني")
    return settings.build_file


def rules_named(expected: str) -> Suite:
    """Of the suite in question the rules whose failure would read as `expected`."""
    name, _, rule = expected.partition(" — ")[0].partition(": ")
    (suite,) = (s for s in all_suites(NIGHT) if s.name == name)
    asked = tuple(check for check in suite.checks if check.name.startswith(rule))
    assert asked, expected
    return replace(suite, checks=asked)


def test_everything_that_cannot_be_true_is_found(tmp_path: Path, sound_build: Path) -> None:
    """Each statement breaks a build file of its own; only the rule in question is asked: a suite
    of Great Expectations takes a second. That rules ask alike beside others:
    test_a_failure_names_check_value_and_report_and_is_recorded."""
    missed = {}
    for number, (statement, expected) in enumerate(BROKEN.items()):
        broken = tmp_path / f"{number}.duckdb"
        broken.write_bytes(sound_build.read_bytes())
        with duckdb.connect(str(broken)) as con:
            con.execute(statement)
        (result,) = run_suites(attached(broken), [rules_named(expected)], run_id="run", now=NOW)
        failed = [
            f"{c.suite}: {c.name} — {c.observed}"
            for c in result.checks
            if not c.success and c.severity == "error"
        ]
        if not any(line.startswith(expected) for line in failed):
            missed[statement] = failed
    assert missed == {}


def rules_of(mart: str) -> tuple[dict[str, str], dict[str, str]]:
    """What dbt asks of the rows of a mart: conditions by name, and by "column rule" a query of the
    rows that break it."""
    model = yaml.safe_load((MARTS / f"{mart}.yml").read_text("utf-8"))["models"][0]
    tests = [(kind, test[kind]) for test in model["data_tests"] for kind in test]
    conditions = {
        name: sql
        for kind, test in tests
        if kind == "holds"
        for name, sql in test["arguments"]["conditions"].items()
    }
    queries = {}
    for kind, test in tests:
        for one in test["arguments"]["columns"] if kind == "references" else ():
            parent, column = re.findall(r"'(\w+)'", one["to"])[0], one["column"]
            queries[f"{column} found"] = (
                f"select 1 from marts.{mart} as c anti join marts.{parent} as p on "
                f"c.{column} = p.{one.get('field', column)} where c.{column} is not null"
            )
    for column in model["columns"]:
        name = column["name"]
        if {"type": "not_null"} in column.get("constraints", ()):
            queries[f"{name} not null"] = f"select 1 from marts.{mart} where {name} is null"
        if "unique" in column.get("data_tests", ()):
            queries[f"{name} unique"] = (
                f"select 1 from marts.{mart} group by {name} having count(*) > 1"
            )
    return conditions, queries


def breaks(build: Path, statement: str, query: str) -> bool:
    """Whether a query finds nothing before a statement and something behind it."""
    with duckdb.connect(str(build)) as con:
        before = con.execute(query).fetchall()
        con.execute(statement)
        return not before and bool(con.execute(query).fetchall())


def test_what_cannot_be_true_of_a_row_breaks_a_rule_of_dbts(
    tmp_path: Path, sound_build: Path
) -> None:
    asked = {
        statement: f"select 1 from marts.{mart} where not ({rules_of(mart)[0][condition]})"
        for statement, (mart, condition) in BROKEN_CONDITIONS.items()
    } | {
        statement: rules_of(mart)[1][f"{column} {rule}"]
        for statement, (mart, column, rule) in BROKEN_COLUMNS.items()
    }
    missed = []
    for number, (statement, query) in enumerate(asked.items()):
        broken = tmp_path / f"{number}.duckdb"
        broken.write_bytes(sound_build.read_bytes())
        if not breaks(broken, statement, query):
            missed.append(statement)
    assert missed == []


def test_a_dimension_without_its_unknown_member_breaks_dbts_test_of_them(
    tmp_path: Path, sound_build: Path
) -> None:
    text = (MARTS.parents[1] / "tests" / "unknown_members.sql").read_text("utf-8")
    query = jinja2.Template(text).render(
        ref=lambda mart: f"marts.{mart}",
        unknown_key=lambda: "'unknown'",
        unknown_date_key=lambda: "0",
    )
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(sound_build.read_bytes())
    assert breaks(broken, "delete from marts.dim_weapon where weapon_key = 'unknown'", query)


def test_what_is_copied_first_is_judged_as_what_is_not(tmp_path: Path, sound_build: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(sound_build.read_bytes())
    with duckdb.connect(str(broken)) as con:
        statement, expected = next(iter(BROKEN.items()))
        con.execute(statement)
    suites = [s for s in all_suites(NIGHT) if s.name == expected.partition(":")[0]]
    outcomes = [
        [result.checks for result in run_suites(
            attached(broken), suites, run_id="run", now=NOW, copied=copied)]
        for copied in (False, True)
    ]  # fmt: skip
    assert outcomes[0] == outcomes[1]
    assert not all(check.success for checks in outcomes[0] for check in checks)


@few_suites
def test_a_failure_names_check_value_and_report_and_is_recorded(settings: Settings) -> None:
    change(settings, "update staging.incident_facts set weapon = 'spoon' where mention_id = 'm-1'")
    with pytest.raises(GateBlocked) as failure:
        gate(settings)

    assert (
        "staging.incident_facts: weapon is a known code — 1 row: weapon=spoon, rows_found=1"
        in str(failure.value)
    )
    assert str(settings.checks_dir / "2026-11-21" / "index.html") in failure.value.hint
    assert failure.value.exit_code == 4
    assert recorded(settings)["staging.incident_facts: weapon is a known code"] == (
        "error",
        False,
        "1 row: weapon=spoon, rows_found=1",
    )


@few_suites
def test_a_failure_keeps_the_published_version_and_a_repair_publishes(settings: Settings) -> None:
    gate(settings)
    first = publish(settings, NIGHT, "run-1", now=NOW)

    change(settings, "update marts.fct_incident set mention_count = mention_count + 1")
    blocked(settings)
    assert current_version(settings) == first.version

    change(
        settings,
        "update marts.fct_incident set mention_count = mention_count - 1, confidence = 0.5 "
        "where incident_id = 'i-1'; update marts.fct_incident set mention_count = "
        "mention_count - 1 where incident_id <> 'i-1'",
    )
    # as the link step numbers the next publication
    change(settings, "update register.next_publication set publication_number = 2")
    gate(settings)
    assert publish(settings, NIGHT, "run-1", now=NOW).changed


@few_suites
def test_after_a_publication_only_what_changed_is_asked_until_all_is_built_anew(
    settings: Settings,
) -> None:
    change(settings, "insert into staging.reference_state values ('models', 'of the first night')")
    gate(settings)
    publish(settings, NIGHT, "run-1", now=NOW)
    change(settings, "update marts.fct_incident set mention_count = 9 where incident_id = 'i-1'")

    gate(settings)

    change(settings, "insert into linking.changed_incidents values ('i-1')")
    assert "as many mentions as the mentions' table has" in blocked(settings)
    change(settings, "delete from linking.changed_incidents")
    gate(settings)
    change(
        settings,
        "update staging.reference_state set seeds_digest = 'other' where reference_name = 'models'",
    )
    assert "as many mentions as the mentions' table has" in blocked(settings)


def checks_of(settings: Settings, suite: str, night: dt.date = NIGHT) -> list[CheckResult]:
    """The failed checks of one suite alone."""
    (wanted,) = (s for s in all_suites(night) if s.name == suite)
    (result,) = run_suites(attached(settings.build_file), [wanted], run_id="run", now=NOW)
    return [check for check in result.checks if not check.success]


def test_a_batch_blocked_once_does_not_slip_through_the_next_night(settings: Settings) -> None:
    change(settings, "update staging.evidence set words = 'x' where mention_id = 'm-2'")
    for night in (NIGHT, NIGHT + dt.timedelta(days=1)):
        (check,) = checks_of(settings, "staging.evidence", night)
        assert check.name == "the words stand at their place in the article"


@pytest.mark.parametrize(
    ("quarantined", "verdicts"),
    [(0, []), (1, ["warning"]), (6, ["warning"]), (7, ["error", "warning"])],
)
def test_quarantine_warns_above_a_twentieth_and_blocks_above_half(
    tmp_path: Path, quarantined: int, verdicts: list[str]
) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, quarantined=quarantined)

    assert [c.severity for c in checks_of(settings, "staging.batches")] == verdicts


def test_warnings_pass_and_are_recorded_and_published(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, articles=25)
    for table in ("staging.incident_facts", "marts.fct_incident_mention", "marts.fct_incident"):
        where = "attribution_source is not null"
        change(
            settings,
            f"update {table} set date_precision = 'unknown', occurred_on = null, "
            f"date_earliest = null, date_latest = null where {where}",
        )
    for table in ("marts.fct_incident_mention", "marts.fct_incident"):
        change(settings, f"update {table} set incident_month = 'unknown'")
    with duckdb.connect(str(settings.build_file)) as con:
        for days in range(1, 4):
            batch(con, NIGHT - dt.timedelta(days=days), 0, repeated=1000)

    result = gate(settings)
    assert {w.name for w in result.warnings} == {
        "most dates of the night are known",
        "volume of the night like that of the nights before",
    }
    assert "facts=25" in result.warnings[-1].observed or "facts=25" in result.warnings[0].observed
    assert recorded(settings)["staging.incident_facts: most dates of the night are known"][:2] == (
        "warning",
        False,
    )
    assert (
        json.loads((settings.checks_dir / "2026-11-21" / "result.json").read_text("utf-8"))[
            "warned"
        ]
        == 2
    )
    assert publish(settings, NIGHT, "run-1", now=NOW).changed


@few_suites
def test_a_check_that_cannot_be_asked_blocks(settings: Settings) -> None:
    change(settings, "alter table marts.dim_location rename column latitude to lat")
    message = blocked(settings)
    assert "marts.dim_location: coordinates of each known place — could not be asked" in message


def test_a_missing_mart_is_told_as_such(settings: Settings) -> None:
    change(settings, "drop table marts.fct_casualty_claim")
    assert "lacks marts.fct_casualty_claim" in blocked(settings)


# ── pages ──────────────────────────────────────────────────────────────────────────────────────

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>${x}"


class Page(HTMLParser):
    """Elements, attributes and visible text of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> Iterator[str]:
        yield from (value or "" for name, value in self.attributes if name in ("href", "src"))


def test_pages_are_inert_and_need_no_network_whatever_the_articles_say(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, text=f"{HOSTILE} {TEXT} {HOSTILE}")
    mention = "where mention_id = 'm-1'"
    change(
        settings,
        f"update staging.incident_facts set weapon = ?, target_type = ? {mention}",
        [HOSTILE, f"{HOSTILE} {{batch}} $weapon"],
    )
    change(settings, "update staging.evidence set words = ? where mention_id = 'm-2'", [HOSTILE])
    change(settings, "update staging.casualty_claims set measure = ?", [HOSTILE])
    change(settings, "update marts.fct_incident set quote = ?", [f"{HOSTILE} " * 30])
    change(
        settings, f"update marts.fct_incident_mention set incident_month = ? {mention}", [HOSTILE]
    )
    with pytest.raises(GateBlocked) as failure:
        run_gate(settings, NIGHT, f"run {HOSTILE}", now=NOW)
    assert "\n" not in failure.value.hint

    pages = sorted(settings.checks_dir.rglob("*.html"))
    assert len(pages) == 35
    for path in pages:
        page = Page(path)
        assert not {"script", "img", "svg", "iframe", "link", "object", "form"} & set(
            page.elements
        ), path
        assert not [name for name, _ in page.attributes if name.startswith("on")], path
        policy = [value for name, value in page.attributes if name == "content"]
        assert "default-src 'none'; style-src 'unsafe-inline'" in policy
        for link in page.links():
            assert (path.parent / link).resolve().is_file(), f"{path}: {link}"
    # what was found is there to be read, letter by letter
    night = settings.checks_dir / "2026-11-21"
    for name in (
        "index",
        "staging.incident_facts",
        "staging.evidence",
        "staging.casualty_claims",
        "marts.fct_incident",
        "marts.fct_incident_mention",
    ):
        assert HOSTILE[:50] in Page(night / f"{name}.html").text, name


@few_suites
def test_the_index_lists_the_nights_latest_first(settings: Settings) -> None:
    gate(settings)
    tomorrow = NIGHT + dt.timedelta(days=1)
    with duckdb.connect(str(settings.build_file)) as con:
        batch(con, tomorrow, 0)
    (settings.checks_dir / ".writing-4711").mkdir()
    run_gate(settings, tomorrow, "run-3", now=NOW)

    index = Page(settings.checks_dir / "index.html")
    assert list(index.links()) == ["2026-11-22/index.html", "2026-11-21/index.html"]
    assert index.text.count("passed") == 2
    assert not list(settings.checks_dir.glob(".*"))


@few_suites
def test_the_nights_page_lists_dbts_tests_of_the_same_run(settings: Settings) -> None:
    with duckdb.connect(str(settings.build_file)) as con:
        con.executemany(
            "insert into ops.model_results values (?, ?, 'after_link', ?, ?, 0, null, ?, ?)",
            [
                ("run-1", NIGHT, "test.sijill.dim_article_key.1a", "pass", 0, None),
                ("run-1", NIGHT, "test.sijill.tolls_look_right.2b", "warn", 3, "Got 3 <b>rows</b>"),
                ("run-1", NIGHT, "model.sijill.dim_article", "success", None, None),
                ("run-0", NIGHT, "test.sijill.of_another_run.3c", "pass", 0, None),
            ],
        )
    gate(settings)
    page = (settings.checks_dir / NIGHT.isoformat() / "index.html").read_text("utf-8")
    section = page.partition('<h2 id="dbt">')[2]
    assert "1 of 2 passed" in section
    # a test that warned comes first, and what it found is text
    assert section.index("tolls_look_right") < section.index("dim_article_key")
    assert "Got 3 &lt;b&gt;rows&lt;/b&gt;" in section
    assert "of_another_run" not in page
    assert "model.sijill" not in page


@few_suites
def test_pages_of_nights_checked_long_before_go_and_their_line_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_pages, "KEPT_NIGHTS", 1)
    gate(settings)
    before = NIGHT - dt.timedelta(days=1)
    with duckdb.connect(str(settings.build_file)) as con:
        batch(con, before, 0)
    # an earlier night that is checked later: what was checked last is what is looked at
    late = run_gate(settings, before, "run-4", now=NOW + dt.timedelta(hours=1))

    assert Path(late.docs).is_file()
    assert [path.name for path in (settings.checks_dir / NIGHT.isoformat()).iterdir()] == [
        "result.json"
    ]
    index = Page(settings.checks_dir / "index.html")
    assert list(index.links()) == [f"{before}/index.html"]
    assert index.text.count("passed") == 2
