-- depends_on: {{ ref('int_incident_months') }}
{{ config(materialized="incremental") }}

with incidents as (

    select * from {{ ref('mart_incidents') }}
    where {{ where_changed('incident_month') }}

),

locations as (

    select location_key from {{ ref('dim_location') }}

),

placed as (

    select
        incidents.*,
        coalesce(governorates.location_key, countries.location_key, {{ unknown_key() }})
            as location_key
    from incidents
    left join locations as governorates
        on {{ location_key('governorate', 'incidents.admin1_code') }} = governorates.location_key
    left join locations as countries
        on {{ location_key('country', 'incidents.country_code') }} = countries.location_key

),

quality as (

    select * from {{ ref('dim_measured_quality') }}

),

counted as (

    select
        {{ date_key('occurred_on') }} as date_key,
        location_key,
        {{ dimension_key('event_type') }} as event_type_key,
        incident_month,
        occurred_on,
        min(country_code) as country_code,
        min(country_name_ar) as country_name_ar,
        min(country_name_en) as country_name_en,
        min(admin1_code) as admin1_code,
        min(admin1_name_ar) as admin1_name_ar,
        min(admin1_name_en) as admin1_name_en,
        min(admin1_pcode) as admin1_pcode,
        event_type,
        min(event_type_ar) as event_type_ar,
        min(event_type_en) as event_type_en,
        cast(count(*) as integer) as incident_count,
        cast(count(*) filter (where outcome = 'foiled') as integer) as foiled_count,
        cast(count(*) filter (where independence_group_count > 1) as integer)
            as several_groups_count,
        cast(count(*) filter (where status = 'corroborated') as integer) as corroborated_count,
        cast(count(*) filter (where status = 'disputed') as integer) as disputed_count,
        cast(count(*) filter (where {{ is_deadly() }}) as integer) as deadly_count,
        cast(count(*) filter (where is_disputed) as integer) as disputed_place_count,
        cast(sum({{ summed_toll('killed', 'low') }}) as integer) as killed_low_sum,
        cast(sum({{ summed_toll('killed', 'best') }}) as integer) as killed_best_sum,
        cast(sum({{ summed_toll('killed', 'high') }}) as integer) as killed_high_sum,
        cast(count(*) filter (
            where killed_high is null and coalesce(killed_low, killed_best) is not null
        ) as integer) as killed_open_count,
        cast(sum({{ summed_toll('wounded', 'low') }}) as integer) as wounded_low_sum,
        cast(sum({{ summed_toll('wounded', 'best') }}) as integer) as wounded_best_sum,
        cast(sum({{ summed_toll('wounded', 'high') }}) as integer) as wounded_high_sum
    from placed
    group by
        occurred_on,
        incident_month,
        location_key,
        event_type

),

-- beside the counts, never in them
final as (

    select
        counted.*,
        of_type.recall as type_recall,
        of_type.recall_low as type_recall_low,
        of_type.recall_high as type_recall_high,
        coalesce(of_type.validation, 'not_validated') as type_validation,
        of_country.recall as country_recall,
        of_country.recall_low as country_recall_low,
        of_country.recall_high as country_recall_high,
        coalesce(of_country.validation, 'not_validated') as country_validation
    from counted
    left join quality as of_type
        on of_type.measured_of = 'event_type' and counted.event_type = of_type.measured_code
    left join quality as of_country
        on of_country.measured_of = 'country' and counted.country_code = of_country.measured_code

)

select * from final
order by date_key, location_key, event_type_key
