"""A small build file as the night leaves it to the gate: staging rows, links, and the marts.

The marts are derived from staging in the columns of dbt_project/models/marts, by SQL short enough
to see that it is right. `change` then breaks one thing at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from extractors.event_types import EVENT_TYPES
from extractors.records import TARGET_TYPES, WEAPONS
from tests.publish.page_marts import complete_marts
from warehouse.core.settings import Settings

_SQL = Path(__file__).resolve().parents[2] / "warehouse" / "store" / "sql"
SCHEMA = "\n".join((_SQL / name).read_text("utf-8") for name in ("staging.sql", "linking.sql"))
NIGHT = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
TITLE = "مقتل ثلاثة بانفجار في بعقوبة"
TEXT = "👀 قُتل ثلاثة أشخاص أمس الجمعة بانفجار عبوة ناسفة في بعقوبة، بحسب الشرطة {n}."
MEASURES = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
#: field of a fact and the words that it rests on
EVIDENCE = {
    "event_type": "انفجار عبوة ناسفة",
    "date": "أمس الجمعة",
    "place": "بعقوبة",
    "killed": "ثلاثة أشخاص",
    "weapon": "عبوة ناسفة",
    "target_type": "أشخاص",
    "attribution_source": "الشرطة",
}


def settings_in(folder: Path, **values: Any) -> Settings:
    """Settings whose paths all lie in one folder."""
    return Settings(
        _env_file=None,
        var_dir=folder / "var",
        published_dir=folder / "published",
        duckdb_memory="500MB",
        **values,
    )


def change(settings: Settings, sql: str, values: list[Any] | None = None) -> None:
    """One statement against the build file."""
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(sql, values)


def write_build(
    settings: Settings, *, articles: int = 6, quarantined: int = 0, text: str = TEXT
) -> None:
    """A night of `articles` articles with one incident each, and the marts from it."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute("set timezone = 'UTC'")
        con.begin()
        con.execute(SCHEMA)
        batch(con, NIGHT, articles, quarantined=quarantined)
        for n in range(1, articles + 1):
            _article(con, n, text.replace("{n}", str(n)))
        _marts(con)
        complete_marts(con)
        con.commit()


def batch(
    con: duckdb.DuckDBPyConnection,
    day: dt.date,
    staged: int,
    *,
    quarantined: int = 0,
    repeated: int = 0,
) -> None:
    """One batch: its row, its file, and as many records in quarantine as asked for."""
    con.execute(
        "insert into staging.batches values (?, 'digest', 1, ?, ?, ?, ?, 'build', 'test')",
        [day, staged + quarantined + repeated, staged, quarantined, repeated],
    )
    con.execute(
        "insert into staging.batch_files values (?, 'articles.jsonl', 'digest', 1, ?, 'build')",
        [day, staged + quarantined + repeated],
    )
    con.execute(
        "insert into staging.quarantine select ?, 'articles.jsonl', n, 'bad_json', 'x', '{', "
        "'build' from range(1, ? + 1) as t (n)",
        [day, quarantined],
    )


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))


