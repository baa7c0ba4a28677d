{{ config(materialized="incremental") }}

{% set measures = toll_measures() %}
{% set bounds = ['low', 'best', 'high'] %}

with incidents as (

    select * from {{ ref('int_corrected_incidents') }}
    where {{ where_changed('incident_id') }}

),

final as (

    select
        incident_id,
        incident_month,
        {{ date_key('occurred_on') }} as date_key,
        {{ date_key('date_earliest') }} as date_earliest_key,
        {{ date_key('date_latest') }} as date_latest_key,
        {{ date_key('first_reported_on') }} as first_reported_date_key,
        {{ date_key('last_reported_on') }} as last_reported_date_key,
        location_key,
        {{ dimension_key('event_type') }} as event_type_key,
        {{ dimension_key('weapon') }} as weapon_key,
        {{ dimension_key('target_type') }} as target_type_key,
        {{ dimension_key('perpetrator_actor_id') }} as perpetrator_actor_key,
        primary_article_key,
        primary_mention_id,
        occurred_on,
        date_earliest,
        date_latest,
        date_precision,
        first_reported_on,
        last_reported_on,
        place_name,
        admin1_code,
        country_code,
        latitude,
        longitude,
        geo_precision,
        geo_radius_km,
        target_detail,
        outcome,
        perpetrator_name,
        perpetrator_status,
        attribution_source,
        {% for measure in measures %}
            {% for bound in bounds %}
                {{ measure }}_{{ bound }},
            {% endfor %}
        {% endfor %}
        killed_basis,
        killed_best_claim_id,
        wounded_basis,
        wounded_best_claim_id,
        status,
        disputed_over,
        source_count,
        mention_count,
        article_count,
        outlet_count,
        independence_group_count,
        is_confirmed,
        review_status,
        hold_reasons,
        hold_detail,
        correction_ids,
        inferred_fields,
        confidence,
        quote,
        batch_date,
        build_id,
        extractor_version
    from incidents

)

select * from final
order by incident_month, incident_id
