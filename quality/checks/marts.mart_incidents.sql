{% import "shared.jinja" as shared with context %}

{{ shared.wide_incidents("<>") }}
