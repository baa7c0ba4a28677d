{{ config(materialized="incremental", pre_hook="{{ forget_changed('article_id') }}") }}

with articles as (

    select * from {{ ref('stg_articles') }}
    where {{ where_changed('article_id') }}

),

-- the same content may come again in a later batch: the latest delivery stands for it
deliveries as (

    select
        article_id,
        content_digest,
        url,
        outlet_id,
        source_name,
        title,
        language,
        published_on,
        published_at_utc,
        batch_date,
        build_id,
        extractor_version,
        min(batch_date) over (partition by article_id, content_digest) as first_batch_date
    from articles
    qualify row_number() over (
        partition by article_id, content_digest order by batch_date desc
    ) = 1

),

-- the order in which nights were run plays no part, only what they brought
numbered as (

    select
        *,
        row_number() over (
            partition by article_id order by batch_date, published_at_utc, content_digest
        ) as version_number,
        count(*) over (partition by article_id) as version_count
    from deliveries

),

final as (

    select
        {{ surrogate_key(['article_id', 'content_digest']) }} as article_key,
        article_id,
        content_digest,
        cast(version_number as integer) as version_number,
        version_number = version_count as is_current,
        url,
        {{ outlet_key('outlet_id', 'source_name') }} as outlet_key,
        outlet_id,
        source_name,
        title,
        language,
        published_on,
        published_at_utc,
        first_batch_date,
        batch_date as last_batch_date,
        build_id,
        extractor_version
    from numbered

)

select * from final
order by article_id, version_number
