{# The column is a key: each row has a value, and no other row has it. One query: a night runs every test. #}
{% test key(model, column_name) %}

    select
        {{ column_name }},
        count(*) as row_count
    from {{ model }}
    group by {{ column_name }}
    having count(*) > 1 or {{ column_name }} is null

{% endtest %}
