-- check: every incident is counted once
select sum(incident_count) as counted
from {batch}
having coalesce(sum(incident_count), 0)
    <> (select count(*) from build.marts.fct_incident where review_status <> 'held')

-- check: the killed are those of the incidents
{# docs/tolls.md, Sums #}
select sum(killed_best_sum) as killed
from {batch}
having coalesce(sum(killed_best_sum), 0) <> (
    select coalesce(sum(coalesce(killed_best, killed_low)), 0)
    from build.marts.fct_incident
    where review_status <> 'held'
)