def _article(con: duckdb.DuckDBPyConnection, n: int, text: str) -> None:
    article, mention = f"a-{n}", f"m-{n}"
    versioned = {"batch_date": NIGHT, "article_id": article, "content_digest": f"c-{n}"}
    made = {"build_id": "build", "extractor_version": "test"}
    _insert(
        con,
        "staging.articles",
        {
            **versioned,
            "url": f"https://news.example/{n}",
            "source": "المدى",
            "published_at": dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC),
            "published_on": NIGHT,
            "title": TITLE,
            "masked_title": TITLE,
            "public_url": f"https://news.example/{n}",
            "text": text,
            "language": "ar",
            "extra": "{}",
            "source_file": "articles.jsonl",
            "source_record": n,
            **made,
        },
    )
    day = NIGHT - dt.timedelta(days=1)
    _insert(
        con,
        "staging.incident_facts",
        {
            "mention_id": mention,
            **versioned,
            "fact_number": 1,
            "is_main": True,
            "mention_kind": "report",
            "event_type": "ied_bombing",
            "date_earliest": day,
            "date_latest": day,
            "date_precision": "day",
            "occurred_on": day,
            "place_name": "بعقوبة",
            "place_id": "p-1",
            "admin1_code": "IQ-DI",
            "country_code": "IQ",
            "latitude": 33.75,
            "longitude": 44.64,
            "geo_precision": 1,
            "geo_radius_km": 5.0,
            "killed_low": 3,
            "killed_best": 3,
            "killed_high": 3,
            "weapon": "ied",
            "target_type": "civilians",
            "outcome": "completed",
            "perpetrator_status": "unknown",
            "attribution_source": "الشرطة",
            "confidence": 0.9,
            "quote": "قُتل ثلاثة أشخاص أمس الجمعة",
            "evidence_part": "text",
            "evidence_start": 2,
            "evidence_end": 6,
            **made,
        },
    )
    for field, words in EVIDENCE.items():
        _insert(
            con,
            "staging.evidence",
            {
                "mention_id": mention,
                "batch_date": NIGHT,
                "field": field,
                "span_number": 1,
                "basis": "told",
                **_span(text, words),
                "build_id": "build",
            },
        )
    _insert(
        con,
        "staging.casualty_claims",
        {
            "claim_id": f"k-{n}",
            "mention_id": mention,
            "batch_date": NIGHT,
            "claim_number": 1,
            "measure": "killed",
            "claim_role": "total",
            "victim_status": "civilian",
            "certainty": "stated",
            "value_low": 3,
            "value_best": 3,
            "value_high": 3,
            **_span(text, "ثلاثة أشخاص"),
            "quote": "ثلاثة أشخاص",
            "build_id": "build",
        },
    )
    _insert(
        con,
        "staging.attributions",
        {
            "attribution_id": f"s-{n}",
            "mention_id": mention,
            "batch_date": NIGHT,
            "attribution_number": 1,
            "actor_name": "داعش",
            "stance": "suspected",
            "stated_by": "الشرطة",
            **_span(text, "الشرطة"),
            "quote": "الشرطة",
            "build_id": "build",
        },
    )
    con.execute("insert into linking.incident_links values (?, ?, 'own', 1)", [mention, f"i-{n}"])


def name_somebody(con: duckdb.DuckDBPyConnection, article: str, words: str) -> None:
    """Note words of an article's text as the name of a private person."""
    con.execute(
        "insert into staging.private_names select batch_date, article_id, content_digest, 'text',"
        " instr(text, $words) - 1, instr(text, $words) - 1 + length($words), $words, build_id"
        " from staging.articles where article_id = $article",
        {"words": words, "article": article},
    )


def _span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {
        "article_part": "text",
        "span_start": start,
        "span_end": start + len(words),
        "words": words,
    }


