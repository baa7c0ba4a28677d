{# The fields of an incident that an editor can set; warehouse/corrections.py knows the same. #}
{% macro correctable_fields() -%}
    {%- set fields = [
        'occurred_on', 'outcome', 'event_type', 'weapon', 'target_type', 'perpetrator_status',
        'perpetrator_actor_id', 'place_id'
    ] -%}
    {%- for measure in toll_measures() -%}
        {%- for bound in ['low', 'best', 'high'] -%}
            {%- do fields.append(measure ~ '_' ~ bound) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(fields) }}
{%- endmacro %}


{# The corrected value of a field, else the one that was read; 'unknown' takes a value away. #}
{% macro corrected(field, type, read) -%}
    case
        when corrections.{{ field }} is null then {{ read }}
        else cast(nullif(corrections.{{ field }}, 'unknown') as {{ type }})
    end
{%- endmacro %}


{# The count that an editor set; null where none was set, or where it was taken away. #}
{% macro set_count(field) -%}
    cast(nullif(corrections.{{ field }}, 'unknown') as integer)
{%- endmacro %}


{# For each field a column with the value that the latest correction in force sets it to. #}
{% macro latest_sets(fields) -%}
    {%- for field in fields %}
        arg_max(value, made_on || correction_id) filter (
            where action = 'set' and field = '{{ field }}'
        ) as {{ field }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#
    For each field of a reference entry a column with its corrected value, null where there is none.
    One value a field: two corrections of one field are refused.
#}
{% macro entry_values(fields) -%}
    {%- for field in fields %}
        max(value) filter (where field = '{{ field }}') as {{ field }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
