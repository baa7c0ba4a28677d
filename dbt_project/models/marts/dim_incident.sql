{{ config(materialized="incremental") }}

with versions as (

    select * from {{ ref('fct_incident_version') }}
    where {{ where_changed('incident_id') }}

),

registered as (

    select
        incident_id,
        origin_id
    from {{ ref('stg_registered_incidents') }}
    where {{ where_changed('incident_id') }}
    union all
    select
        incident_id,
        origin_id
    from {{ ref('stg_pending_incidents') }}
    where successor_id is null and {{ where_changed('incident_id') }}

),

origins as (

    select
        incident_id,
        max(origin_id) as origin_id
    from registered
    group by incident_id

),

final as (

    select
        versions.incident_id,
        {{ incident_path('versions.incident_id') }} as incident_path,
        arg_max(versions.status, versions.version_number) as status,
        arg_max(versions.successor_id, versions.version_number) as successor_id,
        max(origins.origin_id) as origin_id,
        cast(max(versions.version_number) as integer) as version_count,
        min(versions.valid_from_publication) as first_publication,
        max(versions.valid_from_publication) as last_publication,
        min(versions.valid_from_night) as first_night,
        max(versions.valid_from_night) as last_night
    from versions
    left join origins on versions.incident_id = origins.incident_id
    group by versions.incident_id

)

select * from final
order by incident_id
