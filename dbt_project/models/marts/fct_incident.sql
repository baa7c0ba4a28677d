{% set measures = ['killed', 'wounded', 'arrested', 'abducted', 'killed_of_perpetrators'] %}
{% set bounds = ['low', 'best', 'high'] %}

with links as (

    select * from {{ ref('int_incident_links') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

outlets as (

    select * from {{ ref('dim_outlet') }}

),

quotes as (

    select * from {{ ref('int_mention_quotes') }}

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
    group by incident_id

),

judged as (

    select * from {{ ref('int_incident_status') }}

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

primary_mentions as (

    select
        links.incident_id,
        mentions.*
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    where links.is_primary

),

-- a later report may leave out the day that an earlier one told
dating_mentions as (

    select
        links.incident_id,
        mentions.occurred_on,
        mentions.date_earliest,
        mentions.date_latest,
        mentions.date_precision
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    where links.is_dating

),

final as (

    select
        primary_mentions.incident_id,
        {{ month_of('dating_mentions.occurred_on') }} as incident_month,
        {{ date_key('dating_mentions.occurred_on') }} as date_key,
        {{ date_key('dating_mentions.date_earliest') }} as date_earliest_key,
        {{ date_key('dating_mentions.date_latest') }} as date_latest_key,
        {{ date_key('reports.first_reported_on') }} as first_reported_date_key,
        {{ date_key('reports.last_reported_on') }} as last_reported_date_key,
        primary_mentions.location_key,
        {{ dimension_key('primary_mentions.event_type') }} as event_type_key,
        {{ dimension_key('primary_mentions.weapon') }} as weapon_key,
        {{ dimension_key('primary_mentions.target_type') }} as target_type_key,
        primary_mentions.perpetrator_actor_key,
        primary_mentions.article_key as primary_article_key,
        primary_mentions.mention_id as primary_mention_id,
        dating_mentions.occurred_on,
        dating_mentions.date_earliest,
        dating_mentions.date_latest,
        dating_mentions.date_precision,
        reports.first_reported_on,
        reports.last_reported_on,
        primary_mentions.place_name,
        primary_mentions.admin1_code,
        primary_mentions.country_code,
        primary_mentions.latitude,
        primary_mentions.longitude,
        primary_mentions.geo_precision,
        primary_mentions.geo_radius_km,
        primary_mentions.target_detail,
        primary_mentions.outcome,
        primary_mentions.perpetrator_name,
        primary_mentions.perpetrator_status,
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
        primary_mentions.confidence,
        quotes.quote,
        primary_mentions.batch_date,
        primary_mentions.build_id,
        primary_mentions.extractor_version
    from primary_mentions
    inner join dating_mentions on primary_mentions.incident_id = dating_mentions.incident_id
    inner join reports on primary_mentions.incident_id = reports.incident_id
    inner join judged on primary_mentions.incident_id = judged.incident_id
    left join tolls on primary_mentions.incident_id = tolls.incident_id
    left join quotes on primary_mentions.mention_id = quotes.mention_id

)

select * from final
order by incident_month, incident_id
