"""What must hold of the marts across tables and layers. What must hold of the rows of one table
dbt tests before it (dbt_project/models/marts/*.yml)."""

# ruff: noqa: S608 - every query is made of constants of this package and a date

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from quality.bounds import share_bounds, toll_bounds
from quality.marts import PARTITION_COLUMN
from quality.rules import no_rows
from quality.shared_rules import (
    MEASURES,
    coordinates_fit,
    no_full_text,
    quote_of_primary_mention,
    quotes_are_masked,
    short_quotes,
)
from quality.suite import Suite

DATE_ROLES = ("occurred", "reported", "published")


def _fct_incident(night: str) -> Suite:
    return Suite(
        "marts",
        "fct_incident",
        (
            no_rows(
                "as many mentions as the mentions' table has",
                "select i.incident_id, i.mention_count, count(m.mention_id) as mentions "
                "from {batch} as i left join build.marts.fct_incident_mention as m "
                "using (incident_id) "
                "group by all having count(m.mention_id) <> i.mention_count",
            ),
            *coordinates_fit(),
            *toll_bounds(),
            *share_bounds(night),
            *short_quotes("incident_id", "quote", "* exclude (place_name)"),
            quote_of_primary_mention(),
            *no_full_text(),
        ),
    )


def _fct_incident_mention() -> Suite:
    return Suite(
        "marts",
        "fct_incident_mention",
        (
            no_rows(
                # linked, but without an incident: an editor retracted it
                "a main mention has an incident",
                "select mention_id, article_key from {batch} as m "
                "anti join build.linking.incident_links as l using (mention_id) "
                "where is_main and incident_id is null",
            ),
            no_rows(
                "each incident has one primary mention",
                "select incident_id, count(*) filter (where is_primary) as primary_mentions "
                "from {batch} where incident_id is not null group by incident_id "
                "having count(*) filter (where is_primary) <> 1",
            ),
            no_rows(
                "a mention lies in the month of its incident",
                f"select m.mention_id, m.{PARTITION_COLUMN}, i.{PARTITION_COLUMN} as of_incident "
                "from {batch} as m inner join build.marts.fct_incident as i using (incident_id) "
                f"where m.{PARTITION_COLUMN} <> i.{PARTITION_COLUMN}",
            ),
            no_rows(
                "every fact of a current article arrived",
                """
                select f.mention_id, f.batch_date, f.article_id
                from staging.incident_facts as f inner join marts.dim_article as a
                    on f.article_id = a.article_id and f.content_digest = a.content_digest
                    and f.batch_date = a.last_batch_date and a.is_current
                anti join {batch} as m on f.mention_id = m.mention_id
                anti join build.marts.fct_incident_mention as w on f.mention_id = w.mention_id
                """,
            ),
            *coordinates_fit(),
            *short_quotes("mention_id", "quote", "* exclude (place_name)"),
            *quotes_are_masked("incident_facts", "mention_id"),
        ),
    )


def _rows_below_mentions(table: str, what: str, staged: str, key: str) -> Suite:
    """The suite of a mart that has one row for each row of a staging table below the mentions."""
    return Suite(
        "marts",
        table,
        (
            no_rows(
                f"every {what} of a mention arrived",
                f"""
                select s.{key}, s.mention_id
                from staging.{staged} as s
                inner join marts.fct_incident_mention as m
                    on s.mention_id = m.mention_id and s.batch_date = m.batch_date
                anti join {{batch}} as arrived on s.{key} = arrived.{key}
                """,
            ),
            *short_quotes(key, "quote", "*"),
            *quotes_are_masked(staged, key),
        ),
    )


def _fct_incident_toll() -> Suite:
    return Suite(
        "marts",
        "fct_incident_toll",
        (
            no_rows(
                "the incident shows the same figures",
                " union all ".join(
                    f"select i.incident_id, '{m}' as measure, t.value_best, i.{m}_best as shown "
                    "from marts.fct_incident as i left join {batch} as t "
                    f"on i.incident_id = t.incident_id and t.measure = '{m}' where "
                    f"t.value_low is distinct from i.{m}_low "
                    f"or t.value_best is distinct from i.{m}_best "
                    f"or t.value_high is distinct from i.{m}_high"
                    for m in MEASURES
                ),
            ),
        ),
    )


def _fct_incident_source() -> Suite:
    return Suite(
        "marts",
        "fct_incident_source",
        (
            no_rows(
                "as many originating sources as the incident says",
                "select i.incident_id, i.source_count, count(distinct s.source_group_id) as "
                "source_groups from marts.fct_incident as i left join {batch} as s "
                "using (incident_id) group by all "
                "having count(distinct s.source_group_id) <> i.source_count",
            ),
        ),
    )


def _fct_article() -> Suite:
    return Suite(
        "marts",
        "fct_article",
        (
            no_rows(
                "every article version arrived",
                "select a.article_key, a.article_id from marts.dim_article as a "
                "anti join {batch} as f using (article_key) where a.article_key <> 'unknown'",
            ),
            no_rows(
                "as many mentions as the mentions' table has",
                "select a.article_key, a.mention_count, count(m.mention_id) as mentions "
                "from {batch} as a left join build.marts.fct_incident_mention as m "
                "using (article_key) "
                "where a.is_current group by all having count(m.mention_id) <> a.mention_count",
            ),
        ),
    )


