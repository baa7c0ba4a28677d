{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "mention_id"]) }}
{{ shared.unique(["batch_date", "article_id", "content_digest", "fact_number"]) }}
{{ shared.known_codes([
    "event_type", "weapon", "target_type", "date_precision", "perpetrator_status", "outcome",
    "mention_kind",
]) }}
{{ shared.coordinates_fit() }}
{{ shared.bounds_in_order(measures, "mention_id") }}
{{ shared.dates_in_order("mention_id") }}
{{ shared.within("confidence", 0, 1) }}
{{ shared.within("fact_number", 1, none) }}

-- check: each fact belongs to an article of its batch
select f.batch_date, f.mention_id, f.article_id
from {batch} as f
anti join staging.articles as a
    on f.batch_date = a.batch_date and f.article_id = a.article_id
    and f.content_digest = a.content_digest

-- check: nothing happened after it was published
select f.mention_id, f.date_earliest, f.date_latest, f.occurred_on, a.published_on
from {batch} as f
inner join staging.articles as a
    on f.batch_date = a.batch_date and f.article_id = a.article_id
    and f.content_digest = a.content_digest
where f.date_earliest > a.published_on or f.occurred_on > a.published_on
    or (f.date_precision = 'day' and f.date_latest > a.published_on)

-- check: evidence for each field that has a value
with filled as (
{% for field, has_value in filled_fields.items() %}
    select batch_date, mention_id, '{{ field }}' as field from {batch} where {{ has_value }}
    {{ "union all" if not loop.last }}
{% endfor %}
)
select filled.*
from filled
anti join staging.evidence as e
    on filled.batch_date = e.batch_date and filled.mention_id = e.mention_id
    and filled.field = e.field

{# shares of fewer than 20 facts are not checked #}
-- check: most places of the night are known
-- severity: warning
-- why: More than 50% of a night's places unknown: outlets may write them in a way that the lexicons
--   do not know.
select count(*) as facts,
    count(*) filter (where coalesce(place_id, admin1_code, country_code) is null)
        as location_unknown
from {batch}
where batch_date = {{ night }}
having count(*) >= 20 and location_unknown > count(*) * 0.5

-- check: most dates of the night are known
-- severity: warning
-- why: More than 50% of a night's dates unknown: outlets may write them in a way that the lexicons
--   do not know.
select count(*) as facts, count(*) filter (where date_precision = 'unknown') as date_unknown
from {batch}
where batch_date = {{ night }}
having count(*) >= 20 and date_unknown > count(*) * 0.5
