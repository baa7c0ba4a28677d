-- What was stated of each incident's counts, and by whom.
select
    incident_id,
    measure,
    claim_role,
    victim_class,
    certainty,
    value_low,
    value_best,
    value_high,
    source_label_ar,
    source_label_en,
    authority_class,
    is_counted,
    not_counted_because,
    strftime(published_on, '%Y-%m-%d') as published_on,
    outlet_key,
    quote
from marts.fct_casualty_claim
where incident_month in (select unnest($months)) and incident_id is not null
order by incident_id, published_on, mention_id, claim_number
