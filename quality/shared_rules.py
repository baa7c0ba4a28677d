"""Rules that several tables share."""

# ruff: noqa: S608 - every query is made of constants of this package and a date

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.expectation import Expectation

from extractors.records import (
    Measure,
    Part,
)
from quality.rules import meta_of, no_rows

MEASURES: tuple[str, ...] = get_args(Measure)
QUOTE_WORDS = 25
QUOTE_CHARS = 400


def key_of(*columns: str) -> tuple[Expectation, ...]:
    """These columns are a key: present and unique together."""
    return (*present(*columns), unique(*columns))


def present(*columns: str) -> tuple[Expectation, ...]:
    """No null in these columns."""
    return tuple(
        ExpectColumnValuesToNotBeNull(column=c, **meta_of(f"{c} is present", "error"))
        for c in columns
    )


def unique(*columns: str) -> Expectation:
    """No two rows share the values of these columns."""
    name = f"{', '.join(columns)} unique"
    return no_rows(
        name,
        f"select {', '.join(columns)}, count(*) as rows_found from {{batch}} "
        f"group by {', '.join(columns)} having count(*) > 1",
    )


def not_blank(*columns: str) -> Expectation:
    """No empty text in these columns."""
    blank = " or ".join(f"trim({c}) = ''" for c in columns)
    return no_rows(
        f"{', '.join(columns)} not blank",
        f"select batch_date, {', '.join(f'left({c}, 100) as {c}' for c in columns)} "
        f"from {{batch}} where {blank}",
    )


def one_of(column: str, values: Iterable[str]) -> Expectation:
    """The column has one of these codes."""
    return ExpectColumnValuesToBeInSet(
        column=column, value_set=list(values), **meta_of(f"{column} is a known code", "error")
    )


def within(column: str, low: float, high: float | None) -> Expectation:
    """The column lies between two values."""
    return ExpectColumnValuesToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        **meta_of(f"{column} within {low}…{'' if high is None else high}", "error"),
    )


def bounds_in_order(names: Sequence[str], key: str) -> tuple[Expectation, ...]:
    """low ≤ best ≤ high and none below zero, for each measure; absent ones compare to nothing."""
    broken = " union all ".join(
        f"select {key}, '{n}' as measure, {n}_low as low, {n}_best as best, {n}_high as high "
        f"from {{batch}} where {n}_low > {n}_best or {n}_best > {n}_high or {n}_low > {n}_high "
        f"or least({n}_low, {n}_best, {n}_high) < 0"
        for n in names
    )
    return (no_rows("0 ≤ low ≤ best ≤ high", broken),)


def dates_in_order(key: str) -> tuple[Expectation, ...]:
    """The day lies within its range, and is there where its precision says so."""
    shown = f"select {key}, date_precision, date_earliest, date_latest, occurred_on from {{batch}} "
    return (
        no_rows(
            "earliest ≤ day ≤ latest",
            f"{shown} where date_earliest > date_latest or occurred_on < date_earliest "
            "or occurred_on > date_latest",
        ),
        no_rows(
            "a date where and only where its precision says so",
            f"{shown} where (date_precision = 'unknown') <> (occurred_on is null) or "
            "(date_precision <> 'unknown' and (date_earliest is null or date_latest is null))",
        ),
    )


def coordinates_fit() -> tuple[Expectation, ...]:
    """Coordinates are complete and belong to a place."""
    shown = (
        "select place_name, admin1_code, country_code, latitude, longitude, geo_precision, "
        "geo_radius_km from {batch} "
    )
    return (
        within("latitude", -90, 90),
        within("longitude", -180, 180),
        within("geo_precision", 1, 7),
        no_rows(
            "coordinates whole, with their precision and radius",
            f"{shown} where (latitude is null) <> (longitude is null) or (latitude is not null "
            "and (geo_precision is null or coalesce(geo_radius_km, -1) < 0))",
        ),
        no_rows(
            "coordinates where and only where there is a place",
            f"{shown} where (latitude is not null and country_code is null and place_name is null) "
            "or (latitude is null and admin1_code is not null)",
        ),
    )


