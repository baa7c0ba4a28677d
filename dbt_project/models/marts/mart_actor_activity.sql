-- depends_on: {{ ref('int_incident_months') }}
{{ config(materialized="incremental") }}

with roles as (

    select * from {{ ref('bridge_incident_actor') }}
    where {{ where_changed('incident_month') }}

),

incidents as (

    select * from {{ ref('mart_incidents') }}
    where {{ where_changed('incident_month') }}

),

actors as (

    select * from {{ ref('dim_actor') }}

),

final as (

    select
        actors.actor_key,
        roles.actor_role,
        roles.incident_month,
        coalesce(incidents.country_code, {{ unknown_key() }}) as country_code,
        actors.actor_id,
        actors.name_ar as actor_name_ar,
        actors.name_en as actor_name_en,
        actors.actor_type,
        actors.parent_name_en,
        min(incidents.country_name_ar) as country_name_ar,
        min(incidents.country_name_en) as country_name_en,
        cast(count(distinct roles.incident_id) as integer) as incident_count,
        sum(roles.weight) as weighted_incident_count,
        cast(
            count(distinct roles.incident_id)
            filter (where {{ is_deadly() }})
            as integer
        ) as deadly_count,
        sum(roles.weight * {{ summed_toll('incidents.killed', 'best') }}) as weighted_killed_best,
        sum(roles.weight * {{ summed_toll('incidents.wounded', 'best') }}) as weighted_wounded_best,
        cast(sum(roles.mention_count) as integer) as mention_count,
        min(incidents.occurred_on) as first_day,
        max(incidents.occurred_on) as last_day
    from roles
    inner join incidents on roles.incident_id = incidents.incident_id
    inner join actors on roles.actor_key = actors.actor_key
    group by
        actors.actor_key,
        roles.actor_role,
        roles.incident_month,
        incidents.country_code,
        actors.actor_id,
        actors.name_ar,
        actors.name_en,
        actors.actor_type,
        actors.parent_name_en

)

select * from final
order by actor_key, actor_role, incident_month, country_code
