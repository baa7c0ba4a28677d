{% import "shared.jinja" as shared with context %}

-- check: each article has one current version
select article_id, count(*) filter (where is_current) as current_versions
from {batch}
where article_key <> 'unknown'
group by article_id
having count(*) filter (where is_current) <> 1

-- check: every article of staging arrived
select a.batch_date, a.article_id
from staging.articles as a
anti join {batch} as d on a.article_id = d.article_id and a.content_digest = d.content_digest

{{ shared.short_quotes("article_key", "title", "* exclude (url)") }}

-- check: the title is the masked one, where the outlet's policy allows one
select a.article_key, o.quote_policy
from {batch} as a
inner join marts.dim_outlet as o using (outlet_key)
left join staging.articles as s
    on a.article_id = s.article_id and a.content_digest = s.content_digest
    and a.last_batch_date = s.batch_date
where a.title is not null
    and (o.quote_policy <> 'quote' or a.title is distinct from s.masked_title)

-- check: the address is the article's own and holds no words that may name somebody
select a.article_key
from {batch} as a
inner join staging.articles as s
    on a.article_id = s.article_id and a.content_digest = s.content_digest
    and a.last_batch_date = s.batch_date
where a.url is distinct from
    case when s.redaction_id is null and s.address_doubt is null then s.public_url end
