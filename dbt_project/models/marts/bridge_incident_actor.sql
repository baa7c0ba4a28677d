{{ config(materialized="incremental") }}

with incidents as (

    select
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('fct_incident_mention') }}
    where {{ where_changed('incident_id') }}

),

statements as (

    select * from {{ ref('fct_attribution') }}

),

-- whom each report takes for the perpetrator, and what is said of whom
named as (

    select
        incident_id,
        mention_id,
        'perpetrator' as actor_role,
        perpetrator_actor_key as actor_key,
        perpetrator_name as actor_name,
        is_primary
    from mentions
    where incident_id is not null and perpetrator_name is not null
    union all
    select
        statements.incident_id,
        statements.mention_id,
        case statements.stance
            when 'claimed' then 'claimed_by'
            else statements.stance
        end as actor_role,
        statements.actor_key,
        statements.actor_name,
        mentions.is_primary
    from statements
    inner join mentions on statements.mention_id = mentions.mention_id
    where statements.incident_id is not null

),

-- where nobody is named, the unknown member is the perpetrator
silent as (

    select
        incidents.incident_id,
        null as mention_id,
        'perpetrator' as actor_role,
        {{ unknown_key() }} as actor_key,
        null as actor_name,
        true as is_primary
    from incidents
    left join named
        on incidents.incident_id = named.incident_id and named.actor_role = 'perpetrator'
    where named.incident_id is null

),

complete as (

    select * from named
    union all by name
    select * from silent

),

-- an actor that the register lacks stands under its name
identified as (

    select
        *,
        case when actor_key = {{ unknown_key() }} then actor_name end as unregistered_name
    from complete

),

counted as (

    select
        identified.incident_id,
        identified.actor_role,
        identified.actor_key,
        identified.unregistered_name,
        min(identified.actor_name) as actor_name,
        bool_or(identified.is_primary) as is_primary,
        count(distinct identified.mention_id) as mention_count,
        count(distinct mentions.outlet_key) as outlet_count,
        min(mentions.published_on) as first_named_on,
        max(mentions.published_on) as last_named_on
    from identified
    left join mentions on identified.mention_id = mentions.mention_id
    group by
        identified.incident_id,
        identified.actor_role,
        identified.actor_key,
        identified.unregistered_name

),

final as (

    select
        {{ surrogate_key([
            'counted.incident_id', 'counted.actor_role', 'counted.actor_key',
            'counted.unregistered_name'
        ]) }} as incident_actor_key,
        counted.incident_id,
        incidents.incident_month,
        counted.actor_key,
        counted.actor_role,
        counted.actor_name,
        counted.is_primary,
        cast(counted.mention_count as integer) as mention_count,
        cast(counted.outlet_count as integer) as outlet_count,
        counted.first_named_on,
        counted.last_named_on,
        1.0 / cast(
            count(*) over (partition by counted.incident_id, counted.actor_role) as double
        ) as weight
    from counted
    inner join incidents on counted.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, actor_role, incident_actor_key
