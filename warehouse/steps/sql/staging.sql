-- name: articles
insert into staging.articles by name
select
    $batch_date::date as batch_date,
    article.* exclude (outlet_country, outlet_zone, is_kept),
    facts.masked_title,
    facts.public_url,
    $build_id as build_id,
    coalesce(facts.read_by, $extractor_version) as extractor_version
from batch_articles as article
inner join batch_facts as facts using (article_id, content_digest)
where facts.failure is null
order by article.article_id, article.content_digest

-- name: mentions
create or replace temporary table batch_mentions as
select article_id, content_digest, read_by, unnest(mentions) as mention
from batch_facts

-- name: incident_facts
insert into staging.incident_facts by name
select
    $batch_date::date as batch_date,
    article_id,
    content_digest,
    mention.* exclude (attributions, claims, evidence),
    $build_id as build_id,
    coalesce(read_by, $extractor_version) as extractor_version
from batch_mentions
order by article_id, content_digest, mention.fact_number

-- name: claims
insert into staging.casualty_claims by name
select $batch_date::date as batch_date, mention_id, claim.*, $build_id as build_id
from (
    select mention.mention_id as mention_id, unnest(mention.claims) as claim
    from batch_mentions
)
order by mention_id, claim.claim_number

-- name: attributions
insert into staging.attributions by name
select $batch_date::date as batch_date, mention_id, statement.*, $build_id as build_id
from (
    select mention.mention_id as mention_id, unnest(mention.attributions) as statement
    from batch_mentions
)
order by mention_id, statement.attribution_number

-- name: evidence
insert into staging.evidence by name
select $batch_date::date as batch_date, mention_id, item.*, $build_id as build_id
from (
    select mention.mention_id as mention_id, unnest(mention.evidence) as item
    from batch_mentions
)
order by mention_id, item.field, item.span_number

-- name: private_names
insert into staging.private_names by name
select $batch_date::date as batch_date, article_id, content_digest, name.*, $build_id as build_id
from (
    select article_id, content_digest, unnest(private_names) as name
    from batch_facts
)
order by article_id, content_digest, name.article_part, name.span_start

-- name: quarantine
insert into staging.quarantine by name
select $batch_date::date as batch_date, refused.*, $build_id as build_id
from (
    select * from batch_quarantine
    union all by name
    select
        article.source_file,
        article.source_record,
        $reason as reason,
        facts.failure as detail,
        json_object(
            'id', article.article_id, 'url', article.url, 'source', article.source,
            'published_at', article.published_at::varchar, 'title', article.title,
            'text', article.text
        )::varchar as raw_record
    from batch_articles as article
    inner join batch_facts as facts using (article_id, content_digest)
    where facts.failure is not null
) as refused
order by source_file, source_record, reason, detail

-- name: note_changed
insert into staging.changed_articles
select distinct article_id from staging.articles
where
    batch_date = $batch_date
    and article_id not in (select article_id from staging.changed_articles)
order by article_id
