-- Where do sources give different tolls?
-- أين تعطي المصادر حصائل مختلفة؟
--
-- Only total tolls: parts of a toll and figures that a text itself replaces are left out.
select
    claims.incident_id, incidents.location_en, incidents.occurred_on,
    min(claims.value_low) as least_told, max(coalesce(claims.value_high, claims.value_low)) as most_told,
    count(distinct claims.source_id) as sources,
    string_agg(distinct claims.source_label_en, ' | ' order by claims.source_label_en) as who
from fct_casualty_claim as claims
inner join mart_incidents as incidents using (incident_id)
where claims.measure = 'killed' and claims.claim_role = 'total'
group by all
having least_told <> most_told
order by most_told - least_told desc, claims.incident_id
