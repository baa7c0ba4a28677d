{{ config(
    materialized="incremental",
    incremental_strategy="append",
    on_schema_change="append_new_columns",
    pre_hook="{{ forget_changed('incident_id') }}"
) }}

with tolls as (

    select * from {{ ref('int_incident_tolls') }}

),

incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ where_changed('incident_id') }}

),

final as (

    select
        tolls.incident_id,
        tolls.measure,
        incidents.incident_month,
        tolls.value_low,
        tolls.value_best,
        tolls.value_high,
        tolls.basis,
        tolls.low_claim_id,
        tolls.best_claim_id,
        tolls.high_claim_id,
        tolls.best_source_id as source_id,
        tolls.best_source_label_ar as source_label_ar,
        tolls.best_source_label_en as source_label_en,
        tolls.best_authority_class as authority_class,
        tolls.counted_claim_count,
        tolls.counted_source_count
    from tolls
    inner join incidents on tolls.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, measure
