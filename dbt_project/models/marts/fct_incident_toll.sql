{{ config(materialized="incremental") }}

{% set measures = toll_measures() %}

with tolls as (

    select * from {{ ref('int_incident_tolls') }}

),

incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ where_changed('incident_id') }}

),

-- the figures of the incident, which an editor may have put right
shown as (

    {% for measure in measures %}
        select
            incident_id,
            incident_month,
            '{{ measure }}' as measure,
            {{ measure }}_low as value_low,
            {{ measure }}_best as value_best,
            {{ measure }}_high as value_high,
            extractor_version
        from incidents
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        shown.incident_id,
        shown.measure,
        shown.incident_month,
        shown.value_low,
        shown.value_best,
        shown.value_high,
        case
            when not (shown.value_best is distinct from tolls.value_best) and tolls.basis is not null
                then tolls.basis
            else 'corrected'
        end as basis,
        case when shown.value_low = tolls.value_low then tolls.low_claim_id end as low_claim_id,
        case when shown.value_best = tolls.value_best then tolls.best_claim_id end as best_claim_id,
        case when shown.value_high = tolls.value_high then tolls.high_claim_id end as high_claim_id,
        tolls.best_source_id as source_id,
        tolls.best_source_label_ar as source_label_ar,
        tolls.best_source_label_en as source_label_en,
        tolls.best_authority_class as authority_class,
        coalesce(tolls.counted_claim_count, 0) as counted_claim_count,
        coalesce(tolls.counted_source_count, 0) as counted_source_count,
        shown.extractor_version
    from shown
    left join tolls
        on shown.incident_id = tolls.incident_id and shown.measure = tolls.measure
    where coalesce(shown.value_low, shown.value_best, shown.value_high) is not null

)

select * from final
order by incident_month, incident_id, measure
