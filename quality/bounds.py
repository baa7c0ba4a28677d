"""Absolute bounds: a first delivery is checked as hard as the hundredth.

Each bound is a line of TOLLS or SHARES, with the reason for it. docs/publishing.md shows both
tables (`sijill docs` writes them there).
"""

# ruff: noqa: S608 - every query is made of constants of this file and a date

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.rules import Severity, no_rows

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

#: shares are checked in nights with at least this many incidents
FEW_INCIDENTS = 50
#: the mean toll of fewer incidents is computed as if there were so many, since one attack among ten
#: reports would otherwise decide the mean
MEAN_INCIDENTS = 100
#: bounds of the wounded, as a multiple of those of the killed
WOUNDED_FACTOR = 2


@dataclass(frozen=True, slots=True)
class TollBound:
    """A bound on the killed; WOUNDED_FACTOR times as many wounded are allowed. Incidents that are
    held do not count: no sum that readers see has them.

    `group` is the column whose incidents are taken together, `toll` what is compared, both as SQL.
    A toll of `warns` or more is a warning, one of `blocks` or more an error.
    """

    name: str
    group: str
    toll: str
    warns: int
    blocks: int
    why: str


@dataclass(frozen=True, slots=True)
class ShareBound:
    """The largest share of a night's incidents, above `warns`, that one value may have.

    `value` is SQL over fct_incident (`i`), its perpetrator in dim_actor (`d`) and the outlet of its
    primary article (`o`); incidents for which it is null count for the total only. `asked` is a
    condition on `{night}`, as SQL.
    """

    name: str
    value: str
    warns: float
    why: str
    asked: str = "true"


TOLLS = (
    TollBound(
        "toll of one incident",
        "incident_id",
        "max(toll)",
        1_000,
        10_000,
        "The deadliest attacks of recent conflicts killed 1,000 to 2,000 (Camp Speicher 2014, "
        "7 October 2023), Halabja 1988 some 5,000; the explosion in Beirut in 2020 wounded some "
        "7,000. A higher figure is the sum of a war, or a misread number.",
    ),
    TollBound(
        "toll of one day",
        "day_of_incident",
        "sum(toll)",
        2_000,
        10_000,
        "Organised violence kills 100,000 to 240,000 a year in the world (UCDP), 270 to 660 "
        "a day. The day is that of the incident, or of its first report where it is not known.",
    ),
    TollBound(
        "mean toll of the incidents of a delivery",
        "batch_date",
        f"sum(toll) / greatest(count(*), {MEAN_INCIDENTS})",
        20,
        100,
        "An event of UCDP's GED has about 10 dead in the mean, one of ACLED fewer. Fewer than "
        f"{MEAN_INCIDENTS} incidents count as {MEAN_INCIDENTS}.",
    ),
    TollBound(
        "toll of a delivery",
        "batch_date",
        "sum(toll)",
        100_000,
        500_000,
        "As many as organised violence kills in the world in one year, and in two to five. "
        "Deliver a longer history in parts.",
    ),
)

SHARES = (
    ShareBound(
        "incidents that are held",
        "case when i.review_status = 'held' then 'held' end",
        0.25,
        "Of articles drawn at random some 5 % of incidents are held (docs/held.md); many more say "
        "that a source is read badly, or is no news.",
    ),
    ShareBound(
        "incidents without a country",
        "case when i.country_code is null then 'unknown' end",
        0.3,
        "Nearly every report says where something happened.",
    ),
    ShareBound(
        "incidents of one governorate",
        "i.admin1_code",
        0.5,
        "A battle for one city reaches it (Mosul 2017, Gaza from 2023); else the reading puts "
        "there what happened elsewhere.",
    ),
    ShareBound(
        "incidents of one perpetrator",
        "nullif(d.actor_id, 'unknown')",
        0.5,
        "Of many incidents nobody is named; one name may be read into reports that only mention "
        "it.",
    ),
    ShareBound(
        "incidents of one outlet",
        "nullif(coalesce(o.outlet_id, o.outlet_key), 'unknown')",
        0.8,
        "Other outlets came and gave nearly nothing: one way of writing is read, or one is read "
        "too freely.",
        asked="(select count(distinct coalesce(outlet_id, source)) from staging.articles "
        "where batch_date = {night}) > 1",
    ),
)


def toll_bounds() -> tuple[Expectation, ...]:
    """The rules of TOLLS, each as an error and as a warning. Asked of marts.fct_incident."""
    severities: tuple[Severity, ...] = ("error", "warning")
    return tuple(_toll_rule(bound, severity) for bound in TOLLS for severity in severities)


def _toll_rule(bound: TollBound, severity: Severity) -> Expectation:
    limit = bound.blocks if severity == "error" else bound.warns
    tolls = " union all ".join(
        f"select incident_id, batch_date, coalesce(occurred_on, first_reported_on) as "
        f"day_of_incident, '{measure}' as measure, {allowed} as allowed, "
        f"greatest({measure}_low, {measure}_best, {measure}_high) as toll from {{batch}} "
        "where review_status <> 'held'"
        for measure, allowed in (("killed", limit), ("wounded", limit * WOUNDED_FACTOR))
    )
    return no_rows(
        f"{bound.name} {'possible' if severity == 'error' else 'not exceptional'}",
        f"""
        with tolls as ({tolls})
        select {bound.group}, measure, count(*) as incidents, round({bound.toll}, 1) as toll
        from tolls group by {bound.group}, measure, allowed
        having {bound.toll} >= allowed
        order by {bound.toll} desc
        """,
        severity,
        f"Fewer than {limit:,} killed and {limit * WOUNDED_FACTOR:,} wounded. {bound.why}",
    )


def share_bounds(night: str) -> tuple[Expectation, ...]:
    """The rules of SHARES, all warnings. Asked of marts.fct_incident; `night` is a date as SQL."""
    return tuple(
        no_rows(
            f"few {bound.name}",
            f"""
            with counted as (
                select {bound.value} as value_found
                from {{batch}} as i
                left join marts.dim_actor as d on i.perpetrator_actor_key = d.actor_key
                left join marts.dim_article as a on i.primary_article_key = a.article_key
                left join marts.dim_outlet as o on a.outlet_key = o.outlet_key
                where i.batch_date = {night}
            )
            select value_found, count(*) as incidents,
                round(count(*) / (select count(*) from counted), 3) as share
            from counted
            where value_found is not null
                and (select count(*) from counted) >= {FEW_INCIDENTS}
                and {bound.asked.format(night=night)}
            group by value_found
            having count(*) > {bound.warns} * (select count(*) from counted)
            """,
            "warning",
            f"More than {bound.warns:.0%} of the night's incidents. {bound.why}",
        )
        for bound in SHARES
    )


def bounds_table() -> str:
    """Both tables of bounds as Markdown, for docs/publishing.md."""
    tolls = [
        f"| {bound.name} | {bound.warns:,} / {bound.warns * WOUNDED_FACTOR:,} "
        f"| {bound.blocks:,} / {bound.blocks * WOUNDED_FACTOR:,} | {bound.why} |"
        for bound in TOLLS
    ]
    shares = [f"| {bound.name} | {bound.warns:.0%} | {bound.why} |" for bound in SHARES]
    return "\n".join(
        [
            "| killed / wounded | warns from | blocks from | why |",
            "|---|---|---|---|",
            *tolls,
            "",
            "| share of the night's incidents | warns above | why |",
            "|---|---|---|",
            *shares,
            "",
        ]
    )
