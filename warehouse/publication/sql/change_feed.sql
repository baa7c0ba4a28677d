-- name: changes
-- what comes later is no part of a change: when the version ended, whether it is the latest
select
    versions.valid_from_publication as publication_number,
    versions.valid_from_night as night,
    versions.incident_id,
    incidents.incident_path,
    versions.change_type,
    versions.reasons,
    versions.successor_id,
    incidents.origin_id,
    versions.version_number,
    versions.* exclude (
        incident_version_key, incident_id, change_type, reasons, successor_id, version_number,
        valid_from_publication, valid_to_publication, valid_from_night, valid_to_night, is_latest
    )
from marts.fct_incident_version as versions
inner join marts.dim_incident as incidents using (incident_id)
where versions.valid_from_publication = {number:d}
order by versions.incident_id
