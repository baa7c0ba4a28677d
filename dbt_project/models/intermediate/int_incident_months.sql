{{ config(materialized="incremental") }}

with final as (

    {{ counted_months(ref('fct_incident'), 'incident_id', 'incident_month') }}

)

select * from final
order by incident_month, incident_id
