-- Who is said to have done it, and by whom.
select
    said.incident_id,
    said.stance,
    said.actor_name,
    actors.name_en as actor_en,
    said.stated_by,
    strftime(said.published_on, '%Y-%m-%d') as published_on,
    said.outlet_key,
    said.quote
from marts.fct_attribution as said
inner join marts.dim_actor as actors using (actor_key)
where said.incident_month in (select unnest($months)) and said.incident_id is not null
order by said.incident_id, said.published_on, said.mention_id, said.attribution_number
