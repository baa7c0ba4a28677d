{{ config(materialized="incremental", pre_hook="{{ forget_changed('mention_id') }}") }}

with mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_changed('mention_id') }}

),

articles as (

    select * from {{ ref('stg_articles') }}

),

evidence as (

    select * from {{ ref('stg_evidence') }}

),

-- the words that name the event locate it best, then those of its toll, then any
located as (

    select
        mentions.mention_id,
        mentions.batch_date,
        mentions.article_id,
        mentions.content_digest,
        evidence.article_part,
        evidence.span_start,
        evidence.span_end,
        evidence.words
    from mentions
    inner join evidence
        on
            mentions.mention_id = evidence.mention_id
            and mentions.batch_date = evidence.batch_date
    qualify row_number() over (
        partition by mentions.mention_id
        order by
            case evidence.field_name
                when 'event_type' then 1
                when 'killed' then 2
                when 'wounded' then 3
                else 4
            end,
            evidence.article_part,
            evidence.span_start,
            evidence.span_end,
            evidence.field_name,
            evidence.span_number
    ) = 1

),

with_text as (

    select
        located.*,
        case when located.article_part = 'title' then articles.title else articles.body end as part_text
    from located
    inner join articles
        on
            located.batch_date = articles.batch_date
            and located.article_id = articles.article_id
            and located.content_digest = articles.content_digest

),

final as (

    select
        mention_id,
        article_part as evidence_part,
        span_start as evidence_start,
        span_end as evidence_end,
        {{ quote_around('part_text', 'span_start') }} as quote,
        {{ first_words('words') }} as evidence_words
    from with_text

)

select * from final
order by mention_id
