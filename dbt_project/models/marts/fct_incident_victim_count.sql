{{ config(materialized="incremental") }}

with counts as (

    select * from {{ ref('int_victim_counts') }}

),

incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ where_changed('incident_id') }}

),

final as (

    select
        counts.incident_id,
        counts.measure,
        counts.axis,
        counts.axis_value,
        incidents.incident_month,
        counts.value_low,
        counts.value_best,
        counts.value_high,
        counts.basis,
        counts.low_claim_id,
        counts.best_claim_id,
        counts.high_claim_id,
        counts.counted_source_count,
        incidents.extractor_version
    from counts
    inner join incidents on counts.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, measure, axis, axis_value