# ── bridges ────────────────────────────────────────────────────────────────────────────────────


def _bridge_incident_actor() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_actor",
        (
            *_bridge(
                rows_of_one="incident_id, actor_role",
                every_incident="where actor_role = 'perpetrator'",
            ),
            no_rows(
                "every statement about who did it arrived",
                """
                select a.attribution_id, a.incident_id, a.stance
                from marts.fct_attribution as a
                inner join marts.fct_incident as i on a.incident_id = i.incident_id
                anti join {batch} as b
                    on a.incident_id = b.incident_id and a.actor_key = b.actor_key
                    and b.actor_role = if(a.stance = 'claimed', 'claimed_by', a.stance)
                """,
            ),
        ),
    )


def _bridge_incident_weapon() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_weapon",
        _bridge(),
    )


def _bridge_incident_target() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_target",
        _bridge(),
    )


def _bridge_incident_related() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_related",
        (
            no_rows(
                "a pair stands once from either side",
                "select a.incident_id, a.related_incident_id, a.related_by from {batch} as a "
                "anti join build.marts.bridge_incident_related as b "
                "on a.incident_id = b.related_incident_id "
                "and a.related_incident_id = b.incident_id",
            ),
        ),
    )


def _bridge(
    *, rows_of_one: str = "incident_id", every_incident: str = ""
) -> tuple[Expectation, ...]:
    """The checks of a bridge whose weights sum to 1 over `rows_of_one`, and which has a row, among
    those of `every_incident`, for each incident."""
    return (
        no_rows(
            "weights sum to 1",
            f"select {rows_of_one}, sum(weight) as weights from {{batch}} "
            f"group by {rows_of_one} having abs(sum(weight) - 1) > 0.000001",
        ),
        no_rows(
            "every incident has a row",
            "select i.incident_id from marts.fct_incident as i anti join "
            f"(select incident_id from {{batch}} {every_incident}) as b using (incident_id)",
        ),
    )


# ── wide marts ─────────────────────────────────────────────────────────────────────────────────


def _mart_incidents(name: str, held_by: str) -> Suite:
    """The suite of a mart of incidents whose review_status, compared in this way, is that of held
    ones."""
    return Suite(
        "marts",
        name,
        (
            no_rows(
                "every incident arrived, with its toll",
                "select i.incident_id, i.killed_best, m.killed_best as in_mart "
                "from marts.fct_incident as i left join {batch} as m using (incident_id) "
                f"where i.review_status {held_by} 'held' and "
                "(m.incident_id is null or i.killed_best is distinct from m.killed_best)",
            ),
            no_rows(
                "holds the incidents of its review status alone",
                "select incident_id, review_status from {batch} "
                f"where not (review_status {held_by} 'held')",
            ),
            *short_quotes("incident_id", "quote", "* exclude (place_name, primary_url)"),
            quote_of_primary_mention(),
            no_rows(
                "the title is the masked one",
                "select m.incident_id from {batch} as m inner join marts.fct_incident as i "
                "using (incident_id) left join marts.dim_article as a "
                "on i.primary_article_key = a.article_key "
                "where m.primary_title is distinct from a.title",
            ),
        ),
    )


def _mart_daily_by_governorate() -> Suite:
    return Suite(
        "marts",
        "mart_daily_by_governorate",
        (
            no_rows(
                "every incident is counted once",
                "select sum(incident_count) as counted from {batch} having "
                "coalesce(sum(incident_count), 0) <> "
                "(select count(*) from build.marts.fct_incident where review_status <> 'held')",
            ),
            no_rows(
                "the killed are those of the incidents",
                # docs/tolls.md, Sums
                "select sum(killed_best_sum) as killed from {batch} having "
                "coalesce(sum(killed_best_sum), 0) <> (select coalesce(sum(coalesce("
                "killed_best, killed_low)), 0) from build.marts.fct_incident "
                "where review_status <> 'held')",
            ),
        ),
    )


def _mart_actor_activity() -> Suite:
    return Suite(
        "marts",
        "mart_actor_activity",
        (
            no_rows(
                "perpetrators' weights sum to the incidents",
                "select sum(weighted_incident_count) as weighted from {batch} "
                "where actor_role = 'perpetrator' having "
                "abs(coalesce(sum(weighted_incident_count), 0) - "
                "(select count(*) from build.marts.fct_incident "
                "where review_status <> 'held')) > 0.001",
            ),
        ),
    )


def _mart_source_coverage() -> Suite:
    return Suite(
        "marts",
        "mart_source_coverage",
        (
            no_rows(
                "every current article is counted once",
                "select sum(article_count) as counted from {batch} having "
                "coalesce(sum(article_count), 0) <> "
                "(select count(*) from build.marts.fct_article where is_current)",
            ),
        ),
    )


