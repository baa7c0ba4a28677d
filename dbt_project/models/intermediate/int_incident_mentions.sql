with facts as (

    select * from {{ ref('stg_incident_facts') }}

),

current_versions as (

    select * from {{ ref('int_article_versions') }} where is_current

),

event_types as (

    select * from {{ ref('event_types') }}

),

actors as (

    select * from {{ ref('actors') }}

),

locations as (

    select location_key from {{ ref('int_locations') }}

),

-- what an older version of an article said no longer counts
current_facts as (

    select
        facts.*,
        current_versions.article_key,
        current_versions.outlet_key,
        current_versions.outlet_id,
        current_versions.source_name,
        current_versions.published_on,
        current_versions.published_at_utc
    from facts
    inner join current_versions
        on
            facts.article_id = current_versions.article_id
            and facts.content_digest = current_versions.content_digest
            and facts.batch_date = current_versions.last_batch_date

),

final as (

    select
        current_facts.* exclude (perpetrator_actor_id),
        coalesce(event_types.family, 'unknown') as event_family,
        actors.actor_id as perpetrator_actor_id,
        {{ dimension_key('actors.actor_id') }} as perpetrator_actor_key,
        -- the finest location that the reference data knows
        coalesce(
            places.location_key,
            governorates.location_key,
            countries.location_key,
            {{ unknown_key() }}
        ) as location_key
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
