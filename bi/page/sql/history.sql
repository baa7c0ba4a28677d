-- What was published of each incident, version by version.
select
    incident_id,
    strftime(valid_from_night, '%Y-%m-%d') as night,
    valid_from_publication,
    change_type,
    reasons,
    killed_low,
    killed_best,
    killed_high,
    wounded_low,
    wounded_best,
    wounded_high,
    status
from marts.fct_incident_version
where incident_id in (
    select incidents.incident_id from marts.mart_incidents as incidents
    where incidents.incident_month in (select unnest($months))
    union all
    select held.incident_id from marts.mart_incidents_held as held
    where held.incident_month in (select unnest($months))
)
order by incident_id, version_number
