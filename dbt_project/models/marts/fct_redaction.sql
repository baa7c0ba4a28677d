select
    redaction_id,
    {{ date_key('redacted_on') }} as redacted_date_key,
    redacted_on,
    kind,
    subject_hash,
    reason,
    article_count
from {{ ref('stg_redactions') }}
order by redaction_id
