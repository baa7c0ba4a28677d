{#
    A night builds only the rows that changed (docs/history.md, What a night costs). Each row of a
    model that does so depends only on its own article, mention or incident and on small reference
    tables. These macros select the changed keys by the model's `changes_by`.
#}
{% macro changed_keys(key) -%}
    {%- if key == 'article_id' -%}
        select staged.article_id from {{ source('staging', 'changed_articles') }} as staged
        union all
        select unpublished.article_id from {{ source('linking', 'changed_articles') }} as unpublished
    {%- elif key == 'affected_article_id' -%}
        select staged.article_id from {{ source('staging', 'changed_articles') }} as staged
        union all
        select unpublished.article_id from {{ source('linking', 'changed_articles') }} as unpublished
        union all
        select mentions.article_id
        from {{ source('linking', 'mentions') }} as mentions
        inner join {{ source('linking', 'changed_mentions') }} as changed_mentions
            on mentions.mention_id = changed_mentions.mention_id
    {%- elif key == 'mention_id' -%}
        select changed_mentions.mention_id from {{ source('linking', 'changed_mentions') }} as changed_mentions
    {%- elif key == 'incident_id' -%}
        select changed_incidents.incident_id from {{ source('linking', 'changed_incidents') }} as changed_incidents
    {#- marts that sum by month: every month that a changed incident counts in or has counted in -#}
    {%- elif key == 'incident_month' -%}
        select counted.incident_month
        from {{ ref('int_incident_months') }} as counted
        inner join {{ source('linking', 'changed_incidents') }} as changed_incidents
            on counted.incident_id = changed_incidents.incident_id
    {%- elif key == 'published_month' -%}
        select counted.published_month
        from {{ ref('int_incident_report_months') }} as counted
        inner join {{ source('linking', 'changed_incidents') }} as changed_incidents
            on counted.incident_id = changed_incidents.incident_id
        union all
        select counted.published_month
        from {{ ref('int_article_months') }} as counted
        where counted.article_id in ({{ changed_keys('affected_article_id') }})
    {%- else -%}
        {{ exceptions.raise_compiler_error('there is no list of changed keys for ' ~ key) }}
    {%- endif -%}
{%- endmacro %}


{# Whether the row's key changed; `column` is the key's column where it has another name. #}
{% macro is_changed(key, column=none) -%}
    {%- set columns = {
        'affected_article_id': 'article_id',
        'published_month': month_of('published_on'),
    } -%}
    {{ column or columns.get(key, key) }} in ({{ changed_keys(key) }})
{%- endmacro %}


{#
    A condition on a table with wide rows: the row numbers are selected by the condition's columns
    alone, so that the wide columns of other rows are not read. `number` is the column with the row
    number, since a view has no rowid.
#}
{% macro is_row_where(relation, condition, number='rowid') -%}
    {{ number }} in (select {{ number }} from {{ relation }} where {{ condition }})
{%- endmacro %}


{# is_changed for a table with wide rows. #}
{% macro is_changed_row(relation, key, column=none) -%}
    {{ is_row_where(relation, is_changed(key, column)) }}
{%- endmacro %}


{# Restricts a model to the changed rows of a staged table; a full refresh takes all rows. #}
{% macro where_staged_changed(relation, key) -%}
    {%- if is_incremental() -%}
        {{ is_row_where(relation, is_changed(key), 'staged_row') }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{# Restricts a model, or one of its inputs, to the changed rows; a full refresh takes all rows. #}
{% macro where_changed(key, column=none) -%}
    {%- if is_incremental() -%}
        {{ is_changed(key, column) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{#
    The months that each `entity` of a relation counts in or has counted in since the last full
    refresh: a month that an entity left stays, because its sums have changed. `month` is the
    column, `month_from` the expression that gives it, `changes_by` the key by which the entity
    changes.
#}
{% macro counted_months(relation, entity, month, month_from=none, changes_by=none) -%}
    {%- set key = changes_by or entity -%}
    select distinct
        {{ entity }},
        {{ month_from or month }} as {{ month }}
    from {{ relation }}
    where
        {{ entity }} is not null
        and {{ where_changed(key, entity) }}
    {% if is_incremental() %}
        except
        select
            {{ entity }},
            {{ month }}
        from {{ this }}
        where {{ is_changed(key, entity) }}
    {% endif %}
{%- endmacro %}


{# Before the changed rows are inserted: deletes the rows with their keys. #}
{% macro delete_changed() -%}
    {%- set key = model.config.meta.get('changes_by') -%}
    {%- if key and is_incremental() -%}
        delete from {{ this }} where {{ is_changed(key) }}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}


{# Restricts a singular test to the rows that a run built, as get_where_subquery does for others. #}
{% macro where_tested(key) -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {{ is_changed(key) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{#
    The rows that a test checks; overrides dbt's macro of this name. Of a model that the run builds
    in part, these are the rows that it built; after a full refresh, all rows. Marts that sum by
    month are small, so all their rows are checked. A test that needs other rows says so in its own
    `where`.
#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [] -%}
    {%- if config.get('where') -%}
        {%- do conditions.append(config.get('where')) -%}
    {%- endif -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set name = relation | string -%}
        {%- for node in graph.nodes.values() if node.relation_name == name -%}
            {%- set key = node.config.meta.get('changes_by') -%}
            {%- if key and not key.endswith('_month') -%}
                {%- do conditions.append(is_changed_row(relation, key)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if conditions -%}
        {%- do return('(select * from ' ~ relation ~ ' where ' ~ conditions | join(' and ') ~ ')') -%}
    {%- else -%}
        {%- do return(relation) -%}
    {%- endif -%}
{%- endmacro %}
