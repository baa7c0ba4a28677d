-- check: a pair stands once from either side
select a.incident_id, a.related_incident_id, a.related_by
from {batch} as a
anti join build.marts.bridge_incident_related as b
    on a.incident_id = b.related_incident_id and a.related_incident_id = b.incident_id
