{#
    Each condition holds on each row; a condition that comes out null holds. `conditions` maps
    a name, which the result shows, to a boolean expression.
#}
{% test holds(model, conditions) %}

    with broken as (

        {% for name in conditions %}
            select '{{ name }}' as condition_name
            from {{ model }}
            where not ({{ conditions[name] }})
            {% if not loop.last %}union all{% endif %}
        {% endfor %}

    )

    select
        condition_name,
        count(*) as row_count
    from broken
    group by condition_name

{% endtest %}
