"""What must hold before a night is published: one suite for each table of staging and marts.

Rules about rows (keys, codes, bounds, spans, references) are asked of what changed since the last
publication, whichever night brought it: a batch that was blocked once must not slip through with
the next one. After all was built anew they are asked of all rows. Sums and counts of a whole table
are compared with whole tables always, which queries call `whole.schema.table`. Rules about shares
and volume are asked of the night alone.

severity `error` blocks the publish; `warning` is shown, recorded and turns the exit code to 3.
An error is something that cannot be true or that readers must never see; a warning is something
that a person should look at. A night without articles passes.
"""

# ruff: noqa: S608 - every query is made of constants of this file and a date

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

from extractors.event_types import EVENT_TYPES
from extractors.records import (
    TARGET_TYPES,
    WEAPONS,
    Basis,
    Certainty,
    ClaimRole,
    DatePrecision,
    Measure,
    Outcome,
    Part,
    PerpetratorStatus,
    Stance,
    VictimStatus,
)
from quality.bounds import share_bounds, toll_bounds
from quality.marts import MART_KEYS, PARTITION_COLUMN
from quality.rules import meta_of, no_rows
from quality.trends import night_against_history

MEASURES: tuple[str, ...] = get_args(Measure)
#: what an actor may be in an incident: the perpetrator as reports have it, or as somebody says
ACTOR_ROLES: tuple[str, ...] = (
    "perpetrator",
    *("claimed_by" if stance == "claimed" else stance for stance in get_args(Stance)),
)
#: what the best figure of a toll rests on; docs/tolls.md
BASES = ("stated", "implied", "bounds_only", "party_claim_only", "corrected")
#: the statuses of living incidents
STATUSES = ("provisional", "corroborated", "disputed")
#: the axes that part victims, each with its classes; never summed
VICTIM_AXES: dict[str, tuple[str, ...]] = {
    "status": tuple(s for s in get_args(VictimStatus) if s != "unknown"),
    "age": ("child",),
    "sex": ("female", "male"),
}
QUARANTINE_WARNING = 0.05
QUARANTINE_ERROR = 0.50
UNKNOWN_WARNING = 0.50
#: shares of fewer rows than this say nothing
SHARE_ROWS = 20
QUOTE_WORDS = 25
QUOTE_CHARS = 400

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


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations about one table."""

    schema: str
    table: str
    expectations: tuple[Expectation, ...]

    @property
    def name(self) -> str:
        """How results and pages call it: schema.table."""
        return f"{self.schema}.{self.table}"


def all_suites(batch_date: dt.date) -> tuple[Suite, ...]:
    """The suites of staging, linking and marts, for the night of `batch_date`."""
    night = f"date '{batch_date.isoformat()}'"
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
        _fct_incident(night),
        _fct_incident_mention(),
        _fct_casualty_claim(),
        _fct_attribution(),
        _fct_incident_toll(),
        _fct_incident_victim_count(),
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
        *(_dimension(table) for table in _PLAIN_DIMENSIONS),
        *(_date_in_its_role(role) for role in DATE_ROLES),
    )


# ── staging ────────────────────────────────────────────────────────────────────────────────────


def _batches(night: str) -> Suite:
    return Suite(
        "staging",
        "batches",
        (
            *_key("batch_date"),
            no_rows(
                "one version of the extractors read all batches",
                "select extractor_version, count(*) as batches from {batch} "
                "where (select count(distinct extractor_version) from whole.staging.batches) > 1 "
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
                "from {batch} as b left join whole.staging.articles as a using (batch_date) "
                "group by all having count(a.batch_date) <> b.records_staged",
            ),
            no_rows(
                "as many records in quarantine as the batch says",
                "select b.batch_date, b.records_quarantined, count(q.batch_date) as rows_found "
                "from {batch} as b left join whole.staging.quarantine as q "
                "on b.batch_date = q.batch_date and q.source_record > 0 "
                "group by all having count(q.batch_date) <> b.records_quarantined",
            ),
            no_rows(
                "as many files as the batch says",
                "select b.batch_date, b.file_count, count(f.batch_date) as files_found "
                "from {batch} as b left join whole.staging.batch_files as f using (batch_date) "
                "group by all having count(f.batch_date) <> b.file_count",
            ),
            no_rows(
                "as many records as the files of the batch say",
                "select b.batch_date, b.records_read, sum(f.records_read) as in_files "
                "from {batch} as b left join whole.staging.batch_files as f using (batch_date) "
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
            *_key("batch_date", "article_id", "content_digest"),
            *_present("url", "source", "published_at", "published_on", "text", "build_id"),
            _not_blank("article_id", "url", "source", "text"),
            _known_batch(),
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
            *_key("batch_date", "mention_id"),
            _unique("batch_date", "article_id", "content_digest", "fact_number"),
            _one_of("event_type", EVENT_TYPES),
            _one_of("weapon", WEAPONS),
            _one_of("target_type", TARGET_TYPES),
            _one_of("date_precision", get_args(DatePrecision)),
            _one_of("perpetrator_status", get_args(PerpetratorStatus)),
            _one_of("outcome", get_args(Outcome)),
            *_geography(),
            *_bounds(MEASURES, "mention_id"),
            *_dates("mention_id"),
            _between("confidence", 0, 1),
            _between("fact_number", 1, None),
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
            *_key("batch_date", "claim_id"),
            _one_of("measure", (*MEASURES, "casualties")),
            _one_of("claim_role", get_args(ClaimRole)),
            _one_of("victim_status", get_args(VictimStatus)),
            _one_of("certainty", get_args(Certainty)),
            *_bounds(("value",), "claim_id"),
            _known_mention(),
            *_words("claim_id"),
        ),
    )


def _staging_attributions() -> Suite:
    return Suite(
        "staging",
        "attributions",
        (
            *_key("batch_date", "attribution_id"),
            _one_of("stance", get_args(Stance)),
            _not_blank("actor_name"),
            _known_mention(),
            *_words("attribution_id"),
        ),
    )


def _evidence() -> Suite:
    return Suite(
        "staging",
        "evidence",
        (
            *_key("batch_date", "mention_id", "field", "span_number"),
            _one_of("field", FILLED_FIELDS),
            _one_of("basis", get_args(Basis)),
            _known_mention(),
            *_words("field"),
        ),
    )


def _private_names() -> Suite:
    """What readers must never see; docs/safety.md."""
    return Suite(
        "staging",
        "private_names",
        (
            *_key("batch_date", "article_id", "content_digest", "article_part", "span_start"),
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
_SAID = {
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
said as (
    {
    " union all ".join(
        f"select '{table}' as mart, article_key, "
        f"concat_ws(chr(31), {', '.join(columns)}) as words from marts.{table}"
        for table, columns in _SAID.items()
    )
}
)
select said.mart, names.article_id
from names
inner join marts.dim_article as article using (article_id, content_digest)
inner join said using (article_key)
where contains(said.words, names.words)
"""


