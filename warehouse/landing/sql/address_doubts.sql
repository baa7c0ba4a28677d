-- name: addresses_before
create or replace temporary table batch_addresses as
select distinct url from staging.articles where batch_date = $batch_date

-- name: address_doubts
-- redacted articles have no address of their own any more
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

-- name: note_doubted
insert into staging.changed_articles
select distinct articles.article_id
from staging.articles as articles
inner join address_doubts using (url)
where
    articles.redaction_id is null
    and articles.address_doubt is distinct from address_doubts.doubt
    and articles.article_id not in (select article_id from staging.changed_articles)
order by articles.article_id

-- name: doubt
update staging.articles set address_doubt = address_doubts.doubt
from address_doubts
where
    articles.url = address_doubts.url
    and articles.redaction_id is null
    and articles.address_doubt is distinct from address_doubts.doubt

-- name: doubted
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
