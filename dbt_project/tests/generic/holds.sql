{#
    Each condition holds on each row; a condition that comes out null holds. `conditions` maps
    a name, which the result shows, to a boolean expression. All are counted in one pass.
#}
{% test holds(model, conditions) %}

    with broken as (

        select
            {% for name in conditions %}
                count(*) filter (where not ({{ conditions[name] }})) as {{ name }}
                {%- if not loop.last %},{% endif %}
            {% endfor %}
        from {{ model }}

    )

    select
        condition_name,
        row_count
    from broken
    unpivot (row_count for condition_name in ({{ conditions | join(', ') }}))
    where row_count > 0

{% endtest %}
