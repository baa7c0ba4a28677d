-- What the latest publication changed: how each incident stands, and how it stood before.
select
    versions.change_type,
    versions.reasons,
    versions.incident_id,
    versions.successor_id,
    versions.event_type,
    strftime(versions.occurred_on, '%Y-%m-%d') as day,
    versions.country_code,
    versions.place_name,
    versions.killed_low,
    versions.killed_best,
    versions.killed_high,
    before.killed_low as killed_low_before,
    before.killed_best as killed_best_before,
    before.killed_high as killed_high_before
from marts.fct_incident_version as versions
left join marts.fct_incident_version as before
    on
        versions.incident_id = before.incident_id
        and versions.version_number = before.version_number + 1
where
    versions.valid_from_publication = $publication
    -- one that was held from the first on was never shown
    and (versions.review_status is distinct from 'held' or versions.version_number > 1)
order by versions.change_type, versions.occurred_on desc nulls last, versions.incident_id
limit $most
