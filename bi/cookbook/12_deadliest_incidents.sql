-- Which incidents killed most, and which words say so?
-- ما أكثر الحوادث قتلى، وأي كلمات تقول ذلك؟
--
-- Each figure leads to the claim that it comes from, and the claim to the words and the article.
select
    incidents.occurred_on, incidents.location_en, incidents.country_code,
    incidents.killed_low, incidents.killed_best, incidents.killed_high,
    claims.source_label_en as stated_by, claims.quote as words, articles.url
from mart_incidents as incidents
inner join fct_incident as facts using (incident_id)
left join fct_casualty_claim as claims on facts.killed_best_claim_id = claims.claim_id
left join dim_article as articles using (article_key)
where incidents.killed_best is not null
order by incidents.killed_best desc, incidents.incident_id
limit 10
