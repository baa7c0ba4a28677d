-- An incident's source count is that of its source groups.
with incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ where_tested('incident_id') }}

),

sources as (

    select
        incident_id,
        count(distinct source_group_id) as group_count
    from {{ ref('fct_incident_source') }}
    where {{ where_tested('incident_id') }}
    group by incident_id

)

select
    incidents.incident_id,
    incidents.source_count,
    sources.group_count
from incidents
left join sources on incidents.incident_id = sources.incident_id
where incidents.source_count <> coalesce(sources.group_count, 0)
