{#
    Each condition holds on each row; a condition that comes out null holds. `conditions` maps
    a name, which the result shows, to a boolean expression.
#}
{% test holds(model, conditions) %}

    {% for name, condition in conditions.items() %}
        select
            '{{ name }}' as condition_name,
            count(*) as row_count
        from {{ model }}
        where not ({{ condition }})
        having count(*) > 0
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
