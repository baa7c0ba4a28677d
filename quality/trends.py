"""A night compared with the nights before it: what is unusual, although each row may be true.

Learned each night from the last HISTORY_NIGHTS that were loaded; with fewer than FEW_NIGHTS of them
nothing is checked. All but one are warnings: holidays, wars and new outlets are strange too. A
batch that was delivered before is an error, since publishing it would count a night that was never
read.
"""

# ruff: noqa: S608 - every query is made of constants of this file and a date

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.rules import no_rows

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

HISTORY_NIGHTS = 60
FEW_NIGHTS = 7
#: shares of fewer rows than this are not checked
SHARE_ROWS = 30
#: how far off a night's records may be from the median of the nights before, as a factor
VOLUME_FACTOR = 10
#: an outlet that came in this share of the nights, with so many articles in the median, is expected
AWAITED_SHARE = 0.9
AWAITED_ARTICLES = 5
#: how far an outlet's articles may leave the range of its nights, as a factor
OUTLET_FACTOR = 3
#: shares of articles that an earlier night had already
REPEATED_ERROR = 0.9
REPEATED_WARNING = 0.3
#: how many standard deviations of the nights before, and at least how much, a share may rise
SHARE_DEVIATIONS = 3
SHARE_RISE = 0.15
#: half the sum of differences of the shares of types, above what chance gives few facts
DRIFT = 0.25
#: days by which the median article may be older than in the median of the nights before
OLDER_DAYS = 2
#: a toll is checked from here on, where it is this many times the highest of the nights before
HIGH_TOLL = 100
TOLL_FACTOR = 3


def night_against_history(night: str) -> tuple[Expectation, ...]:
    """The rules about the night as a whole; `night` is its date as SQL. Asked of staging.batches;
    they read the rows of the last nights alone, however long the history is."""
    return (
        no_rows(
            "volume of the night like that of the nights before",
            f"""
            {_before(night)},
            usual as (select median(records_read) as records, count(*) as nights from before
                where records_read > 0)
            select b.batch_date, b.records_read, usual.records as usual
            from {{batch}} as b cross join usual
            where b.batch_date = {night} and usual.nights >= 3 and b.records_read > 0
                and (b.records_read < usual.records / {VOLUME_FACTOR}
                    or b.records_read > usual.records * {VOLUME_FACTOR})
            """,
            "warning",
            "A night with nothing is allowed; a tenth or ten times of the usual is strange.",
        ),
        no_rows(
            "outlets that come nearly every night came",
            f"""
            {_outlets(night)}
            select usual.outlet, usual.articles as usual_articles, usual.nights as nights_before
            from usual left join tonight using (outlet)
            where tonight.outlet is null and {_LEARNED} and {_NOT_EMPTY.format(night=night)}
                and usual.nights >= {AWAITED_SHARE} * (select count(*) from before)
                and usual.articles >= {AWAITED_ARTICLES}
            """,
            "warning",
            "An outage, of the outlet or of what fetches it: its days count as unknown, not as "
            "quiet. Deliver what is missing and the night is run again.",
        ),
        no_rows(
            "each outlet gave about as many articles as it does",
            f"""
            {_outlets(night)}
            select outlet, tonight.articles, usual.lowest, usual.highest
            from usual inner join tonight using (outlet)
            where {_LEARNED} and usual.nights >= {FEW_NIGHTS}
                and usual.articles >= 2 * {AWAITED_ARTICLES}
                and (tonight.articles < usual.lowest / {OUTLET_FACTOR}
                    or tonight.articles > usual.highest * {OUTLET_FACTOR})
            """,
            "warning",
            f"Less than a third of its lowest, or three times its highest, of {HISTORY_NIGHTS} "
            "nights.",
        ),
        no_rows(
            "the batch is not one that was delivered before",
            _repeated(night, REPEATED_ERROR, 1),
            "error",
            f"{REPEATED_ERROR:.0%} or more of its articles are word for word those of one earlier "
            "night: put the right files into the night's folder of landing/.",
        ),
        no_rows(
            "few articles of the night were delivered before",
            _repeated(night, REPEATED_WARNING, REPEATED_ERROR),
            "warning",
            "Many are word for word those of one earlier night: does the delivery overlap?",
        ),
        _share(
            "unknown places as rare as in the nights before",
            night,
            "build.staging.incident_facts",
            "coalesce(place_id, admin1_code, country_code) is null",
            "Outlets may write places in a way that the lexicons do not know.",
        ),
        _share(
            "unknown dates as rare as in the nights before",
            night,
            "build.staging.incident_facts",
            "date_precision = 'unknown'",
            "Outlets may write dates in a way that the lexicons do not know.",
        ),
        no_rows(
            "records in other languages as rare as in the nights before",
            f"""
            {_before(night)},
            shares as (
                select batch_date, records_read, (select count(*) from build.staging.quarantine
                    as q where q.batch_date = b.batch_date and q.reason = 'not_arabic')
                    / records_read as share
                from {{batch}} as b
                where records_read >= {SHARE_ROWS}
                    and (batch_date = {night} or batch_date in (select batch_date from before))
            )
            {_RISEN.format(night=night)}
            """,
            "warning",
            "An outlet may have changed its language, or the crawl its address.",
        ),
        no_rows(
            "types of events in about the shares of the nights before",
            f"""
            {_before(night)},
            counted as (
                select event_type,
                    count(*) filter (where batch_date = {night}) as tonight,
                    count(*) filter (where batch_date < {night}) as earlier
                from build.staging.incident_facts
                where batch_date = {night} or batch_date in (select batch_date from before)
                group by event_type
            ),
            drift as (
                select sum(tonight) as facts, sum(abs(tonight / sums.tonight_facts
                    - earlier / sums.earlier_facts)) / 2 as difference
                from counted cross join (select nullif(sum(tonight), 0) as tonight_facts,
                    nullif(sum(earlier), 0) as earlier_facts from counted) as sums
                where sums.earlier_facts >= 4 * {SHARE_ROWS}
            )
            select facts, round(difference, 3) as difference from drift
            where {_LEARNED} and facts >= {SHARE_ROWS}
                and difference > {DRIFT} + 1 / sqrt(facts)
                and exists (select 1 from {{batch}} where batch_date = {night})
            """,
            "warning",
            "The news may be so; or a rule reads one kind of report as another: check the "
            "commonest type.",
        ),
        no_rows(
            "articles about as fresh as in the nights before",
            f"""
            {_before(night)},
            ages as (
                select batch_date, median(batch_date - published_on) as age, count(*) as articles
                from build.staging.articles
                where batch_date = {night} or batch_date in (select batch_date from before)
                group by batch_date having count(*) >= {SHARE_ROWS}
            ),
            usual as (select median(age) as age from ages where batch_date < {night})
            select ages.batch_date, ages.age as days_old, usual.age as usual_days
            from ages cross join usual
            where ages.batch_date = {night} and {_LEARNED}
                and ages.age > usual.age + {OLDER_DAYS}
                and exists (select 1 from {{batch}} where batch_date = {night})
            """,
            "warning",
            "What fetches the articles may be behind, or an outlet's clock be wrong.",
        ),
        no_rows(
            "no toll far above those of the nights before",
            f"""
            {_before(night)},
            usual as (select max(killed_best) as killed from build.staging.incident_facts
                where batch_date in (select batch_date from before))
            select mention_id, event_type, place_name, killed_best, usual.killed as highest_before
            from build.staging.incident_facts cross join usual
            where batch_date = {night} and {_LEARNED} and killed_best >= {HIGH_TOLL}
                and killed_best > {TOLL_FACTOR} * coalesce(usual.killed, 0)
                and exists (select 1 from {{batch}} where batch_date = {night})
            order by killed_best desc
            """,
            "warning",
            "Read its words before it is quoted: the sum of months is easily given as a day's.",
        ),
    )


