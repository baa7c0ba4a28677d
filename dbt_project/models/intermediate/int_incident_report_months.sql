{{ config(materialized="incremental") }}

with final as (

    {{ counted_months(
        ref('fct_incident_mention'), 'incident_id', 'published_month', month_of('published_on')
    ) }}

)

select * from final
order by published_month, incident_id
