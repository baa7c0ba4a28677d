with countries as (

    select
        code as country_code,
        iso3 as country_iso3,
        iso_numeric as country_iso_numeric,
        geonames_id,
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

    select
        stg_places.*
        replace (
            coalesce(corrections.name_ar, stg_places.name_ar) as name_ar,
            coalesce(corrections.name_en, stg_places.name_en) as name_en,
            case
                when corrections.name_en is null then stg_places.name_en_source
                else 'correction'
            end as name_en_source,
            coalesce(corrections.admin1_code, stg_places.admin1_code) as admin1_code,
            coalesce(corrections.country_code, stg_places.country_code) as country_code,
            coalesce(corrections.latitude, stg_places.latitude) as latitude,
            coalesce(corrections.longitude, stg_places.longitude) as longitude
        ),
        districts.district_name_ar,
        districts.district_name_en
    from {{ ref('stg_places') }} as stg_places
    left join {{ ref('int_place_corrections') }} as corrections
        on stg_places.place_id = corrections.place_id
    -- a district is of the governorate in which the gazetteer has the place
    left join {{ ref('place_districts') }} as districts
        on
            stg_places.place_id = districts.place_id
            and coalesce(corrections.admin1_code, stg_places.admin1_code)
            is not distinct from stg_places.admin1_code

),

-- districts that the gazetteer holds as places of their own
districts as (

    select
        admin1_code,
        district_name_ar,
        min(place_id) as place_id
    from places
    where kind = 'district'
    group by admin1_code, district_name_ar

),

country_locations as (

    select
        {{ location_key('country', 'country_code') }} as location_key,
        'country' as location_level,
        country_code as location_code,
        {{ unknown_key() }} as parent_location_key,
        name_ar,
        name_en,
        'seed' as name_en_source,
        null as place_id,
        null as place_name_ar,
        null as place_name_en,
        null as place_kind,
        geonames_id,
        null as district_name_ar,
        null as district_name_en,
        null as admin1_code,
        null as admin1_name_ar,
        null as admin1_name_en,
        country_code,
        country_iso3,
        country_iso_numeric,
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
        {{ location_key('country', 'governorates.country_code') }} as parent_location_key,
        governorates.name_ar,
        governorates.name_en,
        'seed' as name_en_source,
        null as place_id,
        null as place_name_ar,
        null as place_name_en,
        null as place_kind,
        null as geonames_id,
        null as district_name_ar,
        null as district_name_en,
        governorates.admin1_code,
        governorates.name_ar as admin1_name_ar,
        governorates.name_en as admin1_name_en,
        governorates.country_code,
        countries.country_iso3,
        countries.country_iso_numeric,
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
        case when places.kind = 'district' then 'district' else 'place' end as location_level,
        places.place_id as location_code,
        case
            when districts.place_id <> places.place_id
                then {{ location_key('place', 'districts.place_id') }}
            when governorates.admin1_code is not null
                then {{ location_key('governorate', 'governorates.admin1_code') }}
            when countries.country_code is not null
                then {{ location_key('country', 'countries.country_code') }}
            else {{ unknown_key() }}
        end as parent_location_key,
        places.name_ar,
        places.name_en,
        places.name_en_source,
        places.place_id,
        places.name_ar as place_name_ar,
        places.name_en as place_name_en,
        places.kind as place_kind,
        -- the gazetteer's ids are GeoNames' behind gn:
        try_cast(nullif(replace(places.place_id, 'gn:', ''), places.place_id) as integer)
            as geonames_id,
        places.district_name_ar,
        places.district_name_en,
        places.admin1_code,
        governorates.name_ar as admin1_name_ar,
        governorates.name_en as admin1_name_en,
        places.country_code,
        countries.country_iso3,
        countries.country_iso_numeric,
        countries.name_ar as country_name_ar,
        countries.name_en as country_name_en,
        places.latitude,
        places.longitude
    from places
    left join governorates on places.admin1_code = governorates.admin1_code
    left join countries on places.country_code = countries.country_code
    left join districts
        on
            places.admin1_code = districts.admin1_code
            and places.district_name_ar = districts.district_name_ar

),

final as (

    select * from country_locations
    union all by name
    select * from governorate_locations
    union all by name
    select * from place_locations

)

select * from final
order by location_level, location_code
