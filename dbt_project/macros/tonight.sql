{#
    What a night builds of a long table lies for the rest of dbt's run in a small table of its own,
    in the schema `tonight`: models and tests that look at what changed read that one, not the long
    table's keys from the first to the last. The schema goes when dbt ends.
#}

{#
    The long tables that are read in part and not built in the same run: of each the rows of what
    changed, or of somewhat more, found once before the first model. A model still says which rows
    it wants.
#}
{% macro tonights_inputs() -%}
    {%- set told = 'select told.mention_id from tonight.told_mentions as told' -%}
    {%- set telling = 'select telling.article_id from tonight.telling_articles as telling' -%}
    {{ return({
        'stg_incident_facts': ('article_id', telling),
        'int_article_versions': ('article_id', telling),
        'stg_text_groups': ('article_id', telling),
        'int_incident_mentions': ('article_id', telling),
        'stg_casualty_claims': ('mention_id', told),
        'stg_attributions': ('mention_id', told),
        'stg_evidence': ('mention_id', told),
        'stg_incident_links': ('mention_id', told),
        'incident_versions': ('incident_id', changed_keys('incident_id')),
    }) }}
{%- endmacro %}


{# A condition on the rows of an input: most of a long table is passed over. #}
{% macro is_wanted_row(node, condition) -%}
    {%- set number = 'staged_row' if node.config.get('materialized') == 'view' else 'rowid' -%}
    {{ return(is_row_where(node.relation_name, condition, number)) }}
{%- endmacro %}


{# Before the first node: an empty schema, with the inputs that this run reads in part. #}
{% macro open_tonight() -%}
    {%- if execute -%}
        {%- set statements = ['drop schema if exists tonight cascade', 'create schema tonight'] -%}
        {%- if not flags.FULL_REFRESH -%}
            {%- set inputs = [] -%}
            {%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list) -%}
                {%- if node.name in tonights_inputs() and lies_tonight(node) -%}
                    {%- do inputs.append(node) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if inputs -%}
                {%- do statements.append(
                    'create table tonight.telling_articles as select distinct article_id from ('
                    ~ changed_keys('telling_article_id') ~ ') order by article_id'
                ) -%}
                {%- do statements.append(
                    'create table tonight.told_mentions as select distinct mention_id'
                    ~ ' from staging.incident_facts where article_id in'
                    ~ ' (select telling.article_id from tonight.telling_articles as telling)'
                    ~ ' order by mention_id'
                ) -%}
            {%- endif -%}
            {%- for node in inputs -%}
                {%- set column, keys = tonights_inputs()[node.name] -%}
                {%- do statements.append(
                    'create table tonight.' ~ node.name ~ ' as select * from ' ~ node.relation_name
                    ~ ' where ' ~ is_wanted_row(node, column ~ ' in (' ~ keys ~ ')')
                ) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- do return(statements | join(';\n')) -%}
    {%- endif -%}
{%- endmacro %}


{# After the last node. #}
{% macro close_tonight() -%}
    drop schema if exists tonight cascade
{%- endmacro %}


{#
    Whether the changed rows of a node lie in `tonight`: those of a model that this run builds in
    part, or of an input that it reads in part.
#}
{% macro lies_tonight(node) -%}
    {%- if flags.FULL_REFRESH or not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {%- if node.unique_id in selected_resources -%}
        {{ return(node.config.get('materialized') == 'incremental') }}
    {%- endif -%}
    {%- if node.name not in tonights_inputs() -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for id in selected_resources -%}
        {%- if id in graph.nodes and node.unique_id in graph.nodes[id].depends_on.nodes -%}
            {{ return(true) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}


{#
    The table in `tonight` that stands for a relation, none where there is none. A run that builds
    a model for the first time, without --full-refresh, has one too (look_at_all_tonight).
#}
{% macro of_tonight(relation) -%}
    {%- if execute -%}
        {%- set name = relation | string -%}
        {%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list) -%}
            {%- if node.relation_name == name and lies_tonight(node) -%}
                {{ return('tonight.' ~ node.name) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}


{#
    A relation, of which only what changed is wanted: where a night adds to the model at hand, the
    small table that holds these rows, and perhaps some more. What joins it must want no others.
#}
{% macro tonight(relation) -%}
    {{ (of_tonight(relation) if is_incremental()) or relation }}
{%- endmacro %}


{# The same for a test of its own, which looks at what a night built (where_tested). #}
{% macro tested(relation) -%}
    {{ of_tonight(relation) or relation }}
{%- endmacro %}


{#
    The values of a column that are still to be looked for in another model, with their number of
    rows: those that are not in what a night built of it.
#}
{% macro looked_for(model, column, to, field=none) -%}
    {%- set built = of_tonight(to) -%}
    (
        select
            {{ column }},
            count(*) as row_count
        from {{ model }}
        where
            {{ column }} is not null
            {% if built %}
                and {{ column }} not in (
                    select built.{{ field or column }} from {{ built }} as built
                    where built.{{ field or column }} is not null
                )
            {% endif %}
        group by {{ column }}
    )
{%- endmacro %}


{# How a night adds to a model: its rows, once for the rest of this run and once for good. #}
{% macro get_incremental_tonight_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    create or replace table tonight.{{ arguments['target_relation'].identifier }} as
    select {{ columns }} from {{ arguments['temp_relation'] }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}


{# Where a model was built whole though not all was asked for, all of it is what changed. #}
{% macro look_at_all_tonight() -%}
    {%- if execute and model.config.materialized == 'incremental' and not flags.FULL_REFRESH
        and not is_incremental() -%}
        create or replace view tonight.{{ this.identifier }} as select * from {{ this }}
    {%- endif -%}
{%- endmacro %}
