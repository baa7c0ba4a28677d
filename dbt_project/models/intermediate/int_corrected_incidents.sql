{{ config(materialized="incremental") }}

{% set measures = toll_measures() %}
{% set bounds = ['low', 'best', 'high'] %}

with incidents as (

    select * from {{ ref('int_incidents') }}
    where {{ where_changed('incident_id') }}

),

corrections as (

    select * from {{ ref('int_incident_corrections') }}

),

holds as (

    select * from {{ ref('int_incident_holds') }}
    where {{ where_changed('incident_id') }}

),

reference_corrections as (

    select * from {{ ref('int_incident_reference_corrections') }}

),

locations as (

    select * from {{ ref('int_locations') }}

),

actors as (

    select * from {{ ref('int_actors') }}

),

-- an editor's word wins over what was read, field by field
corrected as (

    select
        incidents.*
        replace (
            {{ corrected('occurred_on', 'date', 'incidents.occurred_on') }} as occurred_on,
            case
                when corrections.occurred_on is null then incidents.date_earliest
                else cast(nullif(corrections.occurred_on, 'unknown') as date)
            end as date_earliest,
            case
                when corrections.occurred_on is null then incidents.date_latest
                when corrections.occurred_on = 'unknown' then incidents.first_reported_on
                else cast(corrections.occurred_on as date)
            end as date_latest,
            case
                when corrections.occurred_on is null then incidents.date_precision
                when corrections.occurred_on = 'unknown' then 'unknown'
                else 'day'
            end as date_precision,
            coalesce(corrections.event_type, incidents.event_type) as event_type,
            coalesce(corrections.weapon, incidents.weapon) as weapon,
            coalesce(corrections.target_type, incidents.target_type) as target_type,
            case
                when corrections.target_type is null then incidents.target_detail
            end as target_detail,
            coalesce(corrections.outcome, incidents.outcome) as outcome,
            {{ corrected('perpetrator_actor_id', 'varchar', 'incidents.perpetrator_actor_id') }}
                as perpetrator_actor_id,
            case
                when corrections.perpetrator_actor_id is null then incidents.perpetrator_name
                else {{ actor_label('actors') }}
            end as perpetrator_name,
            coalesce(
                corrections.perpetrator_status,
                case when corrections.perpetrator_actor_id = 'unknown' then 'unknown' end,
                incidents.perpetrator_status
            ) as perpetrator_status,
            case
                when corrections.place_id is null then incidents.location_key
                else coalesce(locations.location_key, {{ unknown_key() }})
            end as location_key,
            {{ corrected('place_id', 'varchar', 'incidents.place_id') }} as place_id,
            {% for column in ['admin1_code', 'country_code', 'latitude', 'longitude'] %}
                case
                    when corrections.place_id is null then incidents.{{ column }}
                    else locations.{{ column }}
                end as {{ column }},
            {% endfor %}
            case
                when corrections.place_id is null then incidents.place_name
                else locations.name_ar
            end as place_name,
            case
                when corrections.place_id is null then incidents.geo_precision
                when locations.location_key is not null then 1
            end as geo_precision,
            case
                when corrections.place_id is null then incidents.geo_radius_km
            end as geo_radius_km,
            {% for measure in measures %}
                {% for bound in bounds %}
                    {{ corrected(measure ~ '_' ~ bound, 'integer', bounded_toll(measure, bound)) }}
                        as {{ measure }}_{{ bound }},
                {% endfor %}
            {% endfor %}
            {% for measure in ['killed', 'wounded'] %}
                case
                    when {{ is_best_corrected(measure) }} then 'corrected'
                    else incidents.{{ measure }}_basis
                end as {{ measure }}_basis,
                case
                    when not ({{ is_best_corrected(measure) }})
                        then incidents.{{ measure }}_best_claim_id
                end as {{ measure }}_best_claim_id,
            {% endfor %}
            {{ inferred_fields(
                {
                    'date': 'incidents', 'perpetrator': 'incidents', 'place': 'incidents',
                    'target_type': 'incidents',
                },
                set_by={
                    'date': 'occurred_on', 'perpetrator': 'perpetrator_actor_id',
                    'place': 'place_id', 'target_type': 'target_type',
                },
            ) }} as inferred_fields,
            case
                when corrections.is_confirmed then 'corroborated'
                else incidents.status
            end as status,
            case
                when not coalesce(corrections.is_confirmed, false) then incidents.disputed_over
            end as disputed_over
        ),
        coalesce(corrections.is_confirmed, false) as is_confirmed,
        case
            when corrections.is_confirmed then 'confirmed'
            when holds.incident_id is not null then 'held'
            else 'clear'
        end as review_status,
        holds.hold_reasons,
        holds.hold_detail,
        nullif(
            concat_ws(',', corrections.correction_ids, reference_corrections.correction_ids), ''
        ) as correction_ids
    from incidents
    left join corrections on incidents.incident_id = corrections.incident_id
    left join holds on incidents.incident_id = holds.incident_id
    left join reference_corrections on incidents.incident_id = reference_corrections.incident_id
    left join locations
        on {{ location_key('place', 'corrections.place_id') }} = locations.location_key
    left join actors on corrections.perpetrator_actor_id = actors.actor_id
    where not coalesce(corrections.is_retracted, false)

),

-- coordinates are no finer than what is known of the place
rounded as (

    select
        corrected.* replace (
            {{ rounded_coordinate('corrected.latitude', 'precisions') }} as latitude,
            {{ rounded_coordinate('corrected.longitude', 'precisions') }} as longitude
        )
    from corrected
    left join {{ ref('geo_precision') }} as precisions on corrected.geo_precision = precisions.code

),

final as (

    select
        incident_id,
        {{ month_of('occurred_on') }} as incident_month,
        location_key,
        place_id,
        event_type,
        weapon,
        target_type,
        perpetrator_actor_id,
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
    from rounded

)

select * from final
order by incident_month, incident_id
