{{ config(materialized="incremental") }}

with versions as (

    select * from {{ ref('int_article_versions') }}
    where {{ where_changed('affected_article_id', 'article_id') }}

),

texts as (

    select
        article_id,
        content_digest,
        batch_date,
        length(title) as title_chars,
        length(body) as text_chars
    from {{ ref('stg_articles') }}
    where {{ where_staged_changed(ref('stg_articles'), 'affected_article_id') }}

),

facts as (

    select * from {{ ref('stg_incident_facts') }}
    where {{ where_changed('affected_article_id', 'article_id') }}

),

links as (

    select * from {{ ref('int_incident_links') }}
    where mention_id in (select facts.mention_id from facts)

),

claims as (

    select
        mention_id,
        batch_date,
        count(*) as claim_count
    from {{ ref('stg_casualty_claims') }}
    where mention_id in (select facts.mention_id from facts)
    group by mention_id, batch_date

),

statements as (

    select
        mention_id,
        batch_date,
        count(*) as attribution_count
    from {{ ref('stg_attributions') }}
    where mention_id in (select facts.mention_id from facts)
    group by mention_id, batch_date

),

-- a superseded version keeps what it reported, but no incident rests on it any more
reported as (

    select
        versions.article_key,
        count(*) as mention_count,
        count(*) filter (where facts.is_main) as main_mention_count,
        count(distinct links.incident_id) as incident_count,
        count(distinct links.incident_id) filter (where links.is_primary) as primary_incident_count,
        sum(claims.claim_count) as claim_count,
        sum(statements.attribution_count) as attribution_count
    from versions
    inner join facts
        on
            versions.article_id = facts.article_id
            and versions.content_digest = facts.content_digest
            and versions.last_batch_date = facts.batch_date
    -- one equality of two columns: with a condition on one side beside it, DuckDB compares all pairs
    left join links
        on case when versions.is_current then facts.mention_id end = links.mention_id
    left join claims
        on facts.mention_id = claims.mention_id and facts.batch_date = claims.batch_date
    left join statements
        on facts.mention_id = statements.mention_id and facts.batch_date = statements.batch_date
    group by versions.article_key

),

final as (

    select
        versions.article_key,
        versions.article_id,
        versions.version_number,
        versions.is_current,
        versions.outlet_key,
        {{ date_key('versions.published_on') }} as published_date_key,
        {{ date_key('versions.first_batch_date') }} as first_batch_date_key,
        {{ date_key('versions.last_batch_date') }} as last_batch_date_key,
        versions.published_on,
        versions.published_at_utc,
        versions.first_batch_date,
        versions.last_batch_date,
        cast(texts.title_chars as integer) as title_chars,
        cast(texts.text_chars as integer) as text_chars,
        cast(coalesce(reported.mention_count, 0) as integer) as mention_count,
        cast(coalesce(reported.main_mention_count, 0) as integer) as main_mention_count,
        cast(coalesce(reported.incident_count, 0) as integer) as incident_count,
        cast(coalesce(reported.primary_incident_count, 0) as integer) as primary_incident_count,
        cast(coalesce(reported.claim_count, 0) as integer) as claim_count,
        cast(coalesce(reported.attribution_count, 0) as integer) as attribution_count,
        versions.build_id,
        versions.extractor_version
    from versions
    inner join texts
        on
            versions.article_id = texts.article_id
            and versions.content_digest = texts.content_digest
            and versions.last_batch_date = texts.batch_date
    left join reported on versions.article_key = reported.article_key

)

select * from final
order by article_id, version_number