def _masked(table: str, key: str) -> tuple[Expectation, ...]:
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


def _quarantine() -> Suite:
    return Suite(
        "staging",
        "quarantine",
        (
            *_present("batch_date", "source_file", "source_record", "reason", "raw_record"),
            _not_blank("source_file", "reason"),
            _between("source_record", 0, None),
            _known_batch(),
        ),
    )


def _incident_links() -> Suite:
    return Suite(
        "linking",
        "incident_links",
        (
            *_key("mention_id"),
            *_present("incident_id", "link_method"),
            _between("link_confidence", 0, 1),
            no_rows(
                "each link is of a fact in staging",
                "select l.mention_id, l.incident_id from {batch} as l "
                "anti join whole.staging.incident_facts as f using (mention_id)",
            ),
        ),
    )


# ── marts ──────────────────────────────────────────────────────────────────────────────────────

_PLAIN_DIMENSIONS = ("dim_actor", "dim_event_type", "dim_outlet", "dim_target_type", "dim_weapon")

DATE_ROLES = ("occurred", "reported", "published")

#: column of a fact → dimension and the key that it must be found under
_INCIDENT_REFERENCES = {
    "date_key": ("dim_date", "date_key"),
    "date_earliest_key": ("dim_date", "date_key"),
    "date_latest_key": ("dim_date", "date_key"),
    "location_key": ("dim_location", "location_key"),
    "event_type_key": ("dim_event_type", "event_type_key"),
    "weapon_key": ("dim_weapon", "weapon_key"),
    "target_type_key": ("dim_target_type", "target_type_key"),
    "perpetrator_actor_key": ("dim_actor", "actor_key"),
}
_REPORT_REFERENCES = {
    "article_key": ("dim_article", "article_key"),
    "outlet_key": ("dim_outlet", "outlet_key"),
    "published_date_key": ("dim_date", "date_key"),
}


