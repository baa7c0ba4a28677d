{#
    What may be shown of an outlet's texts: its `quote_policy` in seeds/outlets.csv. quote: masked
    quotes and where they stand; offsets: only where they stand; none: neither. docs/safety.md.
#}
{% macro if_quoted(words, policy) -%}
    case when {{ policy }} = 'quote' then {{ words }} end
{%- endmacro %}


{% macro if_located(column, policy) -%}
    case when {{ policy }} <> 'none' then {{ column }} end
{%- endmacro %}


{# Where the words stand that a row rests on. #}
{% macro evidence_columns() -%}
    {{ return(['evidence_part', 'evidence_start', 'evidence_end']) }}
{%- endmacro %}
