-- name: comments
select 'table' as what, schema_name, table_name as of, null as part, comment
from duckdb_tables() where database_name = $source and comment is not null
union all
select 'view', schema_name, view_name, null, comment
from duckdb_views() where database_name = $source and comment is not null
union all
select 'column', schema_name, table_name, column_name, comment
from duckdb_columns()
semi join duckdb_tables() using (database_name, schema_name, table_name)
where database_name = $source and comment is not null
order by all
