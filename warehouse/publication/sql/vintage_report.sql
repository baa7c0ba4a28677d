-- name: differences
select
    cells.vintage_number, cells.country_code, cells.admin1_code, types.event_type,
    cells.occurred_month, cells.incidents_before, cells.incidents_added, cells.incidents_moved_in,
    cells.incidents_lost, cells.incidents_moved_out, cells.incidents_changed, cells.incidents_after,
    cells.incidents_corrected, cells.killed_best_before, cells.killed_best_after
from marts.fct_vintage_difference as cells
inner join marts.dim_event_type as types using (event_type_key)
inner join marts.dim_vintage as vintages using (vintage_number)
where vintages.is_current
order by cells.country_code, cells.admin1_code, types.event_type, cells.occurred_month

-- name: pairs
-- each incident that differs, with its values before and now; null where a value is not known
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
