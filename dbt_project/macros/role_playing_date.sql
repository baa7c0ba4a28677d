{#
    dim_date in one of its roles: the same days, each column named for the role, so that a tool
    that joins by column name can hold several dates of a fact apart. The unknown member is there.
#}
{% macro role_playing_date(role) -%}
    select
        date_key as {{ role }}_date_key,
        date_day as {{ role }}_date,
        year_number as {{ role }}_year,
        quarter_number as {{ role }}_quarter,
        month_number as {{ role }}_month_number,
        month_label as {{ role }}_month,
        month_name_en as {{ role }}_month_name_en,
        month_name_ar as {{ role }}_month_name_ar,
        month_name_ar_levant as {{ role }}_month_name_ar_levant,
        iso_year as {{ role }}_iso_year,
        iso_week as {{ role }}_iso_week,
        iso_weekday as {{ role }}_iso_weekday,
        weekday_name_en as {{ role }}_weekday_name_en,
        weekday_name_ar as {{ role }}_weekday_name_ar
    from {{ ref('dim_date') }}
    order by date_key
{%- endmacro %}
