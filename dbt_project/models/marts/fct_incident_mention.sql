{{ config(materialized="incremental") }}

with mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_changed('mention_id') }}

),

links as (

    select * from {{ ref('int_incident_links') }}

),

incidents as (

    select
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}

),

final as (

    select
        mentions.mention_id,
        -- null where an editor retracted the incident
        incidents.incident_id,
        coalesce(incidents.incident_month, {{ month_of('mentions.occurred_on') }}) as incident_month,
        mentions.article_key,
        mentions.outlet_key,
        {{ date_key('mentions.published_on') }} as published_date_key,
        {{ date_key('mentions.occurred_on') }} as date_key,
        {{ date_key('mentions.date_earliest') }} as date_earliest_key,
        {{ date_key('mentions.date_latest') }} as date_latest_key,
        mentions.location_key,
        {{ dimension_key('mentions.event_type') }} as event_type_key,
        {{ dimension_key('mentions.weapon') }} as weapon_key,
        {{ dimension_key('mentions.target_type') }} as target_type_key,
        mentions.perpetrator_actor_key,
        mentions.fact_number,
        mentions.is_main,
        case when links.is_follow_up then 'follow_up' else mentions.mention_kind end as mention_kind,
        coalesce(links.is_primary, false) as is_primary,
        links.link_method,
        links.link_confidence,
        mentions.occurred_on,
        mentions.date_earliest,
        mentions.date_latest,
        mentions.date_precision,
        mentions.published_on,
        mentions.place_name,
        mentions.admin1_code,
        mentions.country_code,
        {{ rounded_coordinate('mentions.latitude', 'precisions') }} as latitude,
        {{ rounded_coordinate('mentions.longitude', 'precisions') }} as longitude,
        mentions.geo_precision,
        mentions.geo_radius_km,
        mentions.target_detail,
        mentions.outcome,
        mentions.perpetrator_name,
        mentions.perpetrator_status,
        mentions.attribution_source,
        mentions.killed_low,
        mentions.killed_best,
        mentions.killed_high,
        mentions.wounded_low,
        mentions.wounded_best,
        mentions.wounded_high,
        mentions.arrested_low,
        mentions.arrested_best,
        mentions.arrested_high,
        mentions.abducted_low,
        mentions.abducted_best,
        mentions.abducted_high,
        mentions.killed_of_perpetrators_low,
        mentions.killed_of_perpetrators_best,
        mentions.killed_of_perpetrators_high,
        mentions.inferred_fields,
        mentions.confidence,
        mentions.field_confidence,
        mentions.quote,
        mentions.evidence_part,
        mentions.evidence_start,
        mentions.evidence_end,
        mentions.batch_date,
        mentions.build_id,
        mentions.extractor_version
    from mentions
    left join {{ ref('geo_precision') }} as precisions on mentions.geo_precision = precisions.code
    left join links on mentions.mention_id = links.mention_id
    left join incidents on links.incident_id = incidents.incident_id

)

select * from final
order by incident_month, article_key, fact_number
