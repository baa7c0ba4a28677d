{#
    Fields that no words of a report itself state are named in its `inferred_fields`
    (extractors/records.py, IncidentFact.inferred).
#}

{# Whether a relation's `inferred_fields` names a field. #}
{% macro is_inferred(relation, field) -%}
    list_contains(string_split(coalesce({{ relation }}.inferred_fields, ''), ', '), '{{ field }}')
{%- endmacro %}


{#
    The `inferred_fields` of an incident. `told_by`: each field that can be inferred, with the
    relation whose `inferred_fields` tells of it; `set_by`, the same with the column of
    `corrections` by which an editor sets the field, which is no inference then.
#}
{% macro inferred_fields(told_by, set_by={}) -%}
    {%- set named = [] -%}
    {%- for field, relation in told_by.items() -%}
        {%- set is_read = ' and corrections.' ~ set_by[field] ~ ' is null' if field in set_by else '' -%}
        {%- do named.append(
            'case when ' ~ is_inferred(relation, field) ~ is_read ~ " then '" ~ field ~ "' end"
        ) -%}
    {%- endfor -%}
    nullif(concat_ws(', ', {{ named | join(', ') }}), '')
{%- endmacro %}
