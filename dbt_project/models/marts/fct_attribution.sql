{{ config(materialized="incremental") }}

with statements as (

    select * from {{ ref('stg_attributions') }}

),

mentions as (

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

actors as (

    select * from {{ ref('dim_actor') }}

),

final as (

    select
        statements.attribution_id,
        statements.mention_id,
        -- null where an editor retracted the incident
        incidents.incident_id,
        coalesce(incidents.incident_month, {{ month_of('mentions.occurred_on') }}) as incident_month,
        mentions.article_key,
        mentions.outlet_key,
        {{ date_key('mentions.published_on') }} as published_date_key,
        statements.attribution_number,
        coalesce(actors.actor_key, {{ unknown_key() }}) as actor_key,
        coalesce(actors.name_ar, statements.actor_name) as actor_name,
        statements.stance,
        statements.stated_by,
        mentions.published_on,
        {{ if_located('statements.article_part', 'mentions.quote_policy') }} as evidence_part,
        {{ if_located('statements.span_start', 'mentions.quote_policy') }} as evidence_start,
        {{ if_located('statements.span_end', 'mentions.quote_policy') }} as evidence_end,
        {{ if_quoted('statements.quote', 'mentions.quote_policy') }} as quote,
        mentions.batch_date,
        mentions.build_id,
        mentions.extractor_version
    from statements
    inner join mentions
        on
            statements.mention_id = mentions.mention_id
            and statements.batch_date = mentions.batch_date
    left join actors on statements.actor_id = actors.actor_id
    left join links on mentions.mention_id = links.mention_id
    left join incidents on links.incident_id = incidents.incident_id

)

select * from final
order by incident_month, mention_id, attribution_number
