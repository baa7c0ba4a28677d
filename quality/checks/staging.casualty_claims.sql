{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "claim_id"]) }}
{{ shared.known_codes(["measure", "claim_role", "victim_status", "certainty"]) }}
{{ shared.bounds_in_order(["value"], "claim_id") }}
{{ shared.known_mention() }}
{{ shared.words_stand("claim_id") }}
