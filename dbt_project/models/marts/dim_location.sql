with locations as (

    select * from {{ ref('int_locations') }}

),

mentions as (

    select distinct location_key from {{ ref('int_incident_mentions') }}

),

-- every country and governorate, and the places where something was reported
members as (

    select locations.*
    from locations
    left join mentions on locations.location_key = mentions.location_key
    where locations.location_level <> 'place' or mentions.location_key is not null

),

unknown_member as (

    select
        {{ unknown_key() }} as location_key,
        'unknown' as location_level,
        'unknown' as location_code,
        'غير معروف' as name_ar,
        'Unknown' as name_en

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
    name_ar,
    name_en,
    place_id,
    place_name_ar,
    place_name_en,
    place_kind,
    admin1_code,
    admin1_name_ar,
    admin1_name_en,
    country_code,
    country_name_ar,
    country_name_en,
    latitude,
    longitude
from final
order by location_level, location_code
