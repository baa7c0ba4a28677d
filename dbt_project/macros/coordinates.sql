{#
    Published coordinates of events are no finer than what is known: rounded to the decimals of
    their precision code (seeds/geo_precision.csv), to one where there is no code.
#}
{% macro rounded_coordinate(column, precision) -%}
    round({{ column }}, coalesce({{ precision }}.coordinate_decimals, 1))
{%- endmacro %}
