{#
    The rows of a long table that a run builds are kept until the run ends in a small table of the
    same name in the schema `changed_rows`. Models and tests that need only the changed rows read
    the small table, so that they do not scan all keys of the long one.
#}

{#
    Long tables that a run reads in part and does not build. Their changed rows, or somewhat more,
    are selected once before the first model; each model still filters for the rows that it needs.
#}
{% macro partly_read_inputs() -%}
    {%- set by_mention = 'select affected.mention_id from changed_rows.affected_mentions as affected' -%}
    {%- set by_article = 'select affected.article_id from changed_rows.affected_articles as affected' -%}
    {{ return({
        'stg_incident_facts': ('article_id', by_article),
        'int_article_versions': ('article_id', by_article),
        'stg_text_groups': ('article_id', by_article),
        'int_incident_mentions': ('article_id', by_article),
        'stg_casualty_claims': ('mention_id', by_mention),
        'stg_attributions': ('mention_id', by_mention),
        'stg_evidence': ('mention_id', by_mention),
        'stg_incident_links': ('mention_id', by_mention),
        'stg_incident_versions': ('incident_id', changed_keys('incident_id')),
    }) }}
{%- endmacro %}


{# A condition on the rows of an input that lets DuckDB skip most of a long table. #}
{% macro is_wanted_row(node, condition) -%}
    {%- set number = 'staged_row' if node.config.get('materialized') == 'view' else 'rowid' -%}
    {{ return(is_row_where(node.relation_name, condition, number)) }}
{%- endmacro %}


{# Before the first node: an empty schema, filled with the inputs that this run reads in part. #}
{% macro open_changed_rows() -%}
    {%- if execute -%}
        {%- set statements = ['drop schema if exists changed_rows cascade', 'create schema changed_rows'] -%}
        {%- if not flags.FULL_REFRESH -%}
            {%- set inputs = [] -%}
            {%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list) -%}
                {%- if node.name in partly_read_inputs() and has_changed_rows(node) -%}
                    {%- do inputs.append(node) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if inputs -%}
                {%- do statements.append(
                    'create table changed_rows.affected_articles as select distinct article_id from ('
                    ~ changed_keys('affected_article_id') ~ ') order by article_id'
                ) -%}
                {%- do statements.append(
                    'create table changed_rows.affected_mentions as select distinct mention_id from '
                    ~ source('staging', 'incident_facts') ~ ' where article_id in'
                    ~ ' (select affected.article_id from changed_rows.affected_articles as affected)'
                    ~ ' order by mention_id'
                ) -%}
            {%- endif -%}
            {%- for node in inputs -%}
                {%- set column, keys = partly_read_inputs()[node.name] -%}
                {%- do statements.append(
                    'create table changed_rows.' ~ node.name ~ ' as select * from ' ~ node.relation_name
                    ~ ' where ' ~ is_wanted_row(node, column ~ ' in (' ~ keys ~ ')')
                ) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- do return(statements | join(';\n')) -%}
    {%- endif -%}
{%- endmacro %}


{# After the last node: the schema is dropped. #}
{% macro close_changed_rows() -%}
    drop schema if exists changed_rows cascade
{%- endmacro %}


{#
    Whether the schema `changed_rows` has a table for a node: a model that this run builds in part,
    or an input that it reads in part.
#}
{% macro has_changed_rows(node) -%}
    {%- if flags.FULL_REFRESH or not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {%- if node.unique_id in selected_resources -%}
        {{ return(node.config.get('materialized') == 'incremental') }}
    {%- endif -%}
    {%- if node.name not in partly_read_inputs() -%}
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
    The table in `changed_rows` that stands for a relation; none where there is none. A run that
    builds a model for the first time without --full-refresh has one too (all_rows_changed).
#}
{% macro changed_rows_of(relation) -%}
    {%- if execute -%}
        {%- set name = relation | string -%}
        {%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list) -%}
            {%- if node.relation_name == name and has_changed_rows(node) -%}
                {{ return('changed_rows.' ~ node.name) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}


{#
    A relation of which a model needs only the changed rows: in an incremental run the small table
    that holds these rows, and perhaps some more. A join to it must need no other rows.
#}
{% macro changed_rows(relation) -%}
    {{ (changed_rows_of(relation) if is_incremental()) or relation }}
{%- endmacro %}


{# The same for a singular test, which checks the rows that a run built (where_tested). #}
{% macro tested(relation) -%}
    {{ changed_rows_of(relation) or relation }}
{%- endmacro %}


{#
    The values of a column, with their number of rows, that are not among the rows that this run
    built of another model, and so have to be found in its older rows.
#}
{% macro not_yet_found(model, column, to, field=none) -%}
    {%- set built = changed_rows_of(to) -%}
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


{# The incremental strategy: the new rows are kept for the rest of this run and inserted into the model. #}
{% macro get_incremental_changed_rows_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    create or replace table changed_rows.{{ arguments['target_relation'].identifier }} as
    select {{ columns }} from {{ arguments['temp_relation'] }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}


{# Where a model was built completely in a run without --full-refresh, all its rows have changed. #}
{% macro all_rows_changed() -%}
    {%- if execute and model.config.materialized == 'incremental' and not flags.FULL_REFRESH
        and not is_incremental() -%}
        create or replace view changed_rows.{{ this.identifier }} as select * from {{ this }}
    {%- endif -%}
{%- endmacro %}
