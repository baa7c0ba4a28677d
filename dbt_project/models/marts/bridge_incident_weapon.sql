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
    where {{ where_changed('incident_id') }} and incident_id is not null

),

reported as (

    select
        incident_id,
        weapon_key,
        bool_or(is_primary) as is_primary,
        count(*) as mention_count,
        count(distinct outlet_key) as outlet_count
    from mentions
    where weapon_key <> {{ unknown_key() }}
    group by incident_id, weapon_key

),

-- where no report tells a weapon, the unknown member stands
complete as (

    select
        incidents.incident_id,
        incidents.incident_month,
        coalesce(reported.weapon_key, {{ unknown_key() }}) as weapon_key,
        coalesce(reported.is_primary, true) as is_primary,
        coalesce(reported.mention_count, 0) as mention_count,
        coalesce(reported.outlet_count, 0) as outlet_count
    from incidents
    left join reported on incidents.incident_id = reported.incident_id

),

final as (

    select
        {{ surrogate_key(['incident_id', 'weapon_key']) }} as incident_weapon_key,
        incident_id,
        incident_month,
        weapon_key,
        is_primary,
        cast(mention_count as integer) as mention_count,
        cast(outlet_count as integer) as outlet_count,
        1.0 / cast(count(*) over (partition by incident_id) as double) as weight
    from complete

)

select * from final
order by incident_month, incident_id, incident_weapon_key
