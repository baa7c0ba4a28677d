{#
    The mention that an incident's field is taken from: of `reports` the first by `order_by`, a list
    that may name `votes.vote_count`, how many reports give its `value` (null where it gives none);
    of equal ones the latest.
#}
{% macro chosen_mention(field, value, order_by) %}
    select
        reports.incident_id,
        reports.mention_id
    from reports
    left join votes
        on
            reports.incident_id = votes.incident_id
            and votes.field = '{{ field }}'
            and cast({{ value }} as varchar) = votes.field_value
    qualify row_number() over (
        partition by reports.incident_id
        order by
            {{ order_by | join(',\n            ') }},
            reports.recency_rank asc
    ) = 1
{% endmacro %}
