{{ config(materialized="incremental") }}

with reports as (

    select
        links.incident_id,
        {{ month_of('mentions.published_on') }} as published_month
    from {{ ref('int_incident_links') }} as links
    inner join {{ ref('int_incident_mentions') }} as mentions
        on links.mention_id = mentions.mention_id

),

final as (

    {{ counted_months('reports', 'incident_id', 'published_month') }}

)

select * from final
order by published_month, incident_id
