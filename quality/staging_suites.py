"""What must hold of staging and linking."""

# ruff: noqa: S608 - every query is made of constants of this package and a date

from __future__ import annotations

from typing import get_args

from great_expectations.expectations.expectation import Expectation

from extractors.event_types import EVENT_TYPES
from extractors.records import (
    TARGET_TYPES,
    WEAPONS,
    Basis,
    Certainty,
    ClaimRole,
    DatePrecision,
    MentionKind,
    Outcome,
    PerpetratorStatus,
    Stance,
    VictimStatus,
)
from quality.rules import no_rows
from quality.shared_rules import (
    MEASURES,
    bounds_in_order,
    coordinates_fit,
    dates_in_order,
    key_of,
    known_batch,
    known_mention,
    not_blank,
    one_of,
    present,
    unique,
    within,
    words_stand,
)
from quality.suite import Suite
from quality.trends import night_against_history

QUARANTINE_WARNING = 0.05
QUARANTINE_ERROR = 0.50
UNKNOWN_WARNING = 0.50
#: shares of fewer rows than this are not checked
SHARE_ROWS = 20

#: a field of an incident fact, and the condition under which it has a value
FILLED_FIELDS: dict[str, str] = {
    "event_type": "event_type is not null",
    "date": "date_precision <> 'unknown'",
    "place": "place_name is not null",
    "weapon": "weapon <> 'unknown'",
    "target_type": "target_type <> 'unknown'",
    "target_detail": "target_detail is not null",
    "outcome": "outcome <> 'completed'",
    "perpetrator": "perpetrator_name is not null",
    "attribution_source": "attribution_source is not null",
    **{
        measure: f"coalesce({measure}_low, {measure}_best, {measure}_high) is not null"
        for measure in MEASURES
    },
}


def _batches(night: str) -> Suite:
    return Suite(
        "staging",
        "batches",
        (
            *key_of("batch_date"),
            no_rows(
                "one version of the extractors read all batches",
                "select extractor_version, count(*) as batches from {batch} "
                "where (select count(distinct extractor_version) from build.staging.batches) > 1 "
                "group by all",
                why="Else counts before and after it could not be compared: sijill rebuild reads "
                "everything by the version of today.",
            ),
            no_rows(
                "the night was loaded",
                f"select {night} as batch_date where not exists "
                f"(select 1 from {{batch}} where batch_date = {night})",
            ),
            no_rows(
                "records read = staged + quarantined + repeated",
                "select batch_date, records_read, records_staged, records_quarantined, "
                "records_repeated from {batch} where records_read "
                "<> records_staged + records_quarantined + records_repeated",
            ),
            no_rows(
                "as many articles in staging as the batch says",
                "select b.batch_date, b.records_staged, count(a.batch_date) as articles "
                "from {batch} as b left join build.staging.articles as a using (batch_date) "
                "group by all having count(a.batch_date) <> b.records_staged",
            ),
            no_rows(
                "as many records in quarantine as the batch says",
                "select b.batch_date, b.records_quarantined, count(q.batch_date) as rows_found "
                "from {batch} as b left join build.staging.quarantine as q "
                "on b.batch_date = q.batch_date and q.source_record > 0 "
                "group by all having count(q.batch_date) <> b.records_quarantined",
            ),
            no_rows(
                "as many files as the batch says",
                "select b.batch_date, b.file_count, count(f.batch_date) as files_found "
                "from {batch} as b left join build.staging.batch_files as f using (batch_date) "
                "group by all having count(f.batch_date) <> b.file_count",
            ),
            no_rows(
                "as many records as the files of the batch say",
                "select b.batch_date, b.records_read, sum(f.records_read) as in_files "
                "from {batch} as b left join build.staging.batch_files as f using (batch_date) "
                "group by all having coalesce(sum(f.records_read), 0) <> b.records_read",
            ),
            no_rows(
                "quarantined records of the night at most half of those read",
                _quarantine_share(night, QUARANTINE_ERROR),
            ),
            no_rows(
                "few quarantined records in the night",
                _quarantine_share(night, QUARANTINE_WARNING),
                "warning",
                f"More than {QUARANTINE_WARNING:.0%} of a night's records in quarantine: some "
                "outlet may have changed how it delivers.",
            ),
            *night_against_history(night),
        ),
    )


