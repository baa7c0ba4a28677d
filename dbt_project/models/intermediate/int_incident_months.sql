{{ config(materialized="incremental") }}

with final as (

    {{ counted_months(ref('int_corrected_incidents'), 'incident_id', 'incident_month') }}

)

select * from final
order by incident_month, incident_id
