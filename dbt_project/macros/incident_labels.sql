{#
    Incidents with all labels joined, one row each: those that are held, or those that are not
    (docs/held.md). Of the held ones also why.
#}
{% macro incidents_with_labels(is_held) -%}
    {%- set condition = "review_status = 'held'" if is_held else "review_status <> 'held'" %}
with incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ condition }} and {{ where_changed('incident_id') }}

),

locations as (

    select * from {{ ref('dim_location') }}

),

actor_rows as (

    select
        bridge.incident_id,
        string_agg(bridge.actor_name, ' | ' order by bridge.actor_name)
        filter (where bridge.actor_role = 'claimed_by') as claimed_by_ar,
        string_agg(actors.name_en, ' | ' order by actors.name_en)
        filter (where bridge.actor_role = 'claimed_by') as claimed_by_en,
        string_agg(bridge.actor_name, ' | ' order by bridge.actor_name)
        filter (where bridge.actor_role = 'denied') as denied_ar,
        string_agg(actors.name_en, ' | ' order by actors.name_en)
        filter (where bridge.actor_role = 'denied') as denied_en
    from {{ ref('bridge_incident_actor') }} as bridge
    inner join {{ ref('dim_actor') }} as actors on bridge.actor_key = actors.actor_key
    where {{ where_changed('incident_id', 'bridge.incident_id') }}
    group by bridge.incident_id

),

weapon_rows as (

    select
        bridge.incident_id,
        string_agg(weapons.label_ar, ' | ' order by weapons.weapon) as all_weapons_ar,
        string_agg(weapons.label_en, ' | ' order by weapons.weapon) as all_weapons_en
    from {{ ref('bridge_incident_weapon') }} as bridge
    inner join {{ ref('dim_weapon') }} as weapons on bridge.weapon_key = weapons.weapon_key
    where {{ where_changed('incident_id', 'bridge.incident_id') }}
    group by bridge.incident_id

),

target_rows as (

    select
        bridge.incident_id,
        string_agg(distinct targets.label_ar, ' | ' order by targets.label_ar) as all_targets_ar,
        string_agg(distinct targets.label_en, ' | ' order by targets.label_en) as all_targets_en
    from {{ ref('bridge_incident_target') }} as bridge
    inner join {{ ref('dim_target_type') }} as targets
        on bridge.target_type_key = targets.target_type_key
    where {{ where_changed('incident_id', 'bridge.incident_id') }}
    group by bridge.incident_id

),

related_rows as (

    select
        incident_id,
        count(distinct related_incident_id) as related_incident_count
    from {{ ref('bridge_incident_related') }}
    where {{ where_changed('incident_id') }}
    group by incident_id

),

