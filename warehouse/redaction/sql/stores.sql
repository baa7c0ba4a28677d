-- name: text_columns
select
    columns.schema_name || '.' || columns.table_name, columns.column_name,
    columns.data_type
from duckdb_columns() as columns
inner join duckdb_tables() as tables
    on columns.database_oid = tables.database_oid and columns.table_oid = tables.table_oid
where
    not columns.internal
    and columns.database_name = current_database()
    and columns.schema_name not in (select unnest(?::varchar[]))
    and (contains(columns.data_type, 'VARCHAR') or columns.data_type = 'JSON')
order by all
