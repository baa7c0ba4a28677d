-- check: as many originating sources as the incident says
select i.incident_id, i.source_count, count(distinct s.source_group_id) as source_groups
from marts.fct_incident as i left join {batch} as s using (incident_id)
group by all
having count(distinct s.source_group_id) <> i.source_count
