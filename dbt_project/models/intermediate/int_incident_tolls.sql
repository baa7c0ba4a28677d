{{ config(materialized="incremental") }}

with claims as (

    select * from {{ ref('int_claims') }}
    where {{ where_changed('incident_id') }}

),

-- an enemy's claim that nobody bears out stays in sight: it bounds from above
bounding as (

    select * from claims
    where is_counted or not_counted_because = 'party_enemy'

),

tolls as (

    {{ toll_of('bounding', ['incident_id', 'measure']) }}

),

final as (

    select
        tolls.incident_id,
        tolls.measure,
        tolls.value_low,
        tolls.value_best,
        tolls.value_high,
        case when tolls.basis = 'stated' and best.claim_id is null then 'implied' else tolls.basis end
            as basis,
        case when tolls.value_low is not null then low.claim_id end as low_claim_id,
        best.claim_id as best_claim_id,
        case when tolls.value_high is not null then high.claim_id end as high_claim_id,
        best.source_id as best_source_id,
        best.source_label_ar as best_source_label_ar,
        best.source_label_en as best_source_label_en,
        best.authority_class as best_authority_class,
        tolls.counted_claim_count,
        tolls.counted_source_count
    from tolls
    left join claims as low on tolls.low_statement_id = low.statement_id
    left join claims as best on tolls.best_statement_id = best.statement_id
    left join claims as high on tolls.high_statement_id = high.statement_id

)

select * from final
order by incident_id, measure
