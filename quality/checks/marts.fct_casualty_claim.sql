{% import "shared.jinja" as shared with context %}

{{ shared.rows_below_mentions("claim", "casualty_claims", "claim_id") }}
