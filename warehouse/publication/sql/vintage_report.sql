-- name: differences
select
    said.vintage_number, said.country_code, said.admin1_code, types.event_type,
    said.occurred_month, said.incidents_before, said.incidents_added, said.incidents_moved_in,
    said.incidents_lost, said.incidents_moved_out, said.incidents_changed, said.incidents_after,
    said.incidents_corrected, said.killed_best_before, said.killed_best_after
from marts.fct_vintage_difference as said
inner join marts.dim_event_type as types using (event_type_key)
inner join marts.dim_vintage as vintages using (vintage_number)
where vintages.is_current
order by said.country_code, said.admin1_code, types.event_type, said.occurred_month

-- name: pairs
-- each incident that differs, with what was and what is said of it; null where it is not told
with vintage as (select * from marts.dim_vintage where is_current and vintage_number > 1),
is_now as (
    select version.* from marts.fct_incident_version as version
    inner join vintage on version.valid_from_publication = vintage.first_publication
),
pairs as (
    select
        case
            when is_now.status in ('merged', 'retracted') then 'lost'
            when was.status is null or was.status in ('merged', 'retracted') then 'added'
            when (was.event_type, coalesce(was.admin1_code, was.country_code, ''),
                was.incident_month)
                <> (is_now.event_type, coalesce(is_now.admin1_code, is_now.country_code, ''),
                is_now.incident_month) then 'moved'
            else 'changed'
        end as difference,
        is_now.incident_id,
        coalesce(is_now.country_code, 'unknown') as country_code,
        coalesce(is_now.admin1_code, 'unknown') as admin1_code,
        is_now.event_type,
        is_now.incident_month as occurred_month,
        is_now.successor_id,
        was,
        is_now
    from is_now
    left join marts.fct_incident_version as was
        on is_now.incident_id = was.incident_id and is_now.version_number = was.version_number + 1
)
select * from pairs
qualify row_number() over (
    partition by difference, country_code, admin1_code, event_type, occurred_month
    order by incident_id
) <= $examples
order by difference, country_code, admin1_code, event_type, occurred_month, incident_id
