{#
    Each value of a column is found in a column of another model; nulls are not looked at.
    `columns`: a list of {column, to, field}; `field` is the column's own name where left out.
    One query for all the columns: a night runs every test. What a night built is looked for in what
    it built, and only what is not found there in all of the other model.
#}
{% test references(model, columns) %}

    {% for reference in columns %}
        select
            '{{ reference.column }}' as column_name,
            cast(child.{{ reference.column }} as varchar) as missing_value,
            sum(child.row_count) as row_count
        from {{ not_yet_found(model, reference.column, reference.to, reference.field) }} as child
        left join {{ reference.to }} as parent
            on child.{{ reference.column }} = parent.{{ reference.field or reference.column }}
        where
            child.{{ reference.column }} is not null
            and parent.{{ reference.field or reference.column }} is null
        group by all
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
