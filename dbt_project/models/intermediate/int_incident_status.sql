{{ config(materialized="incremental") }}

with links as (

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where mention_id in (select links.mention_id from links)

),

speakers as (

    select * from {{ ref('int_mention_sources') }}
    where {{ where_changed('incident_id') }}

),

sources as (

    select * from {{ ref('int_incident_sources') }}
    where {{ where_changed('incident_id') }}

),

claims as (

    select * from {{ ref('int_claims') }}
    where {{ where_changed('incident_id') }}

),

statements as (

    select * from {{ ref('stg_attributions') }}
    where mention_id in (select links.mention_id from links)

),

actors as (

    select * from {{ ref('int_actor_sides') }}

),

reports as (

    select
        links.incident_id,
        mentions.*
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    where mentions.is_main

),

counted as (

    select
        incident_id,
        cast(count(distinct source_group_id) as integer) as source_count
    from sources
    group by incident_id

),

-- whom each report rests on; one of them is enough to tell two reports apart
report_sources as (

    select
        speakers.mention_id,
        min(sources.source_group_id) as source_group_id
    from speakers
    inner join sources
        on speakers.incident_id = sources.incident_id and speakers.source_id = sources.source_id
    group by speakers.mention_id

),

-- in a clash both sides are reported as attackers
blamed as (

    select distinct
        reports.incident_id,
        report_sources.source_group_id,
        actors.root_actor_id
    from reports
    inner join report_sources on reports.mention_id = report_sources.mention_id
    inner join actors on reports.perpetrator_actor_id = actors.actor_id
    where reports.perpetrator_status in ('claimed', 'attributed') and reports.event_type <> 'clash'

),

-- two sources say of two actors, none part of the other, that he did it; or he denies it
blame_disputes as (

    select one.incident_id
    from blamed as one
    inner join blamed as other
        on
            one.incident_id = other.incident_id
            and one.root_actor_id < other.root_actor_id
            and one.source_group_id <> other.source_group_id
    union
    select reports.incident_id
    from reports
    inner join statements
        on
            reports.mention_id = statements.mention_id
            and reports.batch_date = statements.batch_date
    inner join actors on statements.actor_id = actors.actor_id
    inner join blamed
        on
            reports.incident_id = blamed.incident_id
            and actors.root_actor_id = blamed.root_actor_id
    where statements.stance = 'denied'

),

-- one source says that somebody died and another that nobody did, or denies the count
toll_disputes as (

    select one.incident_id
    from claims as one
    inner join claims as other
        on
            one.incident_id = other.incident_id
            and one.measure = other.measure
            and one.source_id <> other.source_id
    where
        one.measure in ('killed', 'wounded')
        and one.is_counted
        and least(one.value_low, one.value_best, one.value_high) > 0
        and (
            (other.is_counted and greatest(other.value_low, other.value_best, other.value_high) = 0)
            or other.not_counted_because = 'denied'
        )

),

incidents as (

    select distinct incident_id from reports

),

judged as (

    select
        incidents.incident_id,
        counted.source_count,
        incidents.incident_id in (select blame_disputes.incident_id from blame_disputes)
            as is_blame_disputed,
        incidents.incident_id in (select toll_disputes.incident_id from toll_disputes)
            as is_toll_disputed
    from incidents
    inner join counted on incidents.incident_id = counted.incident_id

),

final as (

    select
        incident_id,
        case
            when is_blame_disputed or is_toll_disputed then 'disputed'
            when source_count > 1 then 'corroborated'
            else 'provisional'
        end as status,
        case
            when is_blame_disputed and is_toll_disputed then 'perpetrator_and_toll'
            when is_blame_disputed then 'perpetrator'
            when is_toll_disputed then 'toll'
        end as disputed_over,
        source_count
    from judged

)

select * from final
order by incident_id
