-- check: every article version arrived
select a.article_key, a.article_id
from marts.dim_article as a anti join {batch} as f using (article_key)
where a.article_key <> 'unknown'

-- check: as many mentions as the mentions' table has
select a.article_key, a.mention_count, count(m.mention_id) as mentions
from {batch} as a left join build.marts.fct_incident_mention as m using (article_key)
where a.is_current
group by all
having count(m.mention_id) <> a.mention_count
