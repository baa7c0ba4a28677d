{{ config(tags=["seeds_only"]) }}

with weapons as (

    select * from {{ ref('weapons') }}

),

members as (

    select
        {{ dimension_key('code') }} as weapon_key,
        code as weapon,
        label_en,
        label_ar,
        description_en,
        description_ar
    from weapons

),

unknown_member as (

    select
        {{ unknown_key() }} as weapon_key,
        'unknown' as weapon,
        'Unknown' as label_en,
        'غير معروف' as label_ar,
        'The text does not say.' as description_en,
        'لا يذكر النص ذلك.' as description_ar

),

-- the seed may word its own unknown member
final as (

    select * from members
    union all
    select * from unknown_member
    where weapon_key not in (select members.weapon_key from members)

)

select * from final
order by weapon
