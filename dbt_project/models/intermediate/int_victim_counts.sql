{{ config(materialized="incremental") }}

{% set axes = {'status': 'victim_status', 'age': 'victim_age', 'sex': 'victim_sex'} %}
{% set keys = ['incident_id', 'measure', 'axis', 'axis_value'] %}

with claims as (

    select * from {{ ref('int_claims') }}
    where {{ where_changed('incident_id') }}

),

tolls as (

    select * from {{ ref('int_incident_tolls') }}
    where {{ where_changed('incident_id') }}

),

-- a claim of one class of people: the whole toll (خمسة جنود) or a part of it (بينهم 3 أطفال), of an
-- incident that has a toll of the measure
classed as (

    {% for axis, column in axes.items() %}
        select
            claims.*,
            '{{ axis }}' as axis,
            claims.{{ column }} as axis_value,
            coalesce(claims.value_best, claims.value_low, claims.value_high) as figure,
            least(claims.value_low, claims.value_best, claims.value_high) as least_named,
            greatest(claims.value_low, claims.value_best, claims.value_high) as greatest_named
        from claims
        inner join tolls
            on claims.incident_id = tolls.incident_id and claims.measure = tolls.measure
        where
            claims.is_claim
            and claims.{{ column }} <> 'unknown'
            and coalesce(claims.not_counted_because, '') not in (
                'background', 'combined', 'denied', 'superseded_in_text', 'set_aside'
            )
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ weighed('classed', keys) }},

bounding as (

    select
        kept.* replace (
            kept.authority_class <> 'party_enemy' or confirmed.statement_id is not null as is_counted
        )
    from kept
    left join superseded
        on
            kept.statement_id = superseded.statement_id
            and kept.axis = superseded.axis
    left join confirmed
        on
            kept.statement_id = confirmed.statement_id
            and kept.axis = confirmed.axis
    where superseded.statement_id is null

),

counts as (

    {{ toll_of('bounding', keys) }}

),

final as (

    select
        incident_id,
        measure,
        axis,
        axis_value,
        value_low,
        value_best,
        value_high,
        basis,
        case when value_low is not null then low_statement_id end as low_claim_id,
        best_statement_id as best_claim_id,
        case when value_high is not null then high_statement_id end as high_claim_id,
        counted_source_count
    from counts

)

select * from final
order by incident_id, measure, axis, axis_value
