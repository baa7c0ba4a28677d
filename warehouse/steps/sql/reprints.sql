-- name: texts
select distinct on (mention.article_id)
    mention.article_id, mention.published_on, article.text
from transform.int_incident_mentions as mention
inner join staging.articles as article
    on
        mention.batch_date = article.batch_date
        and mention.article_id = article.article_id
        and mention.content_digest = article.content_digest
where mention.article_id in (select article_id from changed)
order by mention.article_id

-- name: candidates
select distinct
    least(l.article_id, r.article_id) as left_id,
    greatest(l.article_id, r.article_id) as right_id
from fresh_bands as l
inner join linking.text_bands as r
    on l.band = r.band
where
    -- the days that can matter, so that the rest of a long history is not read
    r.published_on between $first - $days and $last + $days
    and l.article_id <> r.article_id
    and abs(date_diff('day', l.published_on, r.published_on)) <= $days
order by all

-- name: reached
-- everything that hangs together with an article that changed, before or after
create or replace temporary table reached as
with recursive pairs as (
    select left_id as one, right_id as other from linking.reprints
    union all
    select right_id, left_id from linking.reprints
),
walk as (
    select article_id from changed
    union
    select article_id from unsettled
    union
    select pairs.other from walk inner join pairs on walk.article_id = pairs.one
)
select distinct article_id from walk

-- name: pairs_of_reached
select left_id, right_id from linking.reprints
where left_id in (select article_id from reached)

-- name: kept_pairs
insert into linking.reprints
select kept.left_id, kept.right_id
from staging.kept_reprints as kept
where
    (
        kept.left_id in (select article_id from changed)
        or kept.right_id in (select article_id from changed)
    )
    and kept.left_id in (select article_id from transform.int_incident_mentions)
    and kept.right_id in (select article_id from transform.int_incident_mentions)
    and (kept.left_id, kept.right_id) not in (select left_id, right_id from linking.reprints)
order by all

-- name: reached_texts
select distinct on (mention.article_id)
    mention.article_id, mention.content_digest, mention.published_at_utc
from transform.int_incident_mentions as mention
where mention.article_id in (select article_id from reached)
order by mention.article_id