_LEARNED = f"(select count(*) from before) >= {FEW_NIGHTS}"
#: a night without any article is a day without news, or is warned of by its volume
_NOT_EMPTY = "exists (select 1 from {{batch}} where batch_date = {night} and records_read > 0)"
#: selects the night from `shares` (batch_date, share) if its share rose beyond chance
_RISEN = f"""
    select tonight.batch_date, round(tonight.share, 3) as share, round(usual.share, 3) as usual
    from shares as tonight cross join (
        select avg(share) as share, stddev_pop(share) as spread, count(*) as nights
        from shares where batch_date < {{night}}
    ) as usual
    where tonight.batch_date = {{night}} and usual.nights >= {FEW_NIGHTS}
        and tonight.share > usual.share
            + greatest({SHARE_RISE}, {SHARE_DEVIATIONS} * usual.spread)
"""


def _before(night: str) -> str:
    """The beginning of a query: the nights before this one, as `before`."""
    return f"""
    with before as (
        select batch_date, records_read from {{batch}}
        where batch_date < {night} order by batch_date desc limit {HISTORY_NIGHTS}
    )"""


def _outlets(night: str) -> str:
    """`before`, then how many articles each outlet gives a night (`usual`) and gave (`tonight`)."""
    return f"""
    {_before(night)},
    counted as (
        select coalesce(outlet_id, source) as outlet, batch_date, count(*) as articles
        from build.staging.articles
        where batch_date = {night} or batch_date in (select batch_date from before)
        group by all
    ),
    usual as (
        select outlet, median(articles) as articles, count(*) as nights,
            min(articles) as lowest, max(articles) as highest
        from counted where batch_date < {night} group by outlet
    ),
    tonight as (select outlet, articles from counted where batch_date = {night})"""


def _repeated(night: str, from_share: float, below: float) -> str:
    """The earlier night that had most of this night's articles, where the share lies in the range,
    whose end `below` is excluded unless it is 1."""
    upper = f"and share < {below}" if below < 1 else ""
    return f"""
    {_before(night)},
    tonight as (
        select distinct article_id, content_digest from build.staging.articles
        where batch_date = {night}
    ),
    again as (
        select earlier.batch_date, count(*) / (select count(*) from tonight) as share
        from build.staging.articles as earlier
        semi join tonight on earlier.article_id = tonight.article_id
            and earlier.content_digest = tonight.content_digest
        where earlier.batch_date in (select batch_date from before)
        group by earlier.batch_date
    )
    select batch_date as delivered_before, round(share, 3) as share from again
    where (select count(*) from tonight) >= {SHARE_ROWS} and share >= {from_share} {upper}
    order by share desc, batch_date desc limit 1"""


def _share(name: str, night: str, table: str, condition: str, why: str) -> Expectation:
    return no_rows(
        name,
        f"""
        {_before(night)},
        shares as (
            select batch_date, count(*) filter (where {condition}) / count(*) as share
            from {table}
            where batch_date = {night} or batch_date in (select batch_date from before)
            group by batch_date having count(*) >= {SHARE_ROWS}
        )
        {_RISEN.format(night=night)}
        """,
        "warning",
        why,
    )
