{# The fields of an incident that an editor can set; warehouse/editing/corrections.py knows the same. #}
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


{#
    A measure's best as it was read, within the bounds that an editor set; its low and high, moved by
    what an editor set beyond them. An open bound stays open. So low ≤ best ≤ high holds whatever
    reports come after the correction.
#}
{% macro bounded_toll(measure, bound) -%}
    {%- set read = 'incidents.' ~ measure ~ '_' ~ bound -%}
    {%- set low = set_count(measure ~ '_low') -%}
    {%- set best = set_count(measure ~ '_best') -%}
    {%- set high = set_count(measure ~ '_high') -%}
    {%- set bounded = {
        'low': 'least(' ~ read ~ ', ' ~ best ~ ', ' ~ high ~ ')',
        'best': 'least(greatest(' ~ read ~ ', ' ~ low ~ '), ' ~ high ~ ')',
        'high': 'greatest(' ~ read ~ ', ' ~ best ~ ', ' ~ low ~ ')',
    } -%}
    case when {{ read }} is not null then {{ bounded[bound] }} end
{%- endmacro %}


{# Whether an editor set a measure's best, or moved it by a bound. #}
{% macro is_best_corrected(measure) -%}
    corrections.{{ measure }}_best is not null
    or {{ bounded_toll(measure, 'best') }} is distinct from incidents.{{ measure }}_best
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
