{#
    Each value of a column is found in a column of another model; nulls are not looked at.
    `columns`: a list of {column, to, field}; `field` is the column's own name where left out.
    One query for all the columns: a night runs every test.
#}
{% test references(model, columns) %}

    {% for reference in columns %}
        select
            '{{ reference.column }}' as column_name,
            cast(child.{{ reference.column }} as varchar) as missing_value,
            count(*) as row_count
        from {{ model }} as child
        left join {{ reference.to }} as parent
            on child.{{ reference.column }} = parent.{{ reference.field or reference.column }}
        where
            child.{{ reference.column }} is not null
            and parent.{{ reference.field or reference.column }} is null
        group by all
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
