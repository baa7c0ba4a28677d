-- Which words bear out one incident's toll, and why is a claim not counted?
-- أي كلمات تسند حصيلة حادثة، ولماذا لا يُحسب ادعاء ما؟
--
-- Here the incident with the most claims; put an id in its place. docs/tolls.md has the rule.
select
    claims.published_on, outlets.name_en as outlet, claims.measure, claims.claim_role,
    claims.victim_class, claims.value_low, claims.value_best, claims.value_high,
    claims.source_label_en as stated_by, claims.authority_class,
    claims.is_counted, claims.not_counted_because, claims.quote
from fct_casualty_claim as claims
inner join dim_outlet as outlets using (outlet_key)
where claims.incident_id = (
    select incident_id from fct_casualty_claim
    where incident_id is not null
    group by incident_id
    order by count(*) desc, incident_id
    limit 1
)
order by claims.published_on, claims.mention_id, claims.claim_number
