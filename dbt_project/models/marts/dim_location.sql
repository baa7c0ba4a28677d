with locations as (

    select * from {{ ref('int_locations') }}

),

mentions as (

    select location_key from {{ ref('int_incident_mentions') }}
    union
    -- or where an editor says that it happened
    select {{ location_key('place', 'place_id') }} as location_key
    from {{ ref('int_incident_corrections') }}
    where place_id is not null

),

areas as (

    select * from {{ ref('disputed') }}

),

area_members as (

    select * from {{ ref('disputed_members') }}

),

pcodes as (

    select * from {{ ref('stg_pcodes') }}

),

-- every country, governorate and district, and the places where something was reported
listed as (

    select locations.*
    from locations
    left join mentions on locations.location_key = mentions.location_key
    where locations.location_level <> 'place' or mentions.location_key is not null

),

-- a location lies in the area that it is listed for, else in that of what holds it whole
disputes as (

    select
        listed.location_key,
        coalesce(own.area_id, governorates.area_id, countries.area_id) as area_id,
        coalesce(own.extent, 'whole') as extent
    from listed
    left join area_members as own
        on
            listed.location_code = own.location_code
            and own.location_level
            = case listed.location_level when 'district' then 'place' else listed.location_level end
    left join area_members as governorates
        on
            governorates.location_level = 'governorate'
            and governorates.extent = 'whole'
            and listed.admin1_code = governorates.location_code
    left join area_members as countries
        on
            countries.location_level = 'country'
            and countries.extent = 'whole'
            and listed.country_code = countries.location_code

),

members as (

    select
        listed.*,
        case listed.location_level
            when 'district' then district_pcodes.pcode
            else own_pcodes.pcode
        end as pcode,
        district_pcodes.pcode as district_pcode,
        governorate_pcodes.pcode as admin1_pcode,
        areas.area_id is not null as is_disputed,
        areas.area_id as disputed_area,
        areas.name_ar as disputed_area_name_ar,
        areas.name_en as disputed_area_name_en,
        case when areas.area_id is not null then disputes.extent end as disputed_extent,
        areas.parties as disputed_by,
        areas.administered_by,
        areas.basis as disputed_basis
    from listed
    inner join disputes on listed.location_key = disputes.location_key
    left join areas on disputes.area_id = areas.area_id
    left join pcodes as own_pcodes
        on
            listed.location_level = own_pcodes.location_level
            and listed.location_code = own_pcodes.location_code
    left join pcodes as district_pcodes
        on
            district_pcodes.location_level = 'district'
            and listed.admin1_code || ':' || listed.district_name_ar = district_pcodes.location_code
    left join pcodes as governorate_pcodes
        on
            governorate_pcodes.location_level = 'governorate'
            and listed.admin1_code = governorate_pcodes.location_code

),

unknown_member as (

    select
        {{ unknown_key() }} as location_key,
        'unknown' as location_level,
        'unknown' as location_code,
        {{ unknown_key() }} as parent_location_key,
        'غير معروف' as name_ar,
        'Unknown' as name_en,
        'seed' as name_en_source,
        false as is_disputed

),

final as (

    select * from members
    union all by name
    select * from unknown_member

)

select
    location_key,
    location_level,
    location_code,
    parent_location_key,
    name_ar,
    name_en,
    name_en_source,
    place_id,
    place_name_ar,
    place_name_en,
    place_kind,
    geonames_id,
    district_name_ar,
    district_name_en,
    admin1_code,
    admin1_name_ar,
    admin1_name_en,
    country_code,
    country_iso3,
    country_iso_numeric,
    country_name_ar,
    country_name_en,
    latitude,
    longitude,
    pcode,
    district_pcode,
    admin1_pcode,
    is_disputed,
    disputed_area,
    disputed_area_name_ar,
    disputed_area_name_en,
    disputed_extent,
    disputed_by,
    administered_by,
    disputed_basis
from final
order by location_level, location_code