def _fct_incident(night: str) -> Suite:
    return Suite(
        "marts",
        "fct_incident",
        (
            *_key("incident_id"),
            *_references(
                "incident_id",
                {**_INCIDENT_REFERENCES, "primary_article_key": ("dim_article", "article_key")},
            ),
            _month(),
            no_rows(
                "the month is that of the day",
                f"select incident_id, {PARTITION_COLUMN}, occurred_on from {{batch}} where "
                f"{PARTITION_COLUMN} <> coalesce(strftime(occurred_on, '%Y-%m'), 'unknown')",
            ),
            *_geography(),
            *_bounds(MEASURES, "incident_id"),
            *_dates("incident_id"),
            _between("confidence", 0, 1),
            _between("mention_count", 1, None),
            _one_of("status", STATUSES),
            *(_one_of(f"{measure}_basis", (*BASES, "none")) for measure in ("killed", "wounded")),
            no_rows(
                "corroborated by two originating sources, provisional with one",
                "select incident_id, status, source_count from {batch} where "
                "status <> 'disputed' and not is_confirmed "
                "and (status = 'corroborated') <> (source_count > 1)",
            ),
            no_rows(
                "a party alone sets no best",
                " union all ".join(
                    f"select incident_id, '{m}' as measure, {m}_best as best from {{batch}} "
                    f"where {m}_basis = 'party_claim_only' and {m}_best is not null"
                    for m in ("killed", "wounded")
                ),
            ),
            no_rows(
                "reported on or after the day that it happened",
                "select incident_id, occurred_on, first_reported_on, last_reported_on from {batch} "
                "where first_reported_on > last_reported_on or occurred_on > last_reported_on",
            ),
            no_rows(
                "as many mentions as the mentions' table has",
                "select i.incident_id, i.mention_count, count(m.mention_id) as mentions "
                "from {batch} as i left join whole.marts.fct_incident_mention as m "
                "using (incident_id) "
                "group by all having count(m.mention_id) <> i.mention_count",
            ),
            no_rows(
                "no more outlets than articles, no more articles than mentions",
                "select incident_id, mention_count, article_count, outlet_count, "
                "independence_group_count from {batch} where article_count > mention_count or "
                "outlet_count > article_count or independence_group_count > outlet_count or "
                "independence_group_count < 1",
            ),
            *toll_bounds(),
            *share_bounds(night),
            *_short_quotes("incident_id", "quote", "* exclude (place_name)"),
            _quote_of_primary_mention(),
            *_no_full_text(),
        ),
    )


