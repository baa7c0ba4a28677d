{{ config(materialized="incremental") }}

with versions as (

    select * from {{ ref('int_article_versions') }}
    where {{ where_changed('article_id') }}

),

members as (

    select
        article_key,
        article_id,
        content_digest,
        version_number,
        is_current,
        url,
        url_is_whole,
        is_redacted,
        outlet_key,
        {{ date_key('published_on') }} as published_date_key,
        published_on,
        published_at_utc,
        title,
        language,
        first_batch_date,
        last_batch_date,
        build_id,
        extractor_version
    from versions

),

unknown_member as (

    select
        {{ unknown_key() }} as article_key,
        'unknown' as article_id,
        'unknown' as content_digest,
        0 as version_number,
        false as is_current,
        false as is_redacted,
        {{ unknown_key() }} as outlet_key,
        {{ unknown_date_key() }} as published_date_key
    -- it stands there already where only what changed is built
    where not {{ is_incremental() | string | lower }}

),

final as (

    select * from members
    union all by name
    select * from unknown_member

)

select * from final
order by article_id, version_number
