with countries as (

    select
        code as country_code,
        name_ar,
        name_en,
        latitude,
        longitude
    from {{ ref('countries') }}

),

governorates as (

    select
        code as admin1_code,
        country as country_code,
        name_ar,
        name_en,
        latitude,
        longitude
    from {{ ref('admin1') }}

),

places as (

    select * from {{ ref('stg_places') }}

),

country_locations as (

    select
        {{ location_key('country', 'country_code') }} as location_key,
        'country' as location_level,
        country_code as location_code,
        name_ar,
        name_en,
        null as place_id,
        null as place_name_ar,
        null as place_name_en,
        null as place_kind,
        null as admin1_code,
        null as admin1_name_ar,
        null as admin1_name_en,
        country_code,
        name_ar as country_name_ar,
        name_en as country_name_en,
        latitude,
        longitude
    from countries

),

governorate_locations as (

    select
        {{ location_key('governorate', 'governorates.admin1_code') }} as location_key,
        'governorate' as location_level,
        governorates.admin1_code as location_code,
        governorates.name_ar,
        governorates.name_en,
        null as place_id,
        null as place_name_ar,
        null as place_name_en,
        null as place_kind,
        governorates.admin1_code,
        governorates.name_ar as admin1_name_ar,
        governorates.name_en as admin1_name_en,
        governorates.country_code,
        countries.name_ar as country_name_ar,
        countries.name_en as country_name_en,
        governorates.latitude,
        governorates.longitude
    from governorates
    left join countries on governorates.country_code = countries.country_code

),

place_locations as (

    select
        {{ location_key('place', 'places.place_id') }} as location_key,
        'place' as location_level,
        places.place_id as location_code,
        places.name_ar,
        places.name_en,
        places.place_id,
        places.name_ar as place_name_ar,
        places.name_en as place_name_en,
        places.kind as place_kind,
        places.admin1_code,
        governorates.name_ar as admin1_name_ar,
        governorates.name_en as admin1_name_en,
        places.country_code,
        countries.name_ar as country_name_ar,
        countries.name_en as country_name_en,
        places.latitude,
        places.longitude
    from places
    left join governorates on places.admin1_code = governorates.admin1_code
    left join countries on places.country_code = countries.country_code

),

final as (

    select * from country_locations
    union all
    select * from governorate_locations
    union all
    select * from place_locations

)

select * from final
order by location_level, location_code
