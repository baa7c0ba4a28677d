{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "article_id", "content_digest"]) }}
{{ shared.present(["url", "source", "published_at", "published_on", "text", "build_id"]) }}
{{ shared.not_blank(["article_id", "url", "source", "text"]) }}
{{ shared.known_batch() }}

-- check: rows are of the build that their batch was loaded with
select a.batch_date, a.article_id, a.build_id, b.build_id as batch_build_id
from {batch} as a inner join staging.batches as b using (batch_date)
where a.build_id <> b.build_id

-- check: the local day lies within a day of the time of publication
select article_id, published_at, published_on
from {batch}
where abs(date_diff('day', timezone('UTC', published_at)::date, published_on)) > 1

-- check: published before the night was over
-- severity: warning
-- why: An article from after its night: the outlet's clock, or a batch in the wrong folder.
select batch_date, article_id, published_on
from {batch}
where batch_date = {{ night }} and published_on > batch_date + 1
