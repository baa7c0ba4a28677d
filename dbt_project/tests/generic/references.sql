{#
    Each value of a column is found in a column of another model; nulls are not looked at.
    `columns`: a list of {column, to, field}; `field` is the column's own name where left out.
    One query for all the columns: a night runs every test. What a night built is looked for in what
    it built, and only what is not found there in all of the other model.
#}
{% test references(model, columns) %}

    {% for reference in columns %}
        {%- set field = reference.field or reference.column %}
        {%- set built = of_tonight(reference.to) %}
        select
            '{{ reference.column }}' as column_name,
            cast(missing.missing_value as varchar) as missing_value,
            missing.row_count
        from (
            select
                child.{{ reference.column }} as missing_value,
                count(*) as row_count
            from {{ model }} as child
            where
                child.{{ reference.column }} is not null
                {% if built %}
                    and child.{{ reference.column }} not in (
                        select parent.{{ field }} from {{ built }} as parent
                        where parent.{{ field }} is not null
                    )
                {% endif %}
            group by child.{{ reference.column }}
        ) as missing
        left join {{ reference.to }} as parent on missing.missing_value = parent.{{ field }}
        where parent.{{ field }} is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
