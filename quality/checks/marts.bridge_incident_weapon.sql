{% import "shared.jinja" as shared with context %}

{{ shared.bridge() }}