# ── dimensions ─────────────────────────────────────────────────────────────────────────────────


def _dim_actor_alias() -> Suite:
    return Suite(
        "marts",
        "dim_actor_alias",
        (
            no_rows(
                "every actor has its names",
                "select actor_key from marts.dim_actor as a anti join {batch} as n "
                "using (actor_key) where a.actor_key <> 'unknown'",
            ),
        ),
    )


def _dim_name() -> Suite:
    return Suite(
        "marts",
        "dim_name",
        (
            no_rows(
                "every name leads to a place or an actor",
                "select name_key, named_key from {batch} where named_key not in "
                "(select location_key from marts.dim_location union all "
                "select actor_key from marts.dim_actor)",
            ),
            no_rows(
                "every place and actor is found",
                "select location_key as named_key from marts.dim_location "
                "where location_key <> 'unknown' "
                "and location_key not in (select named_key from {batch}) union all "
                "select actor_key from marts.dim_actor where actor_key <> 'unknown' "
                "and actor_key not in (select named_key from {batch})",
            ),
        ),
    )


def _dim_article() -> Suite:
    return Suite(
        "marts",
        "dim_article",
        (
            no_rows(
                "each article has one current version",
                "select article_id, count(*) filter (where is_current) as current_versions "
                "from {batch} where article_key <> 'unknown' group by article_id "
                "having count(*) filter (where is_current) <> 1",
            ),
            no_rows(
                "every article of staging arrived",
                "select a.batch_date, a.article_id from staging.articles as a "
                "anti join {batch} as d on a.article_id = d.article_id "
                "and a.content_digest = d.content_digest",
            ),
            *short_quotes("article_key", "title", "* exclude (url)"),
            no_rows(
                "the title is the masked one, where the outlet's policy allows one",
                "select a.article_key, o.quote_policy from {batch} as a "
                "inner join marts.dim_outlet as o using (outlet_key) "
                "left join staging.articles as s on a.article_id = s.article_id "
                "and a.content_digest = s.content_digest and a.last_batch_date = s.batch_date "
                "where a.title is not null and (o.quote_policy <> 'quote' "
                "or a.title is distinct from s.masked_title)",
            ),
            no_rows(
                "the address is the article's own and holds no words that may name somebody",
                "select a.article_key from {batch} as a inner join staging.articles as s "
                "on a.article_id = s.article_id and a.content_digest = s.content_digest "
                "and a.last_batch_date = s.batch_date "
                "where a.url is distinct from "
                "case when s.redaction_id is null and s.address_doubt is null "
                "then s.public_url end",
            ),
        ),
    )


def _dim_date() -> Suite:
    return Suite(
        "marts",
        "dim_date",
        (
            no_rows(
                "the key spells the day",
                "select date_key, date_day from {batch} where date_key <> 0 and "
                "(date_day is null or date_key <> strftime(date_day, '%Y%m%d')::integer)",
            ),
            no_rows(
                "no day is missing",
                "select min(date_day) as first_day, max(date_day) as last_day, count(date_day) "
                "as days from {batch} having count(date_day) "
                "<> date_diff('day', min(date_day), max(date_day)) + 1",
            ),
        ),
    )


def _dim_location() -> Suite:
    return Suite(
        "marts",
        "dim_location",
        (
            no_rows(
                "coordinates of each known place",
                "select location_key, location_level, name_en, latitude, longitude from {batch} "
                "where location_key <> 'unknown' and (latitude is null or longitude is null)",
                "warning",
                "A country, governorate or place of the reference data lacks coordinates.",
            ),
        ),
    )


def _date_in_its_role(role: str) -> Suite:
    key = f"{role}_date_key"
    return Suite(
        "marts",
        f"dim_date_{role}",
        (
            no_rows(
                "the days of dim_date",
                f"select d.date_key from marts.dim_date as d full join {{batch}} as r "
                f"on d.date_key = r.{key} and d.date_day is not distinct from r.{role}_date "
                f"where d.date_key is null or r.{key} is null",
            ),
        ),
    )


def mart_suites(night: str) -> tuple[Suite, ...]:
    """The suites of marts, for a night as a date literal of SQL."""
    return (
        _fct_incident(night),
        _fct_incident_mention(),
        _rows_below_mentions("fct_casualty_claim", "claim", "casualty_claims", "claim_id"),
        _rows_below_mentions("fct_attribution", "statement", "attributions", "attribution_id"),
        _fct_incident_toll(),
        _fct_incident_source(),
        _fct_article(),
        _bridge_incident_actor(),
        _bridge_incident_weapon(),
        _bridge_incident_target(),
        _bridge_incident_related(),
        _mart_incidents("mart_incidents", "<>"),
        _mart_incidents("mart_incidents_held", "="),
        _mart_daily_by_governorate(),
        _mart_actor_activity(),
        _mart_source_coverage(),
        _dim_actor_alias(),
        _dim_name(),
        _dim_article(),
        _dim_date(),
        _dim_location(),
        *(_date_in_its_role(role) for role in DATE_ROLES),
    )
