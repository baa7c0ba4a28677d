"""The quality gate: what blocks, what warns, what it leaves behind."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from quality import pages as gate_pages
from quality.checkpoint import CheckResult, run_suites
from quality.suites import all_suites
from tests.quality.warehouse_builder import (
    NIGHT,
    NOW,
    TEXT,
    batch,
    change,
    name_somebody,
    settings_in,
    whole,
    write_build,
)
from warehouse.errors import GateBlocked
from warehouse.gate import GateResult, run_gate
from warehouse.publish import current_version, publish
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    write_build(settings)
    return settings


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the gate reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


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


# One thing broken at a time; what must be named in the error.
BROKEN = {
    "delete from staging.batches": "staging.batches: the night was loaded",
    # keys
    "insert into staging.articles from staging.articles where article_id = 'a-1'": (
        "staging.articles: batch_date, article_id, content_digest unique"
    ),
    "insert into marts.fct_incident from marts.fct_incident where incident_id = 'i-1'": (
        "marts.fct_incident: incident_id unique"
    ),
    "update marts.fct_casualty_claim set claim_id = null": (
        "marts.fct_casualty_claim: claim_id is present"
    ),
    "update marts.fct_casualty_claim set not_counted_because = 'sub_count'": (
        "marts.fct_casualty_claim: a claim counts, or it is said why it does not"
    ),
    "update marts.fct_casualty_claim set claim_role = 'combined'": (
        "marts.fct_casualty_claim: no part of a toll and no combined toll counts"
    ),
    "update marts.fct_incident set status = 'corroborated'": (
        "marts.fct_incident: corroborated by two originating sources, provisional with one"
    ),
    "update marts.fct_incident set killed_basis = 'party_claim_only'": (
        "marts.fct_incident: a party alone sets no best"
    ),
    "update marts.fct_incident_toll set value_best = 2, value_low = 2": (
        "marts.fct_incident_toll: the incident shows the same figures"
    ),
    "delete from marts.fct_incident_toll": (
        "marts.fct_incident_toll: the incident shows the same figures"
    ),
    "update marts.fct_incident_toll set best_claim_id = null": (
        "marts.fct_incident_toll: a stated figure leads to its claim"
    ),
    "update marts.fct_incident_toll set high_claim_id = 'k-none'": (
        "marts.fct_incident_toll: the claims are found in fct_casualty_claim"
    ),
    "update marts.fct_incident_victim_count set axis = 'age'": (
        "marts.fct_incident_victim_count: the class is one of its axis"
    ),
    "update marts.fct_incident_victim_count set basis = 'party_claim_only'": (
        "marts.fct_incident_victim_count: a party alone sets no best"
    ),
    "update marts.fct_incident_source set source_group_id = incident_id || source_id; "
    "update marts.fct_incident set source_count = 2, status = 'corroborated'": (
        "marts.fct_incident_source: as many originating sources as the incident says"
    ),
    "delete from marts.dim_weapon where weapon_key = 'unknown'": (
        "marts.dim_weapon: there is an unknown member"
    ),
    # codes
    "update staging.incident_facts set event_type = 'party' where mention_id = 'm-1'": (
        "staging.incident_facts: event_type is a known code — 1 of 6 values: party"
    ),
    "update staging.casualty_claims set claim_role = 'rumour'": (
        "staging.casualty_claims: claim_role is a known code"
    ),
    "update staging.attributions set stance = 'hearsay'": (
        "staging.attributions: stance is a known code"
    ),
    "update staging.incident_facts set outcome = 'foiled' where mention_id = 'm-1'": (
        "staging.incident_facts: evidence for each field that has a value"
    ),
    "delete from marts.fct_attribution": (
        "marts.fct_attribution: every statement of a mention arrived"
    ),
    # bounds
    "update staging.incident_facts set killed_low = 4 where mention_id = 'm-1'": (
        "staging.incident_facts: 0 ≤ low ≤ best ≤ high — 1 row: mention_id=m-1, measure=killed"
    ),
    "update marts.fct_incident set wounded_low = -1 where incident_id = 'i-1'": (
        "marts.fct_incident: 0 ≤ low ≤ best ≤ high"
    ),
    "update staging.casualty_claims set value_low = 9, value_best = null": (
        "staging.casualty_claims: 0 ≤ low ≤ best ≤ high"
    ),
    "update staging.incident_facts set confidence = 1.5": (
        "staging.incident_facts: confidence within 0…1"
    ),
    # dates
    "update staging.incident_facts set date_latest = date '2026-11-22'": (
        "staging.incident_facts: nothing happened after it was published"
    ),
    "update marts.fct_incident set occurred_on = date '2026-11-01'": (
        "marts.fct_incident: earliest ≤ day ≤ latest"
    ),
    "update staging.incident_facts set occurred_on = null": (
        "staging.incident_facts: a date where and only where its precision says so"
    ),
    "update marts.fct_incident set first_reported_on = date '2026-11-22'": (
        "marts.fct_incident: reported on or after the day that it happened"
    ),
    # places
    "update marts.fct_incident set latitude = 133": "marts.fct_incident: latitude within -90…90",
    "update staging.incident_facts set longitude = null": (
        "staging.incident_facts: coordinates whole, with their precision and radius"
    ),
    "update staging.incident_facts set latitude = null, longitude = null": (
        "staging.incident_facts: coordinates where and only where there is a place"
    ),
    # evidence
    "delete from staging.evidence where field = 'killed' and mention_id = 'm-2'": (
        "staging.incident_facts: evidence for each field that has a value — 1 row: "
        "batch_date=2026-11-21, mention_id=m-2, field=killed"
    ),
    "update staging.evidence set span_start = span_start + 1 where mention_id = 'm-2'": (
        "staging.evidence: the words stand at their place in the article — 7 rows"
    ),
    "update staging.casualty_claims set words = 'عشرة أشخاص' where claim_id = 'k-1'": (
        "staging.casualty_claims: the words stand at their place in the article"
    ),
    # counts
    "update staging.batches set records_read = 7": (
        "staging.batches: records read = staged + quarantined + repeated"
    ),
    "delete from staging.batch_files": ("staging.batches: as many files as the batch says"),
    "delete from staging.articles where article_id = 'a-6'": (
        "staging.batches: as many articles in staging as the batch says"
    ),
    "update staging.articles set build_id = 'older' where article_id = 'a-1'": (
        "staging.articles: rows are of the build that their batch was loaded with"
    ),
    # references
    "update marts.fct_incident set weapon_key = 'trebuchet'": (
        "marts.fct_incident: weapon_key is found in dim_weapon"
    ),
    "update marts.fct_incident_mention set location_key = null": (
        "marts.fct_incident_mention: location_key is found in dim_location"
    ),
    "delete from marts.fct_incident where incident_id = 'i-3'": (
        "marts.fct_incident_mention: incident_id is found in fct_incident"
    ),
    "delete from marts.fct_incident_mention where mention_id = 'm-4'": (
        "marts.fct_incident_mention: every fact of a current article arrived"
    ),
    "update linking.incident_links set mention_id = 'm-99' where mention_id = 'm-1'": (
        "linking.incident_links: each link is of a fact in staging"
    ),
    "update marts.fct_incident set mention_count = 2 where incident_id = 'i-1'": (
        "marts.fct_incident: as many mentions as the mentions' table has"
    ),
    "update marts.fct_article set mention_count = 2 where article_key = 'a-1'": (
        "marts.fct_article: as many mentions as the mentions' table has"
    ),
    "delete from marts.fct_article where article_key = 'a-2'": (
        "marts.fct_article: every article version arrived"
    ),
    # bridges
    "delete from marts.bridge_incident_weapon where incident_id = 'i-1'": (
        "marts.bridge_incident_weapon: every incident has a row"
    ),
    "update marts.bridge_incident_target set weight = 0.5": (
        "marts.bridge_incident_target: weights sum to 1"
    ),
    "delete from marts.bridge_incident_actor where actor_role = 'suspected'": (
        "marts.bridge_incident_actor: every statement about who did it arrived"
    ),
    "update marts.bridge_incident_actor set actor_role = 'victim'": (
        "marts.bridge_incident_actor: actor_role is a known code"
    ),
    "delete from marts.bridge_incident_related where incident_id = 'i-1'": (
        "marts.bridge_incident_related: a pair stands once from either side"
    ),
    "insert into marts.dim_actor (actor_key) values ('nameless')": (
        "marts.dim_actor_alias: every actor has its names"
    ),
    "delete from marts.dim_name": "marts.dim_name: every place and actor is found",
    "update marts.dim_name set named_key = 'nobody'": (
        "marts.dim_name: every name leads to a place or an actor"
    ),
    # wide marts
    "update marts.mart_incidents set killed_best = 1 where incident_id = 'i-1'": (
        "marts.mart_incidents: every incident arrived, with its toll"
    ),
    "update marts.mart_daily_by_governorate set incident_count = 7": (
        "marts.mart_daily_by_governorate: every incident is counted once"
    ),
    "update marts.mart_daily_by_governorate set killed_best_sum = 7": (
        "marts.mart_daily_by_governorate: the killed are those of the incidents"
    ),
    "update marts.mart_actor_activity set weighted_incident_count = 7": (
        "marts.mart_actor_activity: perpetrators' weights sum to the incidents"
    ),
    "update marts.mart_source_coverage set article_count = 7": (
        "marts.mart_source_coverage: every current article is counted once"
    ),
    "delete from marts.dim_date_occurred where occurred_date_key = 20261120": (
        "marts.dim_date_occurred: the days of dim_date"
    ),
    # what readers must not see
    "update marts.fct_incident set quote = repeat('كلمة ', 26)": (
        "marts.fct_incident: quote has at most 25 words"
    ),
    "update marts.fct_incident_mention set quote = repeat('ك', 401)": (
        "marts.fct_incident_mention: no value is longer than 400 characters"
    ),
    "update marts.fct_casualty_claim set quote = 'قُتل ثلاثة أشخاص' where claim_id = 'k-1'": (
        "marts.fct_casualty_claim: the quote is the masked one"
    ),
    "update marts.fct_attribution set quote = stated_by || ' ' || stated_by": (
        "marts.fct_attribution: the quote is the masked one"
    ),
    "update marts.fct_incident_mention set quote = 'قُتل' where mention_id = 'm-1'": (
        "marts.fct_incident_mention: the quote is the masked one"
    ),
    "update marts.fct_incident set quote = 'قُتل' where incident_id = 'i-1'": (
        "marts.fct_incident: the quote is that of the primary mention"
    ),
    "update marts.mart_incidents set quote = 'قُتل' where incident_id = 'i-1'": (
        "marts.mart_incidents: the quote is that of the primary mention"
    ),
    "update marts.mart_incidents set primary_title = 'مقتل' where incident_id = 'i-1'": (
        "marts.mart_incidents: the title is the masked one"
    ),
    "update staging.articles set masked_title = '[اسم]' where article_id = 'a-1'": (
        "marts.dim_article: the title is the masked one, where the outlet's policy allows one"
    ),
    "update staging.articles set public_url = 'https://news.example/' where article_id = 'a-1'": (
        "marts.dim_article: the address holds no words that may name somebody"
    ),
    "update marts.dim_outlet set quote_policy = 'offsets'": (
        "marts.fct_casualty_claim: quotes and offsets as the outlet's policy allows"
    ),
    "update marts.dim_outlet set quote_policy = 'none'; "
    "update marts.fct_incident_mention set quote = null": (
        "marts.fct_incident_mention: quotes and offsets as the outlet's policy allows"
    ),
    "update staging.private_names set span_start = 1": (
        "staging.private_names: the names stand at their place in the article"
    ),
    "update marts.fct_attribution set stated_by = 'ضابط يدعى سعد خلف العاني'": (
        "staging.private_names: no published words hold a masked name"
    ),
    "alter table marts.dim_article add column body varchar": (
        "marts.fct_incident: no mart has a column for whole texts"
    ),
    # partitions
    "update marts.fct_incident set incident_month = '2026-13'": (
        "marts.fct_incident: incident_month is YYYY-MM or unknown"
    ),
}


@pytest.fixture(scope="module")
def sound_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = settings_in(tmp_path_factory.mktemp("sound"))
    write_build(settings, text=f"{TEXT} وأصيب سعد خلف العاني.")
    with duckdb.connect(str(settings.build_file)) as con:
        name_somebody(con, "a-1", "سعد خلف العاني")
    return settings.build_file


def test_everything_that_cannot_be_true_is_found(tmp_path: Path, sound_build: Path) -> None:
    """Each statement breaks a build file of its own; only the suite in question runs."""
    suites = {suite.name: suite for suite in all_suites(NIGHT)}
    missed = {}
    for number, (statement, expected) in enumerate(BROKEN.items()):
        broken = tmp_path / f"{number}.duckdb"
        broken.write_bytes(sound_build.read_bytes())
        with duckdb.connect(str(broken)) as con:
            con.execute(statement)
        suite = suites[expected.partition(":")[0]]
        (result,) = run_suites(whole(broken), [suite], run_id="run", now=NOW)
        failed = [
            f"{c.suite}: {c.name} — {c.observed}"
            for c in result.checks
            if not c.success and c.severity == "error"
        ]
        if not any(line.startswith(expected) for line in failed):
            missed[statement] = failed
    assert missed == {}


def test_what_is_copied_first_is_judged_as_what_is_not(tmp_path: Path, sound_build: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(sound_build.read_bytes())
    with duckdb.connect(str(broken)) as con:
        statement, expected = next(iter(BROKEN.items()))
        con.execute(statement)
    suites = [s for s in all_suites(NIGHT) if s.name == expected.partition(":")[0]]
    outcomes = [
        [result.checks for result in run_suites(
            whole(broken), suites, run_id="run", now=NOW, copied=copied)]
        for copied in (False, True)
    ]  # fmt: skip
    assert outcomes[0] == outcomes[1]
    assert not all(check.success for checks in outcomes[0] for check in checks)


def test_a_failure_names_check_value_and_report_and_is_recorded(settings: Settings) -> None:
    change(settings, "update staging.incident_facts set weapon = 'spoon' where mention_id = 'm-1'")
    with pytest.raises(GateBlocked) as failure:
        gate(settings)

    assert "staging.incident_facts: weapon is a known code — 1 of 6 values: spoon" in str(
        failure.value
    )
    assert str(settings.checks_dir / "2026-11-21" / "index.html") in failure.value.hint
    assert failure.value.exit_code == 4
    assert recorded(settings)["staging.incident_facts: weapon is a known code"] == (
        "error",
        False,
        "1 of 6 values: spoon",
    )


def test_a_failure_keeps_the_published_version_and_a_repair_publishes(settings: Settings) -> None:
    gate(settings)
    first = publish(settings, NIGHT, "run-1", now=NOW)

    change(settings, "update marts.fct_incident set confidence = 2 where incident_id = 'i-1'")
    blocked(settings)
    assert current_version(settings) == first.version

    change(settings, "update marts.fct_incident set confidence = 0.5 where incident_id = 'i-1'")
    # as the link step numbers the next publication
    change(settings, "update register.next_publication set publication_number = 2")
    gate(settings)
    assert publish(settings, NIGHT, "run-1", now=NOW).changed


def test_after_a_publication_only_what_changed_is_asked_until_all_is_built_anew(
    settings: Settings,
) -> None:
    change(settings, "insert into staging.reference_state values ('models', 'of the first night')")
    gate(settings)
    publish(settings, NIGHT, "run-1", now=NOW)
    change(settings, "update marts.fct_incident set confidence = 2 where incident_id = 'i-1'")

    gate(settings)

    change(settings, "insert into linking.changed_incidents values ('i-1')")
    assert "confidence within 0…1" in blocked(settings)
    change(settings, "delete from linking.changed_incidents")
    gate(settings)
    change(
        settings,
        "update staging.reference_state set seeds_digest = 'other' where reference_name = 'models'",
    )
    assert "confidence within 0…1" in blocked(settings)


def checks_of(settings: Settings, suite: str, night: dt.date = NIGHT) -> list[CheckResult]:
    """The failed checks of one suite alone."""
    (wanted,) = (s for s in all_suites(night) if s.name == suite)
    (result,) = run_suites(whole(settings.build_file), [wanted], run_id="run", now=NOW)
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
    assert len(pages) == 40
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
