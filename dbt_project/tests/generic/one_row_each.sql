{#
    No two rows share the values of these columns, and none of them is null: of `columns`, or of the
    column that it stands at. One query, since a night runs every test.
#}
{% test one_row_each(model, columns=none, column_name=none) %}

    select
        {{ (columns or [column_name]) | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ (columns or [column_name]) | join(', ') }}
    having count(*) > 1 or {{ (columns or [column_name]) | join(' is null or ') }} is null

{% endtest %}
