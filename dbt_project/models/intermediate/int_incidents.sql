{{ config(materialized="incremental") }}

{% set measures = toll_measures() %}
{% set bounds = ['low', 'best', 'high'] %}

with links as (

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where mention_id in (select links.mention_id from links)

),

outlets as (

    select * from {{ ref('int_outlets') }}

),

tolls as (

    select
        incident_id,
        {% for measure in measures %}
            {% for bound in bounds %}
                max(value_{{ bound }}) filter (where measure = '{{ measure }}') as {{ measure }}_{{ bound }},
            {% endfor %}
        {% endfor %}
        {% for measure in ['killed', 'wounded'] %}
            max(basis) filter (where measure = '{{ measure }}') as {{ measure }}_basis,
            max(best_claim_id) filter (where measure = '{{ measure }}') as {{ measure }}_best_claim_id,
        {% endfor %}
        count(*) as measure_count
    from {{ ref('int_incident_tolls') }}
    where {{ where_changed('incident_id') }}
    group by incident_id

),

judged as (

    select * from {{ ref('int_incident_status') }}
    where {{ where_changed('incident_id') }}

),

-- copies of one agency's report do not corroborate each other
reports as (

    select
        links.incident_id,
        cast(count(*) as integer) as mention_count,
        cast(count(distinct mentions.article_id) as integer) as article_count,
        cast(count(distinct mentions.outlet_key) as integer) as outlet_count,
        cast(count(distinct outlets.independence_group) as integer) as independence_group_count,
        min(mentions.published_on) as first_reported_on,
        max(mentions.published_on) as last_reported_on
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    inner join outlets on mentions.outlet_key = outlets.outlet_key
    group by links.incident_id

),

descriptions as (

    select * from {{ ref('int_incident_descriptions') }}
    where {{ where_changed('incident_id') }}

),

primary_mentions as (

    select
        links.incident_id,
        mentions.*
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    where links.is_primary

),

final as (

    select
        primary_mentions.incident_id,
        primary_mentions.mention_id as primary_mention_id,
        primary_mentions.article_key as primary_article_key,
        dated.occurred_on,
        dated.date_earliest,
        dated.date_latest,
        dated.date_precision,
        reports.first_reported_on,
        reports.last_reported_on,
        placed.location_key,
        placed.place_id,
        placed.place_name,
        placed.admin1_code,
        placed.country_code,
        placed.latitude,
        placed.longitude,
        placed.geo_precision,
        placed.geo_radius_km,
        typed.event_type,
        armed.weapon,
        aimed.target_type,
        aimed.target_detail,
        ended.outcome,
        blamed.perpetrator_actor_id,
        blamed.perpetrator_name,
        blamed.perpetrator_status,
        primary_mentions.attribution_source,
        {% for measure in measures %}
            {% for bound in bounds %}
                tolls.{{ measure }}_{{ bound }},
            {% endfor %}
        {% endfor %}
        coalesce(tolls.killed_basis, 'none') as killed_basis,
        tolls.killed_best_claim_id,
        coalesce(tolls.wounded_basis, 'none') as wounded_basis,
        tolls.wounded_best_claim_id,
        judged.status,
        judged.disputed_over,
        judged.source_count,
        reports.mention_count,
        reports.article_count,
        reports.outlet_count,
        reports.independence_group_count,
        {{ inferred_fields(
            {'date': 'dated', 'perpetrator': 'blamed', 'place': 'placed', 'target_type': 'aimed'}
        ) }} as inferred_fields,
        primary_mentions.confidence,
        primary_mentions.quote,
        primary_mentions.batch_date,
        primary_mentions.build_id,
        primary_mentions.extractor_version
    from primary_mentions
    inner join reports on primary_mentions.incident_id = reports.incident_id
    inner join judged on primary_mentions.incident_id = judged.incident_id
    inner join descriptions on primary_mentions.incident_id = descriptions.incident_id
    inner join mentions as typed on descriptions.event_mention_id = typed.mention_id
    inner join mentions as dated on descriptions.date_mention_id = dated.mention_id
    inner join mentions as placed on descriptions.place_mention_id = placed.mention_id
    inner join mentions as armed on descriptions.weapon_mention_id = armed.mention_id
    inner join mentions as aimed on descriptions.target_mention_id = aimed.mention_id
    inner join mentions as blamed on descriptions.perpetrator_mention_id = blamed.mention_id
    inner join mentions as ended on descriptions.outcome_mention_id = ended.mention_id
    left join tolls on primary_mentions.incident_id = tolls.incident_id

)

select * from final
order by incident_id