def _fct_incident_mention() -> Suite:
    return Suite(
        "marts",
        "fct_incident_mention",
        (
            *_key("mention_id"),
            *_references(
                "mention_id",
                {
                    **_INCIDENT_REFERENCES,
                    **_REPORT_REFERENCES,
                    "incident_id": ("fct_incident", "incident_id"),
                },
            ),
            _month(),
            *_geography(),
            *_bounds(MEASURES, "mention_id"),
            *_dates("mention_id"),
            _between("confidence", 0, 1),
            no_rows(
                # linked, but without an incident: an editor retracted it
                "a main mention has an incident",
                "select mention_id, article_key from {batch} as m "
                "anti join whole.linking.incident_links as l using (mention_id) "
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
                "from {batch} as m inner join whole.marts.fct_incident as i using (incident_id) "
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
                anti join whole.marts.fct_incident_mention as w on f.mention_id = w.mention_id
                """,
            ),
            *_short_quotes("mention_id", "quote", "* exclude (place_name)"),
            *_masked("incident_facts", "mention_id"),
        ),
    )


def _fct_casualty_claim() -> Suite:
    return Suite(
        "marts",
        "fct_casualty_claim",
        (
            *_key("claim_id"),
            *_references(
                "claim_id",
                {
                    **_REPORT_REFERENCES,
                    "incident_id": ("fct_incident", "incident_id"),
                    "mention_id": ("fct_incident_mention", "mention_id"),
                },
            ),
            _month(),
            _one_of("measure", (*MEASURES, "casualties")),
            _one_of("claim_role", get_args(ClaimRole)),
            _one_of("victim_status", get_args(VictimStatus)),
            _one_of("certainty", get_args(Certainty)),
            *_bounds(("value",), "claim_id"),
            *_present("source_id", "authority_class", "is_counted"),
            no_rows(
                "a claim counts, or it is said why it does not",
                "select claim_id, is_counted, not_counted_because from {batch} "
                "where is_counted <> (not_counted_because is null)",
            ),
            no_rows(
                "no part of a toll and no combined toll counts",
                "select claim_id, measure, claim_role from {batch} where is_counted and "
                "(claim_role = 'combined' or measure = 'casualties' "
                "or (claim_role = 'sub_count' and measure <> 'killed_of_perpetrators'))",
            ),
            no_rows(
                "every claim of a mention arrived",
                """
                select c.claim_id, c.mention_id
                from staging.casualty_claims as c
                inner join marts.fct_incident_mention as m
                    on c.mention_id = m.mention_id and c.batch_date = m.batch_date
                anti join {batch} as arrived on c.claim_id = arrived.claim_id
                """,
            ),
            *_short_quotes("claim_id", "quote", "*"),
            *_masked("casualty_claims", "claim_id"),
        ),
    )


def _fct_attribution() -> Suite:
    return Suite(
        "marts",
        "fct_attribution",
        (
            *_key("attribution_id"),
            *_references(
                "attribution_id",
                {
                    **_REPORT_REFERENCES,
                    "incident_id": ("fct_incident", "incident_id"),
                    "mention_id": ("fct_incident_mention", "mention_id"),
                    "actor_key": ("dim_actor", "actor_key"),
                },
            ),
            _month(),
            _one_of("stance", get_args(Stance)),
            no_rows(
                "every statement of a mention arrived",
                """
                select a.attribution_id, a.mention_id
                from staging.attributions as a
                inner join marts.fct_incident_mention as m
                    on a.mention_id = m.mention_id and a.batch_date = m.batch_date
                anti join {batch} as arrived on a.attribution_id = arrived.attribution_id
                """,
            ),
            *_short_quotes("attribution_id", "quote", "*"),
            *_masked("attributions", "attribution_id"),
        ),
    )


def _fct_incident_toll() -> Suite:
    return Suite(
        "marts",
        "fct_incident_toll",
        (
            *_of_an_incident("fct_incident_toll"),
            _one_of("measure", MEASURES),
            *_toll_checks(),
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


def _fct_incident_victim_count() -> Suite:
    known = " or ".join(
        f"(axis = '{axis}' and axis_value in ({', '.join(repr(v) for v in values)}))"
        for axis, values in VICTIM_AXES.items()
    )
    return Suite(
        "marts",
        "fct_incident_victim_count",
        (
            *_of_an_incident("fct_incident_victim_count"),
            _one_of("measure", MEASURES),
            _one_of("axis", VICTIM_AXES),
            no_rows(
                "the class is one of its axis",
                f"select incident_id, axis, axis_value from {{batch}} where not ({known})",
            ),
            *_toll_checks(),
        ),
    )


def _fct_incident_source() -> Suite:
    return Suite(
        "marts",
        "fct_incident_source",
        (
            *_of_an_incident("fct_incident_source"),
            *_present("source_group_id", "source_label_ar", "authority_class"),
            _between("mention_count", 1, None),
            no_rows(
                "as many originating sources as the incident says",
                "select i.incident_id, i.source_count, count(distinct s.source_group_id) as "
                "source_groups from marts.fct_incident as i left join {batch} as s "
                "using (incident_id) group by all "
                "having count(distinct s.source_group_id) <> i.source_count",
            ),
        ),
    )


def _of_an_incident(table: str) -> tuple[Expectation, ...]:
    """What holds of each table with several rows an incident."""
    return (
        *_key(*MART_KEYS[table]),
        *_references("incident_id", {"incident_id": ("fct_incident", "incident_id")}),
        _month(),
    )


def _toll_checks() -> tuple[Expectation, ...]:
    """Figures in order, and each of them on claims that the warehouse has."""
    claims = ("low_claim_id", "best_claim_id", "high_claim_id")
    return (
        _one_of("basis", BASES),
        *_bounds(("value",), "incident_id"),
        no_rows(
            "a party alone sets no best",
            "select incident_id, measure, value_low, value_best from {batch} where "
            "basis = 'party_claim_only' and coalesce(value_low, value_best) is not null",
        ),
        no_rows(
            "a stated figure leads to its claim",
            "select incident_id, measure, value_best from {batch} "
            "where basis = 'stated' and best_claim_id is null",
        ),
        no_rows(
            "the claims are found in fct_casualty_claim",
            " union all ".join(
                f"select t.incident_id, t.{claim} as claim_id from {{batch}} as t "
                f"left join whole.marts.fct_casualty_claim as c on t.{claim} = c.claim_id "
                f"where t.{claim} is not null and c.claim_id is null"
                for claim in claims
            ),
        ),
    )


def _fct_article() -> Suite:
    return Suite(
        "marts",
        "fct_article",
        (
            *_key("article_key"),
            *_references(
                "article_key",
                {
                    **_REPORT_REFERENCES,
                    "first_batch_date_key": ("dim_date", "date_key"),
                    "last_batch_date_key": ("dim_date", "date_key"),
                },
            ),
            no_rows(
                "every article version arrived",
                "select a.article_key, a.article_id from marts.dim_article as a "
                "anti join {batch} as f using (article_key) where a.article_key <> 'unknown'",
            ),
            no_rows(
                "as many mentions as the mentions' table has",
                "select a.article_key, a.mention_count, count(m.mention_id) as mentions "
                "from {batch} as a left join whole.marts.fct_incident_mention as m "
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
                "incident_actor_key",
                {"actor_key": ("dim_actor", "actor_key")},
                rows_of_one="incident_id, actor_role",
                every_incident="where actor_role = 'perpetrator'",
            ),
            _one_of("actor_role", ACTOR_ROLES),
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
        _bridge("incident_weapon_key", {"weapon_key": ("dim_weapon", "weapon_key")}),
    )


def _bridge_incident_target() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_target",
        _bridge("incident_target_key", {"target_type_key": ("dim_target_type", "target_type_key")}),
    )


def _bridge_incident_related() -> Suite:
    return Suite(
        "marts",
        "bridge_incident_related",
        (
            *_key("incident_related_key"),
            *_references(
                "incident_related_key",
                {
                    "incident_id": ("fct_incident", "incident_id"),
                    "related_incident_id": ("fct_incident", "incident_id"),
                },
            ),
            _month(),
            no_rows(
                "a pair stands once from either side",
                "select a.incident_id, a.related_incident_id, a.related_by from {batch} as a "
                "anti join whole.marts.bridge_incident_related as b "
                "on a.incident_id = b.related_incident_id "
                "and a.related_incident_id = b.incident_id",
            ),
        ),
    )


def _bridge(
    key: str,
    references: dict[str, tuple[str, str]],
    *,
    rows_of_one: str = "incident_id",
    every_incident: str = "",
) -> tuple[Expectation, ...]:
    """The checks of a bridge whose weights sum to 1 over `rows_of_one`, and which has a row, among
    those of `every_incident`, for each incident."""
    return (
        *_key(key),
        *_references(key, {"incident_id": ("fct_incident", "incident_id"), **references}),
        _month(),
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
    """Of the mart of incidents whose review_status, compared so, is that of the held ones."""
    return Suite(
        "marts",
        name,
        (
            *_key("incident_id"),
            *_references("incident_id", {"incident_id": ("fct_incident", "incident_id")}),
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
            *_present("event_type_ar", "event_type_en", "weapon_en", "target_type_en"),
            *_short_quotes("incident_id", "quote", "* exclude (place_name, primary_url)"),
            _quote_of_primary_mention(),
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
            *_key("date_key", "location_key", "event_type_key"),
            *_references(
                "date_key",
                {
                    "date_key": ("dim_date", "date_key"),
                    "location_key": ("dim_location", "location_key"),
                    "event_type_key": ("dim_event_type", "event_type_key"),
                },
            ),
            no_rows(
                "every incident is counted once",
                "select sum(incident_count) as counted from {batch} having "
                "coalesce(sum(incident_count), 0) <> "
                "(select count(*) from whole.marts.fct_incident where review_status <> 'held')",
            ),
            no_rows(
                "the killed are those of the incidents",
                # docs/tolls.md, Sums
                "select sum(killed_best_sum) as killed from {batch} having "
                "coalesce(sum(killed_best_sum), 0) <> (select coalesce(sum(coalesce("
                "killed_best, killed_low)), 0) from whole.marts.fct_incident "
                "where review_status <> 'held')",
            ),
        ),
    )


def _mart_actor_activity() -> Suite:
    return Suite(
        "marts",
        "mart_actor_activity",
        (
            *_key("actor_key", "actor_role", "incident_month", "country_code"),
            *_references("actor_key", {"actor_key": ("dim_actor", "actor_key")}),
            _one_of("actor_role", ACTOR_ROLES),
            no_rows(
                "perpetrators' weights sum to the incidents",
                "select sum(weighted_incident_count) as weighted from {batch} "
                "where actor_role = 'perpetrator' having "
                "abs(coalesce(sum(weighted_incident_count), 0) - "
                "(select count(*) from whole.marts.fct_incident "
                "where review_status <> 'held')) > 0.001",
            ),
        ),
    )


def _mart_source_coverage() -> Suite:
    return Suite(
        "marts",
        "mart_source_coverage",
        (
            *_key("outlet_key", "published_date_key"),
            *_references(
                "outlet_key",
                {
                    "outlet_key": ("dim_outlet", "outlet_key"),
                    "published_date_key": ("dim_date", "date_key"),
                },
            ),
            no_rows(
                "every current article is counted once",
                "select sum(article_count) as counted from {batch} having "
                "coalesce(sum(article_count), 0) <> "
                "(select count(*) from whole.marts.fct_article where is_current)",
            ),
            _between("share_alone", 0, 1),
        ),
    )


# ── dimensions ─────────────────────────────────────────────────────────────────────────────────


def _dim_actor_alias() -> Suite:
    return Suite(
        "marts",
        "dim_actor_alias",
        (
            *_key("actor_alias_key"),
            *_references("actor_alias_key", {"actor_key": ("dim_actor", "actor_key")}),
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
            *_key("name_key"),
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
            *_dimension_checks("dim_article"),
            *_references(
                "article_key",
                {
                    "outlet_key": ("dim_outlet", "outlet_key"),
                    "published_date_key": ("dim_date", "date_key"),
                },
            ),
            _unique("article_id", "content_digest"),
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
            *_short_quotes("article_key", "title", "* exclude (url)"),
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
            *_key("date_key"),
            _unknown_member("date_key", 0),
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
            *_dimension_checks("dim_location"),
            _between("latitude", -90, 90),
            _between("longitude", -180, 180),
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
            *_key(key),
            _unknown_member(key, 0),
            no_rows(
                "the days of dim_date",
                f"select d.date_key from marts.dim_date as d full join {{batch}} as r "
                f"on d.date_key = r.{key} and d.date_day is not distinct from r.{role}_date "
                f"where d.date_key is null or r.{key} is null",
            ),
        ),
    )


def _dimension(table: str) -> Suite:
    return Suite("marts", table, _dimension_checks(table))


def _dimension_checks(table: str) -> tuple[Expectation, ...]:
    (key,) = MART_KEYS[table]
    return (*_key(key), _unknown_member(key, "unknown"))


# ── rules that several tables share ────────────────────────────────────────────────────────────


def _key(*columns: str) -> tuple[Expectation, ...]:
    return (*_present(*columns), _unique(*columns))


def _present(*columns: str) -> tuple[Expectation, ...]:
    return tuple(
        ExpectColumnValuesToNotBeNull(column=c, **meta_of(f"{c} is present", "error"))
        for c in columns
    )


def _unique(*columns: str) -> Expectation:
    name = f"{', '.join(columns)} unique"
    return no_rows(
        name,
        f"select {', '.join(columns)}, count(*) as rows_found from {{batch}} "
        f"group by {', '.join(columns)} having count(*) > 1",
    )


def _not_blank(*columns: str) -> Expectation:
    blank = " or ".join(f"trim({c}) = ''" for c in columns)
    return no_rows(
        f"{', '.join(columns)} not blank",
        f"select batch_date, {', '.join(f'left({c}, 100) as {c}' for c in columns)} "
        f"from {{batch}} where {blank}",
    )


def _one_of(column: str, values: Iterable[str]) -> Expectation:
    return ExpectColumnValuesToBeInSet(
        column=column, value_set=list(values), **meta_of(f"{column} is a known code", "error")
    )


def _between(column: str, low: float, high: float | None) -> Expectation:
    return ExpectColumnValuesToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        **meta_of(f"{column} within {low}…{'' if high is None else high}", "error"),
    )


def _bounds(names: Sequence[str], key: str) -> tuple[Expectation, ...]:
    """low ≤ best ≤ high and none below zero, for each measure; absent ones compare to nothing."""
    broken = " union all ".join(
        f"select {key}, '{n}' as measure, {n}_low as low, {n}_best as best, {n}_high as high "
        f"from {{batch}} where {n}_low > {n}_best or {n}_best > {n}_high or {n}_low > {n}_high "
        f"or least({n}_low, {n}_best, {n}_high) < 0"
        for n in names
    )
    return (no_rows("0 ≤ low ≤ best ≤ high", broken),)


def _dates(key: str) -> tuple[Expectation, ...]:
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


def _geography() -> tuple[Expectation, ...]:
    shown = (
        "select place_name, admin1_code, country_code, latitude, longitude, geo_precision, "
        "geo_radius_km from {batch} "
    )
    return (
        _between("latitude", -90, 90),
        _between("longitude", -180, 180),
        _between("geo_precision", 1, 7),
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


def _known_batch() -> Expectation:
    return no_rows(
        "each row belongs to a batch that was loaded",
        "select batch_date, count(*) as rows_found from {batch} as t "
        "anti join staging.batches as b using (batch_date) group by all",
    )


def _known_mention() -> Expectation:
    return no_rows(
        "each row belongs to a fact of its batch",
        "select t.batch_date, t.mention_id from {batch} as t anti join staging.incident_facts as f "
        "on t.batch_date = f.batch_date and t.mention_id = f.mention_id",
    )


def _words(shown: str) -> tuple[Expectation, ...]:
    """Spans count code points from 0, end exclusive, as Python does; DuckDB counts from 1."""
    return (
        _one_of("article_part", get_args(Part)),
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


def _month() -> Expectation:
    return no_rows(
        f"{PARTITION_COLUMN} is YYYY-MM or unknown",
        f"select {PARTITION_COLUMN}, count(*) as rows_found from {{batch}} "
        f"where {PARTITION_COLUMN} is null or not regexp_full_match({PARTITION_COLUMN}, "
        "'[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])|unknown') group by all",
    )


def _references(key: str, references: dict[str, tuple[str, str]]) -> tuple[Expectation, ...]:
    """Foreign keys. A dimension's key is never null, there is an unknown member for that."""
    checks = []
    for column, (table, target) in references.items():
        absent = f"or t.{column} is null" if table.startswith("dim_") else ""
        checks.append(
            no_rows(
                f"{column} is found in {table}",
                f"select t.{key}, t.{column} from {{batch}} as t "
                f"left join whole.marts.{table} as d on t.{column} = d.{target} "
                f"where (t.{column} is not null and d.{target} is null) {absent}",
            )
        )
    return tuple(checks)


def _unknown_member(key: str, value: str | int) -> Expectation:
    literal = f"'{value}'" if isinstance(value, str) else str(value)
    return no_rows(
        "there is an unknown member",
        f"select {literal} as missing where not exists "
        f"(select 1 from {{batch}} where {key} = {literal})",
    )


def _short_quotes(key: str, column: str, columns: str) -> tuple[Expectation, ...]:
    """Marts quote, they never repeat an article; `columns` are looked at for long strings."""
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


def _quote_of_primary_mention() -> Expectation:
    return no_rows(
        "the quote is that of the primary mention",
        "select t.incident_id from {batch} as t inner join marts.fct_incident as i "
        "using (incident_id) inner join marts.fct_incident_mention as m "
        "on i.incident_id = m.incident_id and m.is_primary "
        "where t.quote is distinct from m.quote",
    )


def _no_full_text() -> tuple[Expectation, ...]:
    return (
        no_rows(
            "no mart has a column for whole texts",
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and exists (select 1 from (select count(*) from {batch})) "
            "and column_name in ('text', 'body', 'part_text', 'full_text', 'raw_record', 'extra')",
        ),
    )
