{# The bound of a reason for which an incident is held, from seeds/hold_reasons.csv. #}
{% macro hold_bound(reason) -%}
    (select reasons.bound from {{ ref('hold_reasons') }} as reasons where reasons.code = '{{ reason }}')
{%- endmacro %}


{# A text in which the spellings of one Arabic letter that texts mix up are one, without vowel signs. #}
{% macro plain_letters(text) -%}
    translate(regexp_replace({{ text }}, '[\x{064B}-\x{0652}\x{0640}]', '', 'g'), 'أإآىة', 'ااايه')
{%- endmacro %}