def _marts(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create schema marts")
    _history(con)
    for dimension, codes in (
        ("event_type", EVENT_TYPES),
        ("weapon", WEAPONS),
        ("target_type", TARGET_TYPES),
    ):
        con.execute(
            f"create table marts.dim_{dimension} as select code as {dimension}_key, "
            f"code as {dimension} from "
            "(select unnest(?::varchar[]) as code union select 'unknown')",
            [list(codes)],
        )
    con.execute(
        "create table marts.dim_actor as select 'unknown' as actor_key, 'unknown' as actor_id,"
        " null::varchar as name_ar, null::varchar as name_en, 'unknown' as actor_type,"
        " null::varchar as country_code"
    )
    con.execute(
        "create table marts.dim_outlet as select unnest(['o-1', 'unknown']) as outlet_key, "
        "'almada' as outlet_id, 'quote' as quote_policy"
    )
    con.execute(
        "create table marts.dim_location as select 'p-1' as location_key, 'place' as "
        "location_level, 'Baqubah' as name_en, 33.75 as latitude, 44.64 as longitude, "
        "null::varchar as name_ar, 'IQ-DI' as admin1_code, 'Diyala' as admin1_name_en, "
        "'IQ' as country_code "
        "union all select 'unknown', 'unknown', 'Unknown', null, null, null, null, null, null"
    )
    con.execute(
        "create table marts.dim_date as "
        "select strftime(d, '%Y%m%d')::integer as date_key, d::date as date_day "
        "from range(date '2026-01-01', date '2027-01-01', interval 1 day) as t (d) "
        "union all select 0, null"
    )
    con.execute(
        "create table marts.dim_article as select article_id as article_key, article_id, "
        "content_digest, true as is_current, url, 'o-1' as outlet_key, "
        "strftime(published_on, '%Y%m%d')::integer as published_date_key, title, "
        "batch_date as last_batch_date from staging.articles union all select 'unknown', "
        "'unknown', 'unknown', false, null, 'unknown', 0, null, null"
    )
    con.execute(
        """
        create table marts.fct_incident_mention as
        select f.mention_id, l.incident_id, strftime(f.occurred_on, '%Y-%m') as incident_month,
            f.article_id as article_key, 'o-1' as outlet_key, 20261121 as published_date_key,
            20261120 as date_key, 20261120 as date_earliest_key, 20261120 as date_latest_key,
            f.place_id as location_key, f.event_type as event_type_key, f.weapon as weapon_key,
            f.target_type as target_type_key, 'unknown' as perpetrator_actor_key,
            true as is_primary,
            f.* exclude (mention_id, article_id, content_digest, place_id, perpetrator_actor_id)
        from staging.incident_facts as f inner join linking.incident_links as l using (mention_id)
        """
    )
    con.execute(
        """
        create table marts.fct_incident as
        select * exclude (mention_id, article_key, outlet_key, published_date_key, fact_number,
                is_main, is_primary),
            article_key as primary_article_key, date '2026-11-21' as first_reported_on,
            date '2026-11-21' as last_reported_on, 1 as mention_count, 1 as article_count,
            1 as outlet_count, 1 as independence_group_count, 'provisional' as status,
            1 as source_count, false as is_confirmed, 'stated' as killed_basis,
            'stated' as wounded_basis, 'clear' as review_status
        from marts.fct_incident_mention
        """
    )
    con.execute(
        """
        create table marts.fct_casualty_claim as
        select c.claim_id, c.mention_id, m.incident_id, m.incident_month, m.article_key,
            m.outlet_key, m.published_date_key, c.measure, c.claim_role, c.victim_status,
            c.certainty, c.value_low, c.value_best, c.value_high, c.quote,
            c.attribution_source, c.span_start as evidence_start, c.batch_date,
            'ministry' as source_id, 'health_rescue_un' as authority_class,
            c.claim_role = 'total' as is_counted,
            case when c.claim_role <> 'total' then c.claim_role end as not_counted_because
        from staging.casualty_claims as c inner join marts.fct_incident_mention as m
            using (mention_id)
        """
    )
    con.execute(
        """
        create table marts.fct_attribution as
        select a.attribution_id, a.mention_id, m.incident_id, m.incident_month, m.article_key,
            m.outlet_key, m.published_date_key, 'unknown' as actor_key, a.actor_name, a.stated_by,
            a.stance, a.quote, a.span_start as evidence_start, a.batch_date
        from staging.attributions as a inner join marts.fct_incident_mention as m
            using (mention_id)
        """
    )
    con.execute(
        """
        create table marts.fct_incident_toll as
        select c.incident_id, c.measure, i.incident_month, i.killed_low as value_low,
            i.killed_best as value_best, i.killed_high as value_high, 'stated' as basis,
            c.claim_id as low_claim_id, c.claim_id as best_claim_id, c.claim_id as high_claim_id
        from marts.fct_casualty_claim as c inner join marts.fct_incident as i using (incident_id)
        """
    )
    con.execute(
        """
        create table marts.fct_incident_victim_count as
        select incident_id, measure, 'status' as axis, 'civilian' as axis_value,
            * exclude (incident_id, measure)
        from marts.fct_incident_toll
        """
    )
    con.execute(
        """
        create table marts.fct_incident_source as
        select incident_id, 'ministry' as source_id, incident_month,
            'ministry' as source_group_id, 'وزارة الصحة' as source_label_ar,
            'health_rescue_un' as authority_class, 1 as mention_count
        from marts.fct_incident
        """
    )
    con.execute(
        """
        create table marts.fct_article as
        select article_key, true as is_current, 'o-1' as outlet_key, 20261121 as
            published_date_key, 20261121 as first_batch_date_key, 20261121 as last_batch_date_key,
            1 as mention_count
        from marts.dim_article where article_key <> 'unknown'
        """
    )
    con.execute(
        """
        create table marts.bridge_incident_actor as
        select incident_id || actor_role as incident_actor_key, incident_id, incident_month,
            'unknown' as actor_key, actor_role, 1.0::double as weight
        from marts.fct_incident
        cross join (select unnest(['perpetrator', 'suspected']) as actor_role)
        """
    )
    for dimension in ("weapon", "target"):
        key = "target_type_key" if dimension == "target" else f"{dimension}_key"
        con.execute(
            f"create table marts.bridge_incident_{dimension} as select incident_id as "
            f"incident_{dimension}_key, incident_id, incident_month, {key}, 1.0::double as weight "
            "from marts.fct_incident"
        )
    con.execute(
        """
        create table marts.bridge_incident_related as
        select a.incident_id || b.incident_id as incident_related_key, a.incident_id,
            a.incident_month, b.incident_id as related_incident_id, 'same_article' as related_by
        from marts.fct_incident as a inner join marts.fct_incident as b
            on a.incident_id <> b.incident_id
        """
    )
    con.execute(
        "create table marts.dim_actor_alias as "
        "select * from (values ('daesh', 'unknown', 'داعش')) as t "
        "(actor_alias_key, actor_key, alias)"
    )
    con.execute(
        "create table marts.dim_name as select location_key as name_key, 'place' as named_kind,"
        " location_key as named_key, location_key as spelled_name,"
        " location_key as folded_name, location_key as sound_name"
        " from marts.dim_location where location_key <> 'unknown'"
    )
    con.execute(
        """
        create table marts.mart_incidents as
        select incident_id, incident_month, killed_best, quote, place_name, null as primary_url,
            (select title from marts.dim_article where article_key = primary_article_key)
                as primary_title,
            'تفجير' as event_type_ar, 'Bomb' as event_type_en, 'Bomb' as weapon_en,
            'Civilians' as target_type_en, review_status
        from marts.fct_incident
        """
    )
    con.execute("create table marts.mart_incidents_held as from marts.mart_incidents limit 0")
    con.execute(
        """
        create table marts.mart_daily_by_governorate as
        select date_key, location_key, event_type_key, count(*) as incident_count,
            sum(coalesce(killed_best, killed_low)) as killed_best_sum
        from marts.fct_incident group by all
        """
    )
    con.execute(
        """
        create table marts.mart_actor_activity as
        select actor_key, actor_role, incident_month, 'IQ' as country_code,
            sum(weight) as weighted_incident_count
        from marts.bridge_incident_actor group by all
        """
    )
    con.execute(
        """
        create table marts.mart_source_coverage as
        select outlet_key, published_date_key,
            strptime(published_date_key::varchar, '%Y%m%d')::date as published_on,
            count(*) as article_count, count(*) as incident_count, 1.0 as share_alone
        from marts.fct_article group by all
        """
    )
    for role in ("occurred", "reported", "published"):
        con.execute(
            f"create table marts.dim_date_{role} as select date_key as {role}_date_key, "
            f"date_day as {role}_date from marts.dim_date"
        )


def _history(con: duckdb.DuckDBPyConnection) -> None:
    """What the publish wants of the history, with nothing in it."""
    con.execute("insert into register.next_publication values (1, date '2026-11-21')")
    con.execute("create schema if not exists transform")
    con.execute(
        "create table transform.int_incident_changes (publication_number integer,"
        " incident_id varchar, change_type varchar, reasons varchar, successor_id varchar,"
        " extractor_version varchar, state varchar)"
    )
    con.execute(
        "create table marts.fct_incident_version (incident_version_key varchar,"
        " incident_id varchar, incident_month varchar not null, version_number integer,"
        " change_type varchar, reasons varchar, valid_from_publication integer,"
        " valid_to_publication integer, valid_from_night date, valid_to_night date,"
        " is_latest boolean, successor_id varchar, status varchar)"
    )
    con.execute(
        "create table marts.dim_vintage as select 1 as vintage_number,"
        " 'test' as extractor_version, 1 as first_publication, date '2026-11-21' as first_night,"
        " true as is_current"
    )
    con.execute(
        "create table marts.dim_measured_quality as select 'event_type' as measured_of,"
        " 'clash' as measured_code, 'clash' as event_type_key, 0.8 as recall, 0.7 as recall_low,"
        " 0.9 as recall_high, 0.5 as precision, 0.4 as precision_low, 0.6 as precision_high,"
        " null::integer as articles_without_incident,"
        " null::integer as articles_with_false_incident, 'measured' as validation"
    )
    con.execute(
        "create table marts.dim_incident (incident_id varchar, incident_path varchar,"
        " successor_id varchar, origin_id varchar)"
    )


def attached(file: Path) -> Callable[[duckdb.DuckDBPyConnection], None]:
    """Attaches a build file as the gate has it."""

    def attach(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(f"attach '{file}' as build (read_only)")

    return attach
