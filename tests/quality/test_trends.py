"""A night against the nights before it: an outage, a batch that came twice, and what drifts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from quality.checkpoint import run_suites
from quality.suites import all_suites
from tests.quality.warehouse_builder import NIGHT, NOW, SCHEMA, attached

NIGHTS = 20
#: outlet and articles a night; the weekly comes once in seven nights, the small one gives little
OUTLETS = "(values ('madar', 40), ('dijla', 30), ('weekly', 12), ('small', 2)) as o (outlet, usual)"

HISTORY = f"""
insert into staging.articles by name
select
    {{night}} - n::integer as batch_date, outlet || '-' || n || '-' || i as article_id,
    outlet || n || i as content_digest, 'https://news.example/' || i as url, outlet as source,
    outlet as outlet_id, ({{night}} - n::integer)::timestamp as published_at,
    {{night}} - n::integer as published_on, 't' as title, 'x' as text, 'ar' as language,
    '{{{{}}}}' as extra, 'a.jsonl' as source_file, i as source_record, 'build' as build_id,
    'test' as extractor_version
from range(0, {NIGHTS + 1}) as nights (n), {OUTLETS}, range(1, 61) as articles (i)
where i <= usual + n % 3 and (outlet <> 'weekly' or n % 7 = 1);
insert into staging.incident_facts by name
select
    'm-' || article_id as mention_id, batch_date, article_id, content_digest, 1 as fact_number,
    true as is_main,
    case source_record % 3 when 0 then 'shelling' when 1 then 'air_strike' else 'clash' end
        as event_type,
    'day' as date_precision, published_on as date_earliest, published_on as date_latest,
    published_on as occurred_on, 'بعقوبة' as place_name, 'p-1' as place_id, 'IQ' as country_code,
    source_record % 40 as killed_best, 'unknown' as weapon, 'unknown' as target_type,
    'completed' as outcome, 'unknown' as perpetrator_status, 0.9 as confidence, 'q' as quote,
    'text' as evidence_part, 0 as evidence_start, 1 as evidence_end, 'build' as build_id,
    'test' as extractor_version
from staging.articles;
insert into staging.batches
select batch_date, 'd', 1, count(*), count(*), 0, 0, 'build', 'test'
from staging.articles group by batch_date;
"""
TONIGHT = f"date '{NIGHT.isoformat()}'"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty nights and tonight, all of a kind."""
    file = tmp_path_factory.mktemp("history") / "sijill.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute(SCHEMA)
        con.execute(HISTORY.format(night=TONIGHT))
    return file


def strange(build: Path) -> dict[str, tuple[str, str]]:
    """The names of the rules that the night breaks: severity, and what was seen."""
    (suite,) = (s for s in all_suites(NIGHT) if s.name == "staging.batches")
    (result,) = run_suites(attached(build), [suite], run_id="run", now=NOW)
    others = {"records read = staged", "as many articles", "as many records", "as many files"}
    return {
        check.name: (check.severity, check.observed)
        for check in result.checks
        if not check.success and not any(check.name.startswith(start) for start in others)
    }


def broken(history: Path, folder: Path, sql: str) -> dict[str, tuple[str, str]]:
    """What is strange once `sql` was done to a copy of the history."""
    file = folder / "broken.duckdb"
    file.write_bytes(history.read_bytes())
    with duckdb.connect(str(file)) as con:
        con.execute(sql)
    return strange(file)


def test_a_night_like_the_others_is_not_strange(history: Path) -> None:
    assert strange(history) == {}


def of_tonight(change: str, condition: str = "true") -> str:
    return f"{change} where batch_date = {TONIGHT} and {condition};"


AGAIN = (
    of_tonight("delete from staging.articles")
    + f"""
    insert into staging.articles
    select * replace ({TONIGHT} as batch_date, {TONIGHT} as published_on{{changed}})
    from staging.articles where batch_date = {TONIGHT} - {{nights}} and {{condition}};
    """
)
FIVE_NIGHTS_AGO = (NIGHT - dt.timedelta(days=5)).isoformat()
#: what was done, and for each rule that it breaks what is shown of it
STRANGE = {
    "an outage, unknown places, another language, a high toll": (
        of_tonight("delete from staging.articles", "outlet_id = 'dijla'")
        + of_tonight(
            "update staging.incident_facts set place_id = null, country_code = null",
            "killed_best % 3 = 0",
        )
        + f"insert into staging.quarantine select {TONIGHT}, 'a.jsonl', n, 'not_arabic', 'x', 'y',"
        " 'build' from range(1, 20) as t (n);"
        "update staging.incident_facts set killed_best = 900 where mention_id = 'm-madar-0-1';",
        {
            "outlets that come nearly every night came": "outlet=dijla",
            "unknown places as rare as in the nights before": "share=",
            "records in other languages as rare as in the nights before": "share=",
            "no toll far above those of the nights before": "killed_best=900",
        },
    ),
    "an outlet that falls silent half-way, unknown dates, old news, one type of event": (
        of_tonight("delete from staging.articles", "outlet_id = 'madar' and source_record > 4")
        + of_tonight(
            "update staging.incident_facts set date_precision = 'unknown'", "killed_best % 2 = 0"
        )
        + of_tonight("update staging.articles set published_on = published_on - 6")
        + of_tonight("update staging.incident_facts set event_type = 'arrest'"),
        {
            "each outlet gave about as many articles as it does": "outlet=madar",
            "unknown dates as rare as in the nights before": "share=",
            "articles about as fresh as in the nights before": "days_old=6",
            "types of events in about the shares of the nights before": "difference=1.0",
        },
    ),
    "a batch that came five nights ago": (
        AGAIN.format(changed="", nights=5, condition="true"),
        {"the batch is not one that was delivered before": FIVE_NIGHTS_AGO},
    ),
    "a batch of which a part came five nights ago": (
        AGAIN.format(changed="", nights=5, condition="source_record <= 20")
        + f"""
        insert into staging.articles
        select * replace ({TONIGHT} as batch_date, {TONIGHT} as published_on,
            'new' || content_digest as content_digest)
        from staging.articles where batch_date = {TONIGHT} - 4;
        """,
        {"few articles of the night were delivered before": FIVE_NIGHTS_AGO},
    ),
}


@pytest.mark.parametrize(("sql", "rules"), STRANGE.values(), ids=STRANGE)
def test_what_is_strange_is_told_with_what_was_seen(
    history: Path, tmp_path: Path, sql: str, rules: dict[str, str]
) -> None:
    found = broken(history, tmp_path, sql)
    assert found.keys() == rules.keys()
    for name, shown in rules.items():
        assert shown in found[name][1]
        blocks = name == "the batch is not one that was delivered before"
        assert found[name][0] == ("error" if blocks else "warning")


NOT_STRANGE = {
    "nothing at all came": (
        of_tonight("delete from staging.articles")
        + of_tonight("update staging.batches set records_read = 0, records_staged = 0")
    ),
    "an outlet that gives two articles is silent, a toll is high but no record": (
        of_tonight("delete from staging.articles", "outlet_id = 'small'")
        + "update staging.incident_facts set killed_best = 90 where mention_id = 'm-madar-0-1';"
    ),
    "six nights teach nothing": (
        f"delete from staging.batches where batch_date < {TONIGHT} - 6;"
        + of_tonight("delete from staging.articles", "outlet_id = 'dijla'")
    ),
}


@pytest.mark.parametrize("sql", NOT_STRANGE.values(), ids=NOT_STRANGE)
def test_what_is_not_strange_is_not_told(history: Path, tmp_path: Path, sql: str) -> None:
    assert broken(history, tmp_path, sql) == {}
