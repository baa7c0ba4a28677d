{#
    Each value of a column is found in a column of another model; nulls are not looked at.
    `columns`: a list of {column, to, field}; `field` is the column's own name where left out.
    One query for all the columns: a night runs every test, and the rows are read once.
#}
{% test references(model, columns) %}

    with checked as materialized (

        select {{ columns | map(attribute='column') | unique | join(', ') }} from {{ model }}

    )

    {% for reference in columns %}
        select
            '{{ reference.column }}' as column_name,
            cast(child.{{ reference.column }} as varchar) as missing_value,
            sum(child.row_count) as row_count
        from (
            select
                {{ reference.column }},
                count(*) as row_count
            from checked
            where {{ reference.column }} is not null
            group by {{ reference.column }}
        ) as child
        left join {{ reference.to }} as parent
            on child.{{ reference.column }} = parent.{{ reference.field or reference.column }}
        where parent.{{ reference.field or reference.column }} is null
        group by all
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
