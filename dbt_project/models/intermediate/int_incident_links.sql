{{ config(materialized="incremental") }}

with links as (

    select * from {{ ref('stg_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

-- the incident is described as its latest report has it; of equals, the surest
ranked as (

    select
        links.mention_id,
        links.incident_id,
        links.link_method,
        links.link_confidence,
        mentions.is_main
        and mentions.published_on
        > min(mentions.published_on) filter (where mentions.is_main) over (
            partition by links.incident_id
        ) as is_follow_up,
        row_number() over (
            partition by links.incident_id
            order by
                mentions.is_main desc,
                mentions.published_at_utc desc,
                mentions.confidence desc,
                mentions.mention_id asc
        ) as recency_rank
    from links
    inner join mentions on links.mention_id = mentions.mention_id

),

final as (

    select
        mention_id,
        incident_id,
        link_method,
        link_confidence,
        cast(recency_rank as integer) as recency_rank,
        recency_rank = 1 as is_primary,
        coalesce(is_follow_up, false) as is_follow_up
    from ranked

)

select * from final
order by incident_id, recency_rank
