{% import "shared.jinja" as shared with context %}

-- check: a main mention has an incident
{# linked, but without an incident: an editor retracted it #}
select mention_id, article_key
from {batch} as m anti join build.linking.incident_links as l using (mention_id)
where is_main and incident_id is null

-- check: each incident has one primary mention
select incident_id, count(*) filter (where is_primary) as primary_mentions
from {batch}
where incident_id is not null
group by incident_id
having count(*) filter (where is_primary) <> 1

-- check: a mention lies in the month of its incident
select m.mention_id, m.incident_month, i.incident_month as of_incident
from {batch} as m inner join build.marts.fct_incident as i using (incident_id)
where m.incident_month <> i.incident_month

-- check: every fact of a current article arrived
select f.mention_id, f.batch_date, f.article_id
from staging.incident_facts as f
inner join marts.dim_article as a
    on f.article_id = a.article_id and f.content_digest = a.content_digest
    and f.batch_date = a.last_batch_date and a.is_current
anti join {batch} as m on f.mention_id = m.mention_id
anti join build.marts.fct_incident_mention as w on f.mention_id = w.mention_id

{{ shared.coordinates_fit() }}
{{ shared.short_quotes("mention_id", "quote", "* exclude (place_name)") }}
{{ shared.quotes_are_masked("incident_facts", "mention_id") }}
