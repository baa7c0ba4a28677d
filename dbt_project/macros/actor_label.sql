{#
    How an actor of the register is called in what is published: its neutral label where the name
    that texts commonly use is loaded (docs/style-guide.md), else that name.
#}
{% macro actor_label(actors) -%}
    coalesce({{ actors }}.label_ar, {{ actors }}.name_ar)
{%- endmacro %}
