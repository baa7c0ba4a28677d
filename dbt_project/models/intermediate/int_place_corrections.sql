with governorates as (

    select * from {{ ref('admin1') }}

),

corrected as (

    select
        entry_id as place_id,
        {{ entry_values(['name_ar', 'name_en', 'admin1_code', 'latitude', 'longitude']) }}
    from {{ ref('stg_reference_corrections') }}
    where entry_kind = 'place'
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
        cast(corrected.latitude as double) as latitude,
        cast(corrected.longitude as double) as longitude
    from corrected
    left join governorates on corrected.admin1_code = governorates.code

)

select * from final
order by place_id
