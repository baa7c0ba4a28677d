-- The articles that report each incident.
select
    mentions.incident_id,
    mentions.outlet_key,
    strftime(mentions.published_on, '%Y-%m-%d') as published_on,
    articles.title,
    articles.url,
    mentions.is_primary,
    mentions.mention_kind,
    mentions.quote
from marts.fct_incident_mention as mentions
inner join marts.dim_article as articles using (article_key)
where mentions.incident_month in (select unnest($months)) and mentions.incident_id is not null
order by mentions.incident_id, mentions.is_primary desc, mentions.published_on, mentions.mention_id
