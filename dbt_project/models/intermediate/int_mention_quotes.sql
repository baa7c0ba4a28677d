with mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

versions as (

    select * from {{ ref('int_article_versions') }}

),

evidence as (

    select * from {{ ref('stg_evidence') }}

),

-- the words that name the event locate it best, then those of its toll, then any
located as (

    select
        mentions.mention_id,
        evidence.article_part,
        evidence.span_start,
        evidence.span_end,
        evidence.words,
        case
            when evidence.article_part = 'title' then versions.title else versions.body
        end as part_text
    from mentions
    inner join versions on mentions.article_key = versions.article_key
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

final as (

    select
        mention_id,
        article_part as evidence_part,
        span_start as evidence_start,
        span_end as evidence_end,
        {{ quote_around('part_text', 'span_start') }} as quote,
        {{ first_words('words') }} as evidence_words
    from located

)

select * from final
order by mention_id
