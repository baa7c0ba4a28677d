{# The first words of a text, white space folded: marts show quotes, never whole texts. #}
{% macro first_words(words, at_most=25) -%}
    array_to_string(
        list_filter(
            string_split_regex(left({{ words }}, 2000), '\s+'), lambda word : word <> ''
        )[1:{{ at_most }}],
        ' '
    )
{%- endmacro %}


{#
    The words around a span: up to 10 words before it within its sentence, then on to the end
    of that sentence; 25 words at most. `span_start` counts code points from 0. A sentence ends
    where a full stop, a question or exclamation mark or a line break stands.
#}
{% macro quote_around(words, span_start) -%}
    {% set before -%}
        regexp_extract(
            substring(
                {{ words }}, greatest({{ span_start }} - 300, 0) + 1, least({{ span_start }}, 300)
            ),
            '(?:[^\s.!?؟]+[^\S\n]+){0,10}[^\s.!?؟]*$'
        )
    {%- endset -%}
    {% set after -%}
        regexp_extract(substring({{ words }}, {{ span_start }} + 1, 600), '^[^.!?؟\n]*')
    {%- endset -%}
    {{ first_words(before ~ ' || ' ~ after) }}
{%- endmacro %}
