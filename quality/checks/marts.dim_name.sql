-- check: every name leads to a place or an actor
select name_key, named_key
from {batch}
where named_key not in (
    select location_key from marts.dim_location
    union all
    select actor_key from marts.dim_actor
)

-- check: every place and actor is found
select location_key as named_key
from marts.dim_location
where location_key <> 'unknown' and location_key not in (select named_key from {batch})
union all
select actor_key
from marts.dim_actor
where actor_key <> 'unknown' and actor_key not in (select named_key from {batch})
