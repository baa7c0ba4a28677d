{# What readers must never see; docs/safety.md. #}
{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "article_id", "content_digest", "article_part", "span_start"]) }}

-- check: the names stand at their place in the article
select n.article_id, n.article_part, n.span_start
from {batch} as n
left join staging.articles as a using (batch_date, article_id, content_digest)
where n.span_start < 0 or n.span_end <= n.span_start
    or n.words is distinct from substring(
        case n.article_part when 'title' then a.title else a.text end,
        n.span_start + 1, n.span_end - n.span_start
    )

-- check: no published words hold a masked name
{# a name of one word may stand elsewhere as that of a street; one that also stands unmasked in its
   article, as a place's or official's, may be shown #}
with names as (
    select n.article_id, n.content_digest, n.words
    from {batch} as n
    inner join staging.articles as a using (batch_date, article_id, content_digest)
    where contains(n.words, ' ')
    group by n.batch_date, n.article_id, n.content_digest, n.words, a.title, a.text
    having count(*) * length(n.words)
        >= length(a.title) + length(a.text)
        - length(replace(a.title, n.words, '')) - length(replace(a.text, n.words, ''))
),
shown as (
    select 'fct_incident_mention' as mart, article_key, concat_ws(
        chr(31), quote, attribution_source, place_name,
        case when perpetrator_actor_key = 'unknown' then perpetrator_name end
    ) as words
    from marts.fct_incident_mention
    union all
    select 'fct_casualty_claim', article_key, concat_ws(chr(31), quote, attribution_source)
    from marts.fct_casualty_claim
    union all
    select 'fct_attribution', article_key, concat_ws(
        chr(31), quote, stated_by, case when actor_key = 'unknown' then actor_name end
    )
    from marts.fct_attribution
    union all
    select 'dim_article', article_key, title from marts.dim_article
)
select shown.mart, names.article_id
from names
inner join marts.dim_article as article using (article_id, content_digest)
inner join shown using (article_key)
where contains(shown.words, names.words)
