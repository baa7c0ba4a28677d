{% import "shared.jinja" as shared with context %}

{{ shared.bridge(weighted_over="incident_id, actor_role", rows="actor_role = 'perpetrator'") }}

-- check: every statement about who did it arrived
select a.attribution_id, a.incident_id, a.stance
from marts.fct_attribution as a
inner join marts.fct_incident as i on a.incident_id = i.incident_id
anti join {batch} as b
    on a.incident_id = b.incident_id and a.actor_key = b.actor_key
    and b.actor_role = if(a.stance = 'claimed', 'claimed_by', a.stance)
