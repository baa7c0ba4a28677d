select
    redaction_id,
    {{ date_key('redacted_on') }} as redacted_date_key,
    redacted_on,
    kind,
    subject_hash,
    reason,
    article_count
from {{ source('staging', 'redactions') }}
order by redaction_id
