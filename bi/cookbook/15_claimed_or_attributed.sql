-- Who claims attacks, and who is only said to have done them?
-- من يتبنّى الهجمات، ومن يُقال فقط إنه نفذها؟
--
-- A party that claims is not the same as a party that its enemy accuses. Never add roles up.
select
    actors.name_en as actor, actors.actor_type, attributions.stance,
    count(distinct attributions.incident_id) as incidents, count(distinct attributions.outlet_key) as outlets
from fct_attribution as attributions
inner join dim_actor as actors using (actor_key)
where attributions.incident_id is not null
group by all
order by incidents desc, actor, attributions.stance
