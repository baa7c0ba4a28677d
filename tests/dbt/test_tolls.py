"""The worked example of docs/tolls.md, from articles to the published figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt.pipeline import settings_in
from tests.dbt.staging_builder import StagingBuilder
from warehouse.steps.transform import run_dbt

pytestmark = pytest.mark.full

NIGHT = "2026-03-02"
BLAST = "مقتل مجندين في تفجير"


@dataclass(frozen=True)
class Report:
    """One article about the blast, and the count that it states."""

    article: str
    published_at: str
    source: str
    text: str
    words: str
    low: int
    high: int | None
    told_by: str | None
    outlet_id: str | None = None
    group: str | None = None
    perpetrator: str | None = None
    victim_status: str = "unknown"


REPORTS = (
    Report(
        "flash", "2026-03-01T09:40:00+03:00", "جريدة الميناء",
        "هز انفجار بوابة المعسكر وسقط أربعة قتلى في حصيلة لم تكتمل.", "أربعة قتلى", 4, 4, None,
    ),
    Report(
        "agency", "2026-03-01T13:30:00+03:00", "رويترز",
        "قال مدير مكتب الصحة إن 28 شخصا على الأقل قتلوا في الانفجار.", "28 شخصا على الأقل",
        28, None,
        "مدير مكتب الصحة", outlet_id="reuters_ar",
    ),
    Report(
        "reprint", "2026-03-01T15:05:00+03:00", "صحيفة التلال",
        "قال مدير مكتب الصحة إن 28 شخصا على الأقل قتلوا في الانفجار.", "28 شخصا على الأقل",
        28, None,
        "مدير مكتب الصحة", group="agency",
    ),
    Report(
        "update", "2026-03-02T08:20:00+03:00", "الشرق الأوسط",
        "أعلن مكتب الصحة ارتفاع الحصيلة إلى 35 قتيلا بعد وفاة جرحى.", "35 قتيلا", 35, 35,
        "مكتب الصحة", outlet_id="aawsat",
    ),
    Report(
        "statement", "2026-03-02T14:10:00+03:00", "موقع الساحل",
        "أعلن تنظيم الدولة الإسلامية في بيان مقتل 36 جنديا في الهجوم.", "36 جنديا", 36, 36,
        "تنظيم الدولة الإسلامية", perpetrator="islamic_state", victim_status="military",
    ),
)  # fmt: skip


def _load(staging: StagingBuilder) -> None:
    staging.batch(NIGHT, len(REPORTS))
    for number, report in enumerate(REPORTS, start=1):
        version = staging.article(
            NIGHT,
            report.article,
            title=BLAST,
            text=report.text,
            published_at=report.published_at,
            source=report.source,
            outlet_id=report.outlet_id,
            record=number,
        )
        mention = staging.fact(
            NIGHT,
            report.article,
            version,
            event_type="suicide_bombing",
            occurred_on="2026-03-01",
            country_code="YE",
            admin1_code="YE-AD",
            target_type="military",
            killed_low=report.low,
            killed_best=report.low if report.high else None,
            killed_high=report.high,
            attribution_source=report.told_by,
            perpetrator_actor_id=report.perpetrator,
            perpetrator_status="claimed" if report.perpetrator else "unknown",
        )
        staging.claim(
            NIGHT,
            mention,
            report.text,
            report.words,
            report.low if report.high else None,
            value_low=report.low,
            value_high=report.high,
            attribution_source=report.told_by,
            victim_status=report.victim_status,
        )
        staging.con.execute(
            "insert into linking.incident_links values (?, 'blast', 'test', 1.0)", [mention]
        )
        staging.con.execute(
            "insert into linking.text_groups values (?, ?, ?)",
            [report.article, version, report.group or report.article],
        )


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = settings_in(tmp_path_factory.mktemp("tolls"))
    with StagingBuilder(Path(settings.build_file)) as staging:
        _load(staging)
    night = dt.date.fromisoformat(NIGHT)
    for selection in ("before_link", "after_link"):
        run_dbt(settings, selection=selection, batch_date=night, run_id="tolls")
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        yield connection


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_the_toll_rises_and_the_enemy_only_bounds_it(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        con,
        "select killed_low, killed_best, killed_high, killed_basis, wounded_basis "
        "from marts.fct_incident",
    ) == [(35, 35, 36, "stated", "none")]


def test_each_claim_says_who_made_it_and_whether_it_counts(con: duckdb.DuckDBPyConnection) -> None:
    claims = rows(
        con,
        "select a.article_id, c.source_id, c.authority_class, c.not_counted_because "
        "from marts.fct_casualty_claim as c inner join marts.dim_article as a using (article_key) "
        "order by a.published_at_utc",
    )
    office = "health_directorate:YE-AD"
    assert claims == [
        ("flash", "outlet:جريدة الميناء", "outlet", "superseded_by_later"),
        ("agency", office, "health_rescue_un", "superseded_by_same_source"),
        ("reprint", office, "health_rescue_un", "superseded_by_same_source"),
        ("update", office, "health_rescue_un", None),
        ("statement", "islamic_state", "party_enemy", "party_enemy"),
    ]


def test_each_figure_leads_to_its_words(con: duckdb.DuckDBPyConnection) -> None:
    (found,) = rows(
        con,
        "select low.quote, best.quote, high.quote, t.source_id from marts.fct_incident_toll as t "
        "inner join marts.fct_casualty_claim as low on t.low_claim_id = low.claim_id "
        "inner join marts.fct_casualty_claim as best on t.best_claim_id = best.claim_id "
        "inner join marts.fct_casualty_claim as high on t.high_claim_id = high.claim_id "
        "where t.measure = 'killed'",
    )
    assert found == ("35 قتيلا", "35 قتيلا", "36 جنديا", "health_directorate:YE-AD")
    for text, start, end, quote in rows(
        con,
        "select s.text, c.evidence_start, c.evidence_end, c.quote "
        "from marts.fct_casualty_claim as c inner join marts.dim_article as a using (article_key) "
        "inner join staging.articles as s on a.article_id = s.article_id",
    ):
        assert text[start:end] == quote


def test_five_outlets_are_three_sources(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        con, "select status, disputed_over, source_count, outlet_count from marts.fct_incident"
    ) == [("corroborated", None, 3, 5)]
    assert rows(
        con,
        "select source_id, source_group_id, article_count from marts.fct_incident_source "
        "order by source_id",
    ) == [
        ("health_directorate:YE-AD", "health_directorate:YE-AD", 3),
        ("islamic_state", "islamic_state", 1),
        ("outlet:جريدة الميناء", "outlet:جريدة الميناء", 1),
    ]


def test_the_soldiers_are_counted_by_their_enemy_alone(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        con,
        "select axis, axis_value, value_low, value_best, value_high, basis "
        "from marts.fct_incident_victim_count",
    ) == [("status", "military", None, None, 36, "party_claim_only")]
