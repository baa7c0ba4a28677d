with entries as (

    select * from {{ source('corrections', 'reference_entries') }}
    where entry_kind = 'place'

),

governorates as (

    select * from {{ ref('admin1') }}

),

-- one value a field: two corrections of one field are refused
corrected as (

    select
        entry_id as place_id,
        max(value) filter (where field = 'name_ar') as name_ar,
        max(value) filter (where field = 'name_en') as name_en,
        max(value) filter (where field = 'admin1_code') as admin1_code,
        cast(max(value) filter (where field = 'latitude') as double) as latitude,
        cast(max(value) filter (where field = 'longitude') as double) as longitude
    from entries
    group by entry_id

),

final as (

    select
        corrected.place_id,
        corrected.name_ar,
        corrected.name_en,
        corrected.admin1_code,
        governorates.name_ar as admin1_name,
        -- a place lies in the country of its governorate
        governorates.country as country_code,
        corrected.latitude,
        corrected.longitude
    from corrected
    left join governorates on corrected.admin1_code = governorates.code

)

select * from final
order by place_id
