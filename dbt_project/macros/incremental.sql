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
    {#- the marts that sum up months: every month that what changed counts in, or has counted in -#}
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
        where counted.article_id in ({{ changed_keys('telling_article_id') }})
    {%- else -%}
        {{ exceptions.raise_compiler_error('nothing is known to change by ' ~ key) }}
    {%- endif -%}
{%- endmacro %}


{# Whether a row is of what changed, by the column of that name unless another one is told. #}
{% macro is_changed(key, column=none) -%}
    {%- set columns = {
        'telling_article_id': 'article_id',
        'published_month': month_of('published_on'),
    } -%}
    {{ column or columns.get(key, key) }} in ({{ changed_keys(key) }})
{%- endmacro %}


{#
    A condition on the rows of a table with wide ones: which rows is found by the condition's columns
    first, so that the others are not read to be passed over. `number` is the column with the
    number of a row: a view has no rowid.
#}
{% macro is_row_where(relation, condition, number='rowid') -%}
    {{ number }} in (select {{ number }} from {{ relation }} where {{ condition }})
{%- endmacro %}


{# Whether a row of a table with wide ones is of what changed. #}
{% macro is_changed_row(relation, key, column=none) -%}
    {{ is_row_where(relation, is_changed(key, column)) }}
{%- endmacro %}


{# Restricts a model to the rows of a staged table that changed; everything where all is built anew. #}
{% macro where_staged_changed(relation, key) -%}
    {%- if is_incremental() -%}
        {{ is_row_where(relation, is_changed(key), 'staged_row') }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{# Restricts a model, or one of its inputs, to what changed; everything where all is built anew. #}
{% macro where_changed(key, column=none) -%}
    {%- if is_incremental() -%}
        {{ is_changed(key, column) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{#
    The months that each `entity` of a relation counts in and, where a night adds to them, has
    counted in since all was built: a month that was left stays, since what it counts is no longer
    what it counted. `month` is the column, `told_by` what it is read from, `changes_by` the key by
    which the entity changes.
#}
{% macro counted_months(relation, entity, month, told_by=none, changes_by=none) -%}
    {%- set key = changes_by or entity -%}
    select distinct
        {{ entity }},
        {{ told_by or month }} as {{ month }}
    from {{ tonight(relation) }}
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


{# Before the changed rows are inserted: what was there under their keys goes. #}
{% macro forget_changed() -%}
    {%- set key = model.config.meta.get('changes_by') -%}
    {%- if key and is_incremental() -%}
        delete from {{ this }} where {{ is_changed(key) }}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}


{# Restricts what a test of its own looks at to what a night built, as get_where_subquery does. #}
{% macro where_tested(key) -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {{ is_changed(key) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{#
    What a test looks at, in place of dbt's macro of this name: of a model that a night builds in
    part, the rows that the night built; everything where all is built anew. A test that wants
    other rows says so in its own `where`.
#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [] -%}
    {%- set built = of_tonight(relation) -%}
    {%- if config.get('where') -%}
        {%- do conditions.append(config.get('where')) -%}
    {%- endif -%}
    {%- if execute and not flags.FULL_REFRESH and not built -%}
        {%- set name = relation | string -%}
        {%- for node in graph.nodes.values() if node.relation_name == name -%}
            {%- set key = node.config.meta.get('changes_by') -%}
            {%- if key -%}
                {%- do conditions.append(is_changed_row(relation, key)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set looked_at = built or relation -%}
    {%- if conditions -%}
        {%- do return('(select * from ' ~ looked_at ~ ' where ' ~ conditions | join(' and ') ~ ')') -%}
    {%- else -%}
        {%- do return(looked_at) -%}
    {%- endif -%}
{%- endmacro %}