def _quarantine_share(night: str, limit: float) -> str:
    return (
        "select batch_date, records_read, records_quarantined from {batch} "
        f"where batch_date = {night} and records_quarantined > records_read * {limit}"
    )


def _articles(night: str) -> Suite:
    return Suite(
        "staging",
        "articles",
        (
            *key_of("batch_date", "article_id", "content_digest"),
            *present("url", "source", "published_at", "published_on", "text", "build_id"),
            not_blank("article_id", "url", "source", "text"),
            known_batch(),
            no_rows(
                "rows are of the build that their batch was loaded with",
                "select a.batch_date, a.article_id, a.build_id, b.build_id as batch_build_id "
                "from {batch} as a inner join staging.batches as b using (batch_date) "
                "where a.build_id <> b.build_id",
            ),
            no_rows(
                "the local day lies within a day of the time of publication",
                "select article_id, published_at, published_on from {batch} where abs(date_diff("
                "'day', timezone('UTC', published_at)::date, published_on)) > 1",
            ),
            no_rows(
                "published before the night was over",
                "select batch_date, article_id, published_on from {batch} "
                f"where batch_date = {night} and published_on > batch_date + 1",
                "warning",
                "An article from after its night: the outlet's clock, or a batch in the wrong "
                "folder.",
            ),
        ),
    )


def _incident_facts(night: str) -> Suite:
    return Suite(
        "staging",
        "incident_facts",
        (
            *key_of("batch_date", "mention_id"),
            unique("batch_date", "article_id", "content_digest", "fact_number"),
            one_of("event_type", EVENT_TYPES),
            one_of("weapon", WEAPONS),
            one_of("target_type", TARGET_TYPES),
            one_of("date_precision", get_args(DatePrecision)),
            one_of("perpetrator_status", get_args(PerpetratorStatus)),
            one_of("outcome", get_args(Outcome)),
            one_of("mention_kind", get_args(MentionKind)),
            *coordinates_fit(),
            *bounds_in_order(MEASURES, "mention_id"),
            *dates_in_order("mention_id"),
            within("confidence", 0, 1),
            within("fact_number", 1, None),
            no_rows(
                "each fact belongs to an article of its batch",
                "select f.batch_date, f.mention_id, f.article_id from {batch} as f "
                "anti join staging.articles as a on f.batch_date = a.batch_date "
                "and f.article_id = a.article_id and f.content_digest = a.content_digest",
            ),
            no_rows(
                "nothing happened after it was published",
                """
                select f.mention_id, f.date_earliest, f.date_latest, f.occurred_on, a.published_on
                from {batch} as f inner join staging.articles as a
                    on f.batch_date = a.batch_date and f.article_id = a.article_id
                    and f.content_digest = a.content_digest
                where f.date_earliest > a.published_on or f.occurred_on > a.published_on
                    or (f.date_precision = 'day' and f.date_latest > a.published_on)
                """,
            ),
            no_rows(
                "evidence for each field that has a value",
                "with filled as ("
                + " union all ".join(
                    f"select batch_date, mention_id, '{field}' as field from {{batch}} "
                    f"where {condition}"
                    for field, condition in FILLED_FIELDS.items()
                )
                + ") select filled.* from filled anti join staging.evidence as e "
                "on filled.batch_date = e.batch_date and filled.mention_id = e.mention_id "
                "and filled.field = e.field",
            ),
            _unknown_share(
                "places",
                night,
                "location_unknown",
                "coalesce(place_id, admin1_code, country_code) is null",
            ),
            _unknown_share("dates", night, "date_unknown", "date_precision = 'unknown'"),
        ),
    )


def _unknown_share(what: str, night: str, column: str, condition: str) -> Expectation:
    return no_rows(
        f"most {what} of the night are known",
        f"select count(*) as facts, count(*) filter (where {condition}) as {column} "
        f"from {{batch}} where batch_date = {night} having count(*) >= {SHARE_ROWS} "
        f"and count(*) filter (where {condition}) > count(*) * {UNKNOWN_WARNING}",
        "warning",
        f"More than {UNKNOWN_WARNING:.0%} of a night's {what} unknown: outlets may write them in "
        "a way that the lexicons do not know.",
    )


