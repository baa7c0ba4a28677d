{{ config(materialized="incremental") }}

{#
    What the reports of an incident say together: docs/linking.md has the rule. A field is settled from
    the coarse to the fine, and only the reports that agree on the coarse have a say in the fine.
#}

{# finer than a governorate: 1 to 3 in seeds/geo_precision.csv #}
{% set is_coarse_place = 'min(coalesce(geo_precision, 9)) > 3' %}
{% set sureness -%}
    case perpetrator_status when 'claimed' then 1 when 'attributed' then 2 when 'suspected' then 3 else 4 end
{%- endset %}

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
        event_types.family,
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

-- what happened: the family of types, then the type
of_family as (

    {{ agreeing('reports', 'family') }}

),

of_type as (

    {{ agreeing('of_family', 'event_type', before_votes=['bool_and(is_generic)']) }}

),

event_choice as (

    {{ first_mention('of_type') }}

),

-- when: a report has a vote for each reported span of days that lies within its own, one of a month for
-- each day of the month
dated as (

    select
        reports.incident_id,
        reports.voter,
        reports.date_earliest,
        reports.date_latest,
        {{ is_inferred('reports', 'date') }} as is_date_inferred
    from reports
    where reports.occurred_on is not null

),

spans as (

    select distinct
        incident_id,
        date_earliest,
        date_latest
    from dated

),

date_votes as (

    select
        spans.incident_id,
        spans.date_earliest,
        spans.date_latest,
        count(distinct dated.voter) filter (where not dated.is_date_inferred) as stated_count,
        count(distinct dated.voter) as vote_count
    from spans
    inner join dated
        on
            spans.incident_id = dated.incident_id
            and spans.date_earliest >= dated.date_earliest
            and spans.date_latest <= dated.date_latest
    group by spans.incident_id, spans.date_earliest, spans.date_latest

),

date_choice as (

    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join date_votes
        on
            reports.incident_id = date_votes.incident_id
            and reports.occurred_on is not null
            and reports.date_earliest = date_votes.date_earliest
            and reports.date_latest = date_votes.date_latest
    qualify row_number() over (
        partition by reports.incident_id
        order by
            date_votes.stated_count desc nulls last,
            date_votes.vote_count desc nulls last,
            date_votes.date_latest - date_votes.date_earliest asc,
            {{ is_inferred('reports', 'date') }} asc,
            reports.recency_rank asc
    ) = 1

),

-- where: the country, the governorate, then the finest place that is named in it
located as (

    select
        *,
        {{ is_inferred('reports', 'place') }} as is_place_inferred
    from reports

),

of_country as (

    {{ agreeing('located', 'country_code', states='not is_place_inferred') }}

),

of_governorate as (

    {{ agreeing('of_country', 'admin1_code', states='not is_place_inferred') }}

),

of_place as (

    {{ agreeing(
        'of_governorate',
        'location_key',
        states='not is_place_inferred',
        before_votes=[is_coarse_place],
        tie_break=['min(coalesce(geo_precision, 9))', 'min(coalesce(geo_radius_km, 9999))']
    ) }}

),

place_choice as (

    {{ first_mention(
        'of_place',
        ['coalesce(geo_precision, 9)', 'is_place_inferred', 'coalesce(geo_radius_km, 9999)']
    ) }}

),

of_weapon as (

    {{ agreeing('reports', "nullif(weapon, 'unknown')") }}

),

weapon_choice as (

    {{ first_mention('of_weapon') }}

),

-- whom it hit: the kind, then the finer one
of_target as (

    {{ agreeing(
        'reports',
        "nullif(target_type, 'unknown')",
        states='not ' ~ is_inferred('reports', 'target_type')
    ) }}

),

of_target_detail as (

    {{ agreeing('of_target', 'target_detail') }}

),

target_choice as (

    {{ first_mention('of_target_detail', [is_inferred('of_target_detail', 'target_type')]) }}

),

of_perpetrator as (

    {{ agreeing(
        'reports',
        'perpetrator_name',
        states='not ' ~ is_inferred('reports', 'perpetrator'),
        before_votes=['min(' ~ sureness ~ ')']
    ) }}

),

perpetrator_choice as (

    {{ first_mention(
        'of_perpetrator',
        [sureness, is_inferred('of_perpetrator', 'perpetrator'), 'perpetrator_actor_id is null']
    ) }}

),

of_outcome as (

    {{ agreeing('reports', 'outcome') }}

),

outcome_choice as (

    {{ first_mention('of_outcome') }}

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
