{{ config(materialized="incremental") }}

with facts as (

    select * from {{ ref('stg_incident_facts') }}
    where {{ where_changed('article_id') }}

),

current_versions as (

    select * from {{ ref('int_article_versions') }}
    where is_current and {{ where_changed('article_id') }}

),

event_types as (

    select * from {{ ref('event_types') }}

),

actors as (

    select * from {{ ref('int_actors') }}

),

locations as (

    select location_key from {{ ref('int_locations') }}

),

place_corrections as (

    select * from {{ ref('int_place_corrections') }}

),

-- what an older version of an article said no longer counts
current_facts as (

    select
        facts.*
        replace (
            coalesce(place_corrections.admin1_name, facts.admin1_name) as admin1_name,
            coalesce(place_corrections.admin1_code, facts.admin1_code) as admin1_code,
            coalesce(place_corrections.country_code, facts.country_code) as country_code,
            coalesce(place_corrections.latitude, facts.latitude) as latitude,
            coalesce(place_corrections.longitude, facts.longitude) as longitude
        ),
        current_versions.article_key,
        current_versions.outlet_key,
        current_versions.quote_policy,
        current_versions.published_on,
        current_versions.published_at_utc
    from facts
    inner join current_versions
        on
            facts.article_id = current_versions.article_id
            and facts.content_digest = current_versions.content_digest
            and facts.batch_date = current_versions.last_batch_date
    -- where a place lies is the reference entry's to say, and the editor's before it
    left join place_corrections on facts.place_id = place_corrections.place_id

),

final as (

    select
        -- ids
        current_facts.mention_id,
        current_facts.article_id,
        current_facts.content_digest,
        current_facts.article_key,
        current_facts.outlet_key,
        current_facts.place_id,
        -- the finest location that the reference data knows
        coalesce(
            places.location_key,
            governorates.location_key,
            countries.location_key,
            {{ unknown_key() }}
        ) as location_key,
        actors.actor_id as perpetrator_actor_id,
        {{ dimension_key('actors.actor_id') }} as perpetrator_actor_key,
        current_facts.build_id,
        current_facts.extractor_version,

        -- strings
        current_facts.event_type,
        coalesce(event_types.family, 'unknown') as event_family,
        current_facts.date_precision,
        current_facts.place_name,
        current_facts.admin1_name,
        current_facts.admin1_code,
        current_facts.country_code,
        current_facts.weapon,
        current_facts.target_type,
        current_facts.target_detail,
        current_facts.outcome,
        current_facts.mention_kind,
        coalesce({{ actor_label('actors') }}, current_facts.perpetrator_name) as perpetrator_name,
        current_facts.perpetrator_status,
        current_facts.attribution_source,
        current_facts.quote_policy,
        {{ if_quoted('current_facts.quote', 'current_facts.quote_policy') }} as quote,
        current_facts.inferred_fields,
        current_facts.field_confidence,
        {% for column in evidence_columns() %}
            {{ if_located('current_facts.' ~ column, 'current_facts.quote_policy') }} as {{ column }},
        {% endfor %}

        -- numerics
        current_facts.fact_number,
        current_facts.latitude,
        current_facts.longitude,
        current_facts.geo_precision,
        current_facts.geo_radius_km,
        current_facts.killed_low,
        current_facts.killed_best,
        current_facts.killed_high,
        current_facts.wounded_low,
        current_facts.wounded_best,
        current_facts.wounded_high,
        current_facts.arrested_low,
        current_facts.arrested_best,
        current_facts.arrested_high,
        current_facts.abducted_low,
        current_facts.abducted_best,
        current_facts.abducted_high,
        current_facts.killed_of_perpetrators_low,
        current_facts.killed_of_perpetrators_best,
        current_facts.killed_of_perpetrators_high,
        current_facts.confidence,

        -- booleans
        current_facts.is_main,

        -- dates and times
        current_facts.batch_date,
        current_facts.date_earliest,
        current_facts.date_latest,
        current_facts.occurred_on,
        current_facts.published_on,
        current_facts.published_at_utc
    from current_facts
    left join event_types on current_facts.event_type = event_types.code
    left join actors on current_facts.perpetrator_actor_id = actors.actor_id
    left join locations as places
        on {{ location_key('place', 'current_facts.place_id') }} = places.location_key
    left join locations as governorates
        on
            {{ location_key('governorate', 'current_facts.admin1_code') }}
            = governorates.location_key
    left join locations as countries
        on {{ location_key('country', 'current_facts.country_code') }} = countries.location_key

)

select * from final
order by article_id, fact_number
