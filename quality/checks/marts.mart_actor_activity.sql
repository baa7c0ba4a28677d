-- check: perpetrators' weights sum to the incidents
select sum(weighted_incident_count) as weighted
from {batch}
where actor_role = 'perpetrator'
having abs(
    coalesce(sum(weighted_incident_count), 0)
    - (select count(*) from build.marts.fct_incident where review_status <> 'held')
) > 0.001
