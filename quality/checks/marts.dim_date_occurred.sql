{% import "shared.jinja" as shared with context %}

{{ shared.days_of_dim_date("occurred") }}
