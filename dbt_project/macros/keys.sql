{# The key of a dimension's unknown member. #}
{% macro unknown_key() -%}
    'unknown'
{%- endmacro %}


{# The key of dim_date's unknown member. #}
{% macro unknown_date_key() -%}
    0
{%- endmacro %}


{#
    A surrogate key: the md5 of the parts, each preceded by its length, so that
    ('ab', 'c') and ('a', 'bc') differ. A null part differs from an empty one.
#}
{% macro surrogate_key(parts) -%}
    {%- set counted = [] -%}
    {%- for part in parts -%}
        {%- set words = 'cast(' ~ part ~ ' as varchar)' -%}
        {%- do counted.append('coalesce(length(' ~ words ~ ") || ':' || " ~ words ~ ", '-')") -%}
    {%- endfor -%}
    md5({{ counted | join(' || ') }})
{%- endmacro %}


{# The key of a day in dim_date: 20210719, or the unknown member's for null. #}
{% macro date_key(day) -%}
    coalesce(cast(strftime({{ day }}, '%Y%m%d') as integer), {{ unknown_date_key() }})
{%- endmacro %}


{# The partition that a day falls into: '2021-07', or 'unknown' for null. #}
{% macro month_of(day) -%}
    coalesce(strftime({{ day }}, '%Y-%m'), 'unknown')
{%- endmacro %}


{# The key of a member of a dimension by its code; null and 'unknown' are the unknown member. #}
{% macro dimension_key(code) -%}
    case
        when {{ code }} is null or {{ code }} = 'unknown' then {{ unknown_key() }}
        else {{ surrogate_key([code]) }}
    end
{%- endmacro %}


{# The key of an outlet: by its id where it is registered, else by the name that it came under. #}
{% macro outlet_key(outlet_id, source_name) -%}
    {{ surrogate_key([outlet_id, 'case when ' ~ outlet_id ~ ' is null then ' ~ source_name ~ ' end']) }}
{%- endmacro %}


{# The key of a location: its level (country, governorate, place) and its code there. #}
{% macro location_key(level, code) -%}
    {{ surrogate_key(["'" ~ level ~ "'", code]) }}
{%- endmacro %}


{# The address of an incident, below whatever base it is served under. #}
{% macro incident_path(incident_id) -%}
    'incident/' || {{ incident_id }}
{%- endmacro %}
