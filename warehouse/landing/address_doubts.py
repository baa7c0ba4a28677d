"""Articles whose address may lead to another article's page: it came cut short, or with several.

Which they are depends on all that is staged, not on the order of nights: a batch that brings or
takes an address has the articles of other batches with that address judged again.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from warehouse.contract.addresses import CUT_PATTERN
from warehouse.core.step_results import Notice
from warehouse.landing.source_tally import name_of

_ADDRESSES_BEFORE = """
create or replace temporary table batch_addresses as
select distinct url from staging.articles where batch_date = $batch_date
"""

#: redacted articles have no address of their own any more
_ADDRESS_DOUBTS = """
create or replace temporary table address_doubts as
select
    url,
    case
        when regexp_matches(url, $cut) then 'cut'
        when count(distinct article_id) > 1 and count(distinct content_digest) > 1 then 'shared'
    end as doubt
from staging.articles
where
    redaction_id is null
    and url in (
        select url from batch_addresses
        union all
        select url from staging.articles where batch_date = $batch_date
    )
group by url
"""

_NOTE_DOUBTED = """
insert into staging.changed_articles
select distinct articles.article_id
from staging.articles as articles
inner join address_doubts using (url)
where
    articles.redaction_id is null
    and articles.address_doubt is distinct from address_doubts.doubt
    and articles.article_id not in (select article_id from staging.changed_articles)
order by articles.article_id
"""

_DOUBT = """
update staging.articles set address_doubt = address_doubts.doubt
from address_doubts
where
    articles.url = address_doubts.url
    and articles.redaction_id is null
    and articles.address_doubt is distinct from address_doubts.doubt
"""

_DOUBTED = """
with counted as (
    select address_doubt, source, count(distinct article_id) as articles
    from staging.articles
    where batch_date = $batch_date and address_doubt is not null
    group by address_doubt, source
)

select address_doubt, sum(articles), first(source order by articles desc, source), max(articles)
from counted
group by address_doubt
order by address_doubt
"""


class AddressDoubts:
    """The addresses of one batch, within the transaction that replaces it; to be made before the
    batch's articles go."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batch_date: dt.date) -> None:
        self._connection, self._stamp = connection, {"batch_date": batch_date}
        connection.execute(_ADDRESSES_BEFORE, self._stamp)

    def mark(self) -> tuple[Notice, ...]:
        """Set staging.articles.address_doubt, and note the articles of which it changed as changed;
        returns what there is to tell of the batch's own articles."""
        self._connection.execute(_ADDRESS_DOUBTS, self._stamp | {"cut": CUT_PATTERN})
        self._connection.execute(_NOTE_DOUBTED)
        self._connection.execute(_DOUBT)
        for temporary in ("batch_addresses", "address_doubts"):
            self._connection.execute(f"drop table {temporary}")
        doubted = self._connection.execute(_DOUBTED, self._stamp).fetchall()
        return tuple(
            Notice(
                f"address_{doubt}",
                {"count": int(count), "source": name_of(source), "of_source": of_source},
            )
            for doubt, count, source, of_source in doubted
        )
