{#
    Comments on a relation and its columns, in one statement, in place of dbt's macro of this name.
    A table that a night adds rows to has them since it was built as a whole.
#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- if not is_incremental() -%}
        {%- set comments = [] -%}
        {%- if for_relation and config.persist_relation_docs() and model.description -%}
            {%- do comments.append(duckdb__alter_relation_comment(relation, model.description)) -%}
        {%- endif -%}
        {#- a lake keeps no comments of a view's columns -#}
        {%- set kept = not (adapter.is_ducklake(relation) and config.get('materialized') == 'view') -%}
        {%- if kept and for_columns and config.persist_column_docs() -%}
            {%- for name, column in model.columns.items() if column.description -%}
                {%- set text = duckdb_escape_comment(column.description) -%}
                {%- do comments.append('comment on column ' ~ relation ~ '.' ~ name ~ ' is ' ~ text ~ ';') -%}
            {%- endfor -%}
        {%- endif -%}
        {%- if comments -%}
            {%- do run_query(comments | join('\n')) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