def _staging_claims() -> Suite:
    return Suite(
        "staging",
        "casualty_claims",
        (
            *key_of("batch_date", "claim_id"),
            one_of("measure", (*MEASURES, "casualties")),
            one_of("claim_role", get_args(ClaimRole)),
            one_of("victim_status", get_args(VictimStatus)),
            one_of("certainty", get_args(Certainty)),
            *bounds_in_order(("value",), "claim_id"),
            known_mention(),
            *words_stand("claim_id"),
        ),
    )


def _staging_attributions() -> Suite:
    return Suite(
        "staging",
        "attributions",
        (
            *key_of("batch_date", "attribution_id"),
            one_of("stance", get_args(Stance)),
            not_blank("actor_name"),
            known_mention(),
            *words_stand("attribution_id"),
        ),
    )


def _evidence() -> Suite:
    return Suite(
        "staging",
        "evidence",
        (
            *key_of("batch_date", "mention_id", "field", "span_number"),
            one_of("field", FILLED_FIELDS),
            one_of("basis", get_args(Basis)),
            known_mention(),
            *words_stand("field"),
        ),
    )


def _private_names() -> Suite:
    """What readers must never see; docs/safety.md."""
    return Suite(
        "staging",
        "private_names",
        (
            *key_of("batch_date", "article_id", "content_digest", "article_part", "span_start"),
            no_rows(
                "the names stand at their place in the article",
                """
                select n.article_id, n.article_part, n.span_start
                from {batch} as n
                left join staging.articles as a using (batch_date, article_id, content_digest)
                where n.span_start < 0 or n.span_end <= n.span_start
                    or n.words is distinct from substring(
                        case n.article_part when 'title' then a.title else a.text end,
                        n.span_start + 1, n.span_end - n.span_start
                    )
                """,
            ),
            no_rows("no published words hold a masked name", _NAMED),
        ),
    )


#: the columns of each mart that hold words of an article
_QUOTING_COLUMNS = {
    "fct_incident_mention": (
        "quote", "attribution_source", "place_name",
        "case when perpetrator_actor_key = 'unknown' then perpetrator_name end",
    ),
    "fct_casualty_claim": ("quote", "attribution_source"),
    "fct_attribution": (
        "quote", "stated_by", "case when actor_key = 'unknown' then actor_name end",
    ),
    "dim_article": ("title",),
}  # fmt: skip
#: a name of one word may stand elsewhere as that of a street; one that also stands unmasked in its
#: article, as a place's or official's, may be shown
_NAMED = f"""
with names as (
    select n.article_id, n.content_digest, n.words
    from {{batch}} as n
    inner join staging.articles as a using (batch_date, article_id, content_digest)
    where contains(n.words, ' ')
    group by n.batch_date, n.article_id, n.content_digest, n.words, a.title, a.text
    having count(*) * length(n.words)
        >= length(a.title) + length(a.text)
        - length(replace(a.title, n.words, '')) - length(replace(a.text, n.words, ''))
),
shown as (
    {
    " union all ".join(
        f"select '{table}' as mart, article_key, "
        f"concat_ws(chr(31), {', '.join(columns)}) as words from marts.{table}"
        for table, columns in _QUOTING_COLUMNS.items()
    )
}
)
select shown.mart, names.article_id
from names
inner join marts.dim_article as article using (article_id, content_digest)
inner join shown using (article_key)
where contains(shown.words, names.words)
"""


def _quarantine() -> Suite:
    return Suite(
        "staging",
        "quarantine",
        (
            *present("batch_date", "source_file", "source_record", "reason", "raw_record"),
            not_blank("source_file", "reason"),
            within("source_record", 0, None),
            known_batch(),
        ),
    )


def _incident_links() -> Suite:
    return Suite(
        "linking",
        "incident_links",
        (
            *key_of("mention_id"),
            *present("incident_id", "link_method"),
            within("link_confidence", 0, 1),
            no_rows(
                "each link is of a fact in staging",
                "select l.mention_id, l.incident_id from {batch} as l "
                "anti join build.staging.incident_facts as f using (mention_id)",
            ),
        ),
    )


def staging_suites(night: str) -> tuple[Suite, ...]:
    """The suites of staging and linking, for a night as a date literal of SQL."""
    return (
        _batches(night),
        _articles(night),
        _incident_facts(night),
        _staging_claims(),
        _staging_attributions(),
        _evidence(),
        _private_names(),
        _quarantine(),
        _incident_links(),
    )
