{{ config(tags=["seeds_only"]) }}

with event_types as (

    select * from {{ ref('event_types') }}

),

members as (

    select
        {{ dimension_key('code') }} as event_type_key,
        code as event_type,
        family as event_family,
        label_en,
        label_ar,
        description_en,
        description_ar,
        plover as plover_code,
        plover_match,
        cameo as cameo_code,
        cameo_match,
        acled_event,
        acled_event_match,
        acled_sub_event,
        acled_sub_event_match,
        gtd_attack_type,
        gtd_attack_type_match
    from event_types

),

unknown_member as (

    select
        {{ unknown_key() }} as event_type_key,
        'unknown' as event_type,
        'unknown' as event_family,
        'Unknown' as label_en,
        'غير معروف' as label_ar,
        'What happened is not known.' as description_en,
        'لا يُعرف ما حدث.' as description_ar,
        null as plover_code,
        null as plover_match,
        null as cameo_code,
        null as cameo_match,
        null as acled_event,
        null as acled_event_match,
        null as acled_sub_event,
        null as acled_sub_event_match,
        null as gtd_attack_type,
        null as gtd_attack_type_match

),

-- the seed may word its own unknown member
final as (

    select * from members
    union all
    select * from unknown_member
    where event_type_key not in (select members.event_type_key from members)

)

select * from final
order by event_type
