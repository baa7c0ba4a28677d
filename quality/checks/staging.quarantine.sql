{% import "shared.jinja" as shared with context %}

{{ shared.present(["batch_date", "source_file", "source_record", "reason", "raw_record"]) }}
{{ shared.not_blank(["source_file", "reason"]) }}
{{ shared.within("source_record", 0, none) }}
{{ shared.known_batch() }}