def known_batch() -> Expectation:
    """Each row belongs to a loaded batch."""
    return no_rows(
        "each row belongs to a batch that was loaded",
        "select batch_date, count(*) as rows_found from {batch} as t "
        "anti join staging.batches as b using (batch_date) group by all",
    )


def known_mention() -> Expectation:
    """Each row belongs to a fact of its batch."""
    return no_rows(
        "each row belongs to a fact of its batch",
        "select t.batch_date, t.mention_id from {batch} as t anti join staging.incident_facts as f "
        "on t.batch_date = f.batch_date and t.mention_id = f.mention_id",
    )


def words_stand(shown: str) -> tuple[Expectation, ...]:
    """Spans count code points from 0, end exclusive, as Python does; DuckDB counts from 1."""
    return (
        one_of("article_part", get_args(Part)),
        no_rows(
            "the words stand at their place in the article",
            f"""
            select t.mention_id, t.{shown}, t.article_part, t.span_start, t.span_end, t.words
            from {{batch}} as t
            left join staging.incident_facts as f
                on t.batch_date = f.batch_date and t.mention_id = f.mention_id
            left join staging.articles as a
                on f.batch_date = a.batch_date and f.article_id = a.article_id
                and f.content_digest = a.content_digest
            where t.span_start < 0 or t.span_end <= t.span_start
                or t.words is distinct from substring(
                    case t.article_part when 'title' then a.title else a.text end,
                    t.span_start + 1, t.span_end - t.span_start
                )
            """,
        ),
    )


def short_quotes(key: str, column: str, columns: str) -> tuple[Expectation, ...]:
    """Marts quote, they never repeat an article; `columns` are searched for long strings."""
    return (
        no_rows(
            f"{column} has at most {QUOTE_WORDS} words",
            f"select {key}, {column} from {{batch}} where "
            f"len(string_split_regex(trim({column}), '\\s+')) > {QUOTE_WORDS}",
        ),
        no_rows(
            f"no value is longer than {QUOTE_CHARS} characters",
            f"select {key} from {{batch}} where list_max(list_transform(string_split(concat_ws("
            f"chr(31), *columns({columns})), chr(31)), lambda v : length(v))) > {QUOTE_CHARS}",
        ),
    )


def quote_of_primary_mention() -> Expectation:
    """The quote is that of the primary mention."""
    return no_rows(
        "the quote is that of the primary mention",
        "select t.incident_id from {batch} as t inner join marts.fct_incident as i "
        "using (incident_id) inner join marts.fct_incident_mention as m "
        "on i.incident_id = m.incident_id and m.is_primary "
        "where t.quote is distinct from m.quote",
    )


def no_full_text() -> tuple[Expectation, ...]:
    """No mart can hold the text of an article."""
    return (
        no_rows(
            "no mart has a column for whole texts",
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and exists (select 1 from (select count(*) from {batch})) "
            "and column_name in ('text', 'body', 'part_text', 'full_text', 'raw_record', 'extra')",
        ),
    )


def quotes_are_masked(table: str, key: str) -> tuple[Expectation, ...]:
    """Published quotes are those that staging holds masked, and as the outlet's policy allows."""
    return (
        no_rows(
            "the quote is the masked one",
            f"select t.{key} from {{batch}} as t left join staging.{table} as s "
            f"on t.{key} = s.{key} and t.batch_date = s.batch_date "
            "where t.quote is not null and t.quote is distinct from s.quote",
        ),
        no_rows(
            "quotes and offsets as the outlet's policy allows",
            f"select t.{key}, o.outlet_id, o.quote_policy from {{batch}} as t "
            "inner join marts.dim_outlet as o using (outlet_key) where "
            "(o.quote_policy <> 'quote' and t.quote is not null) "
            "or (o.quote_policy = 'none' and t.evidence_start is not null)",
        ),
    )
