-- check: every actor has its names
select actor_key
from marts.dim_actor as a anti join {batch} as n using (actor_key)
where a.actor_key <> 'unknown'
