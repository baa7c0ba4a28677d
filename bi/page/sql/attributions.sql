-- Who is said to have done it, and by whom.
select
    attribution.incident_id,
    attribution.stance,
    attribution.actor_name,
    actors.name_en as actor_en,
    attribution.stated_by,
    strftime(attribution.published_on, '%Y-%m-%d') as published_on,
    attribution.outlet_key,
    attribution.quote
from marts.fct_attribution as attribution
inner join marts.dim_actor as actors using (actor_key)
where attribution.incident_month in (select unnest($months)) and attribution.incident_id is not null
order by attribution.incident_id, attribution.published_on, attribution.mention_id, attribution.attribution_number