final as (

    select
        incidents.incident_id,
        {{ incident_path('incidents.incident_id') }} as incident_path,
        incidents.incident_month,
        -- when
        incidents.occurred_on,
        incidents.date_earliest,
        incidents.date_latest,
        incidents.date_precision,
        date_precision.label_ar as date_precision_ar,
        date_precision.label_en as date_precision_en,
        incidents.first_reported_on,
        incidents.last_reported_on,
        -- what
        event_types.event_type,
        event_types.event_family,
        event_types.label_ar as event_type_ar,
        event_types.label_en as event_type_en,
        event_types.plover_code,
        event_types.cameo_code,
        event_types.acled_event,
        event_types.acled_sub_event,
        event_types.gtd_attack_type,
        incidents.outcome,
        weapons.weapon,
        weapons.label_ar as weapon_ar,
        weapons.label_en as weapon_en,
        weapon_rows.all_weapons_ar,
        weapon_rows.all_weapons_en,
        targets.target_type,
        targets.label_ar as target_type_ar,
        targets.label_en as target_type_en,
        target_rows.all_targets_ar,
        target_rows.all_targets_en,
        incidents.target_detail,
        target_details.label_ar as target_detail_ar,
        target_details.label_en as target_detail_en,
        -- where
        locations.location_level,
        incidents.place_name,
        locations.name_ar as location_ar,
        locations.name_en as location_en,
        locations.name_en_source as location_en_source,
        locations.geonames_id,
        locations.district_name_ar,
        locations.district_name_en,
        incidents.admin1_code,
        coalesce(locations.admin1_name_ar, governorates.name_ar) as admin1_name_ar,
        coalesce(locations.admin1_name_en, governorates.name_en) as admin1_name_en,
        incidents.country_code,
        coalesce(locations.country_name_ar, countries.name_ar) as country_name_ar,
        coalesce(locations.country_name_en, countries.name_en) as country_name_en,
        locations.pcode,
        locations.district_pcode,
        locations.admin1_pcode,
        locations.is_disputed,
        locations.disputed_area_name_ar,
        locations.disputed_area_name_en,
        locations.disputed_extent,
        incidents.latitude,
        incidents.longitude,
        incidents.geo_precision,
        geo_precision.label_ar as geo_precision_ar,
        geo_precision.label_en as geo_precision_en,
        incidents.geo_radius_km,
        -- who
        incidents.perpetrator_name,
        actors.actor_id as perpetrator_actor_id,
        actors.name_ar as perpetrator_ar,
        actors.name_en as perpetrator_en,
        actors.actor_type as perpetrator_type,
        actors.parent_name_en as perpetrator_parent_en,
        incidents.perpetrator_status,
        perpetrator_status.label_ar as perpetrator_status_ar,
        perpetrator_status.label_en as perpetrator_status_en,
        actor_rows.claimed_by_ar,
        actor_rows.claimed_by_en,
        actor_rows.denied_ar,
        actor_rows.denied_en,
        -- how many
        incidents.killed_low,
        incidents.killed_best,
        incidents.killed_high,
        incidents.wounded_low,
        incidents.wounded_best,
        incidents.wounded_high,
        incidents.arrested_low,
        incidents.arrested_best,
        incidents.arrested_high,
        incidents.abducted_low,
        incidents.abducted_best,
        incidents.abducted_high,
        incidents.killed_of_perpetrators_low,
        incidents.killed_of_perpetrators_best,
        incidents.killed_of_perpetrators_high,
        incidents.killed_basis,
        incidents.wounded_basis,
        -- who says so
        incidents.status,
        incidents.disputed_over,
        incidents.source_count,
        incidents.attribution_source,
        incidents.mention_count,
        incidents.article_count,
        incidents.outlet_count,
        incidents.independence_group_count,
        cast(coalesce(related_rows.related_incident_count, 0) as integer) as related_incident_count,
        outlets.name_ar as primary_outlet_ar,
        outlets.name_en as primary_outlet_en,
        articles.url as primary_url,
        articles.title as primary_title,
        incidents.quote,
        incidents.inferred_fields,
        incidents.confidence,
        incidents.review_status,
        {% if is_held %}
            incidents.hold_reasons,
            incidents.hold_detail,
        {% endif %}
        incidents.batch_date,
        incidents.build_id,
        incidents.extractor_version
    from incidents
    inner join locations on incidents.location_key = locations.location_key
    inner join {{ ref('dim_event_type') }} as event_types
        on incidents.event_type_key = event_types.event_type_key
    inner join {{ ref('dim_weapon') }} as weapons on incidents.weapon_key = weapons.weapon_key
    inner join {{ ref('dim_target_type') }} as targets
        on incidents.target_type_key = targets.target_type_key
    inner join {{ ref('dim_actor') }} as actors
        on incidents.perpetrator_actor_key = actors.actor_key
    inner join {{ ref('dim_article') }} as articles
        on incidents.primary_article_key = articles.article_key
    inner join {{ ref('dim_outlet') }} as outlets on articles.outlet_key = outlets.outlet_key
    left join {{ ref('admin1') }} as governorates on incidents.admin1_code = governorates.code
    left join {{ ref('countries') }} as countries on incidents.country_code = countries.code
    left join {{ ref('target_details') }} as target_details
        on incidents.target_detail = target_details.code
    left join {{ ref('date_precision') }} as date_precision
        on incidents.date_precision = date_precision.code
    left join {{ ref('geo_precision') }} as geo_precision
        on incidents.geo_precision = geo_precision.code
    left join {{ ref('perpetrator_status') }} as perpetrator_status
        on incidents.perpetrator_status = perpetrator_status.code
    left join actor_rows on incidents.incident_id = actor_rows.incident_id
    left join weapon_rows on incidents.incident_id = weapon_rows.incident_id
    left join target_rows on incidents.incident_id = target_rows.incident_id
    left join related_rows on incidents.incident_id = related_rows.incident_id

)

select * from final
order by incident_month, incident_id
{%- endmacro %}
