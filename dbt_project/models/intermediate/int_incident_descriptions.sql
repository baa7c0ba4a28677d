{{ config(materialized="incremental", meta={"changes_by": "incident_id"}) }}

{% set ballots = {
    'event_type': 'event_type',
    'day': "case when date_precision = 'day' then occurred_on end",
    'location': 'location_key',
    'weapon': "nullif(weapon, 'unknown')",
    'target': "nullif(target_type, 'unknown')",
    'outcome': 'outcome',
    'perpetrator': 'perpetrator_name',
} %}

with links as (

    select * from {{ tonight(ref('int_incident_links')) }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ tonight(ref('int_incident_mentions')) }}

),

event_types as (

    select * from {{ ref('event_types') }}

),

text_groups as (

    select * from {{ tonight(ref('stg_text_groups')) }}

),

reports as (

    select
        links.incident_id,
        links.recency_rank,
        -- reprints of one text speak once
        coalesce(text_groups.text_group_id, mentions.article_id) as voter,
        event_types.is_generic,
        mentions.*
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    left join event_types on mentions.event_type = event_types.code
    left join text_groups
        on
            mentions.article_id = text_groups.article_id
            and mentions.content_digest = text_groups.content_digest
    where mentions.is_main

),

ballots as (

    {% for field, field_value in ballots.items() %}
        select
            incident_id,
            voter,
            '{{ field }}' as field,
            cast({{ field_value }} as varchar) as field_value
        from reports
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

votes as (

    select
        incident_id,
        field,
        field_value,
        count(distinct voter) as vote_count
    from ballots
    where field_value is not null
    group by incident_id, field, field_value

),

-- the mention that each field is taken from
event_choice as (

    {{ chosen_mention(
        'event_type',
        'reports.event_type',
        ['reports.is_generic asc nulls last', 'votes.vote_count desc']
    ) }}

),

date_choice as (

    {{ chosen_mention(
        'day',
        'reports.occurred_on',
        [
            "case reports.date_precision when 'day' then 1 when 'month' then 2 when 'year' then 3 else 4 end asc",
            is_inferred('reports', 'date') ~ ' asc',
            'votes.vote_count desc',
        ]
    ) }}

),

place_choice as (

    {{ chosen_mention(
        'location',
        'reports.location_key',
        [
            'coalesce(reports.geo_precision, 9) asc',
            is_inferred('reports', 'place') ~ ' asc',
            'coalesce(reports.geo_radius_km, 9999) asc',
            'votes.vote_count desc',
        ]
    ) }}

),

weapon_choice as (

    {{ chosen_mention('weapon', 'reports.weapon', ['votes.vote_count desc']) }}

),

target_choice as (

    {{ chosen_mention(
        'target',
        'reports.target_type',
        [
            "reports.target_type = 'unknown' asc",
            is_inferred('reports', 'target_type') ~ ' asc',
            'votes.vote_count desc',
            'reports.target_detail is null asc',
        ]
    ) }}

),

perpetrator_choice as (

    {{ chosen_mention(
        'perpetrator',
        'reports.perpetrator_name',
        [
            "case reports.perpetrator_status when 'claimed' then 1 when 'attributed' then 2 when 'suspected' then 3 else 4 end asc",
            is_inferred('reports', 'perpetrator') ~ ' asc',
            'votes.vote_count desc',
            'reports.perpetrator_actor_id is null asc',
        ]
    ) }}

),

outcome_choice as (

    {{ chosen_mention('outcome', 'reports.outcome', ['votes.vote_count desc']) }}

),

final as (

    select
        event_choice.incident_id,
        event_choice.mention_id as event_mention_id,
        date_choice.mention_id as date_mention_id,
        place_choice.mention_id as place_mention_id,
        weapon_choice.mention_id as weapon_mention_id,
        target_choice.mention_id as target_mention_id,
        perpetrator_choice.mention_id as perpetrator_mention_id,
        outcome_choice.mention_id as outcome_mention_id
    from event_choice
    inner join date_choice on event_choice.incident_id = date_choice.incident_id
    inner join place_choice on event_choice.incident_id = place_choice.incident_id
    inner join weapon_choice on event_choice.incident_id = weapon_choice.incident_id
    inner join target_choice on event_choice.incident_id = target_choice.incident_id
    inner join perpetrator_choice on event_choice.incident_id = perpetrator_choice.incident_id
    inner join outcome_choice on event_choice.incident_id = outcome_choice.incident_id

)

select * from final
order by incident_id
