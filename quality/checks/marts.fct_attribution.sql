{% import "shared.jinja" as shared with context %}

{{ shared.rows_below_mentions("statement", "attributions", "attribution_id") }}
