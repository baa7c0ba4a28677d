{#
    A night builds only the rows of what changed (docs/history.md, What a night costs). A model
    that does so depends, row by row, on nothing but its own article, mention or incident and on
    small reference tables. These macros name the list of what changed by the key of the model.
#}
{% macro changed_keys(key) -%}
    {%- if key == 'article_id' -%}
        select staged.article_id from {{ source('staging', 'changed_articles') }} as staged
        union all
        select unpublished.article_id from {{ source('linking', 'changed_articles') }} as unpublished
    {%- elif key == 'telling_article_id' -%}
        select staged.article_id from {{ source('staging', 'changed_articles') }} as staged
        union all
        select unpublished.article_id from {{ source('linking', 'changed_articles') }} as unpublished
        union all
        select told.article_id
        from {{ source('linking', 'mentions') }} as told
        inner join {{ source('linking', 'changed_mentions') }} as changed_mentions
            on told.mention_id = changed_mentions.mention_id
    {%- elif key == 'mention_id' -%}
        select changed_mentions.mention_id from {{ source('linking', 'changed_mentions') }} as changed_mentions
    {%- elif key == 'incident_id' -%}
        select changed_incidents.incident_id from {{ source('linking', 'changed_incidents') }} as changed_incidents
    {%- else -%}
        {{ exceptions.raise_compiler_error('nothing is known to change by ' ~ key) }}
    {%- endif -%}
{%- endmacro %}


{# Restricts a model, or one of its inputs, to what changed; everything where all is built anew. #}
{% macro where_changed(key, column=none) -%}
    {%- if is_incremental() -%}
        {{ column or key }} in ({{ changed_keys(key) }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{# Before the changed rows are inserted: what was there under their keys goes. #}
{% macro forget_changed(key, column=none) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ column or key }} in ({{ changed_keys(key) }})
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
