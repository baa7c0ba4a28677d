-- Who claims attacks, and who is only said to have done them?
-- من يتبنّى الهجمات، ومن يُقال فقط إنه نفذها؟
--
-- A party that claims is not the same as a party that its enemy accuses. Never add roles up.
select
    actors.name_en as actor, actors.actor_type, said.stance,
    count(distinct said.incident_id) as incidents, count(distinct said.outlet_key) as outlets
from fct_attribution as said
inner join dim_actor as actors using (actor_key)
where said.incident_id is not null
group by all
order by incidents desc, actor, said.stance
