{{ config(
    materialized="incremental",
    incremental_strategy="append",
    on_schema_change="append_new_columns",
    pre_hook="{{ forget_changed('incident_id') }}"
) }}

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

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

event_types as (

    select * from {{ ref('event_types') }}

),

text_groups as (

    select * from {{ ref('stg_text_groups') }}

),

reports as (

    select
        links.incident_id,
        links.recency_rank,
        -- reprints of one text speak once
        coalesce(text_groups.text_group_id, mentions.article_id) as voter,
        mentions.*
    from links
    inner join mentions on links.mention_id = mentions.mention_id
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

    select
        reports.incident_id,
        reports.mention_id
    from reports
    inner join event_types on reports.event_type = event_types.code
    inner join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'event_type'
            and reports.event_type = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by event_types.is_generic asc, votes.vote_count desc, reports.recency_rank asc
    ) = 1

),

date_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'day'
            and cast(reports.occurred_on as varchar) = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by
            case reports.date_precision
                when 'day' then 1 when 'month' then 2 when 'year' then 3 else 4
            end asc,
            votes.vote_count desc,
            reports.recency_rank asc
    ) = 1

),

place_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    inner join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'location'
            and reports.location_key = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by
            coalesce(reports.geo_precision, 9) asc,
            coalesce(reports.geo_radius_km, 9999) asc,
            votes.vote_count desc,
            reports.recency_rank asc
    ) = 1

),

weapon_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'weapon'
            and reports.weapon = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by coalesce(votes.vote_count, 0) desc, reports.recency_rank asc
    ) = 1

),

target_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'target'
            and reports.target_type = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by
            coalesce(votes.vote_count, 0) desc,
            reports.target_detail is null asc,
            reports.recency_rank asc
    ) = 1

),

perpetrator_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'perpetrator'
            and reports.perpetrator_name = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by
            case reports.perpetrator_status
                when 'claimed' then 1 when 'attributed' then 2 when 'suspected' then 3 else 4
            end asc,
            coalesce(votes.vote_count, 0) desc,
            reports.perpetrator_actor_id is null asc,
            reports.recency_rank asc
    ) = 1

),

outcome_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    inner join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = 'outcome'
            and reports.outcome = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by votes.vote_count desc, reports.recency_rank asc
    ) = 1

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
