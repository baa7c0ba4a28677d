{% import "shared.jinja" as shared with context %}

{{ shared.key_of(["batch_date", "mention_id", "field", "span_number"]) }}
{{ shared.known_codes(["field", "basis"]) }}
{{ shared.known_mention() }}
{{ shared.words_stand("field") }}
