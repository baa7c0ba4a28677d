{#
    What a published version of an incident says: the columns of fct_incident that readers rely on,
    with their types. Keys of dimensions stand as codes, since the register outlives the keys.
    A group names what a difference in it is called as a reason for a new version.
#}
{% macro version_columns() -%}
    {%- set columns = [
        ('status', 'varchar', 'status'),
        ('review_status', 'varchar', 'status'),
        ('occurred_on', 'date', 'details'),
        ('date_earliest', 'date', 'details'),
        ('date_latest', 'date', 'details'),
        ('date_precision', 'varchar', 'details'),
        ('event_type', 'varchar', 'details'),
        ('place_name', 'varchar', 'details'),
        ('place_id', 'varchar', 'details'),
        ('admin1_code', 'varchar', 'details'),
        ('country_code', 'varchar', 'details'),
        ('latitude', 'double', 'details'),
        ('longitude', 'double', 'details'),
        ('geo_precision', 'integer', 'details'),
        ('weapon', 'varchar', 'details'),
        ('target_type', 'varchar', 'details'),
        ('target_detail', 'varchar', 'details'),
        ('outcome', 'varchar', 'details'),
        ('perpetrator_actor_id', 'varchar', 'details'),
        ('perpetrator_name', 'varchar', 'details'),
        ('perpetrator_status', 'varchar', 'details'),
        ('attribution_source', 'varchar', 'details'),
    ] -%}
    {%- for measure in toll_measures() -%}
        {%- for bound in ['low', 'best', 'high'] -%}
            {%- do columns.append((measure ~ '_' ~ bound, 'integer', 'toll')) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do columns.extend([
        ('killed_basis', 'varchar', 'toll'),
        ('wounded_basis', 'varchar', 'toll'),
        ('mention_count', 'integer', 'reports'),
        ('article_count', 'integer', 'reports'),
        ('outlet_count', 'integer', 'reports'),
        ('source_count', 'integer', 'reports'),
        ('first_reported_on', 'date', 'reports'),
        ('last_reported_on', 'date', 'reports'),
        ('inferred_fields', 'varchar', 'reports'),
        ('confidence', 'double', 'reports'),
        ('quote', 'varchar', 'quote'),
        ('correction_ids', 'varchar', 'correction'),
    ]) -%}
    {{ return(columns) }}
{%- endmacro %}


{# The shape of a version's JSON, for from_json: it is taken apart once for all columns. #}
{% macro version_structure() -%}
    {
    {%- for name, type, group in version_columns() -%}
        "{{ name }}": "{{ type }}"{{ ', ' if not loop.last }}
    {%- endfor -%}
    }
{%- endmacro %}
