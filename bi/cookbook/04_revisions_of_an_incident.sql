-- How did one incident change from publication to publication?
-- كيف تغيّرت حادثة واحدة من نشرة إلى أخرى؟
--
-- Here the incident with the most versions; put an id in its place. reasons says why each came.
select
    incident_id, version_number, valid_from_publication, valid_from_night, change_type, reasons,
    killed_low, killed_best, killed_high, source_count, status
from fct_incident_version
where incident_id = (
    select incident_id from fct_incident_version
    group by incident_id
    order by count(*) desc, incident_id
    limit 1
)
order by version_number
