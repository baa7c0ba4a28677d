{{ config(materialized="incremental") }}

{#- an outlet that nothing is agreed with may be quoted, as any text may; what was taken out may not -#}
{% set policy -%}
    case when numbered.is_redacted then 'none' else coalesce(outlets.quote_policy, 'quote') end
{%- endset %}

{#- an address that may lead to another article's page is not shown -#}
{% set has_address = 'redaction_id is null and address_doubt is null' %}

with articles as (

    select * from {{ ref('stg_articles') }}
    where {{ where_staged_changed(ref('stg_articles'), 'article_id') }}

),

outlets as (

    select * from {{ ref('outlets') }}

),

-- the same content may come again in a later batch: the latest delivery stands for it
deliveries as (

    select
        article_id,
        content_digest,
        redaction_id is not null as is_redacted,
        case when {{ has_address }} then public_url end as public_url,
        {{ has_address }} and public_url = url as url_is_whole,
        outlet_id,
        source_name,
        masked_title,
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
        {{ surrogate_key(['numbered.article_id', 'numbered.content_digest']) }} as article_key,
        numbered.article_id,
        numbered.content_digest,
        cast(numbered.version_number as integer) as version_number,
        numbered.version_number = numbered.version_count as is_current,
        numbered.public_url as url,
        numbered.url_is_whole,
        numbered.is_redacted,
        {{ outlet_key('numbered.outlet_id', 'numbered.source_name') }} as outlet_key,
        numbered.outlet_id,
        numbered.source_name,
        {{ policy }} as quote_policy,
        {{ if_quoted('numbered.masked_title', policy) }} as title,
        numbered.language,
        numbered.published_on,
        numbered.published_at_utc,
        numbered.first_batch_date,
        numbered.batch_date as last_batch_date,
        numbered.build_id,
        numbered.extractor_version
    from numbered
    left join outlets on numbered.outlet_id = outlets.outlet_id

)

select * from final
order by article_id, version_number
