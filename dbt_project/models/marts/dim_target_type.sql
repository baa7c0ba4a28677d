{{ config(tags=["seeds_only"]) }}

with target_types as (

    select * from {{ ref('target_types') }}

),

members as (

    select
        {{ dimension_key('code') }} as target_type_key,
        code as target_type,
        label_en,
        label_ar,
        description_en,
        description_ar
    from target_types

),

unknown_member as (

    select
        {{ unknown_key() }} as target_type_key,
        'unknown' as target_type,
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
    where target_type_key not in (select members.target_type_key from members)

)

select * from final
order by target_type
