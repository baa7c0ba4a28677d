{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "attribution_id"]) }}
{{ shared.known_codes(["stance"]) }}
{{ shared.not_blank(["actor_name"]) }}
{{ shared.known_mention() }}
{{ shared.words_stand("attribution_id") }}
