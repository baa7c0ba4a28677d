with actors as (

    select * from {{ ref('actors') }}

),

corrections as (

    select
        entry_id as actor_id,
        {{ entry_values(['name_ar', 'name_en', 'actor_type', 'country_code', 'parent_actor_id']) }}
    from {{ ref('stg_reference_corrections') }}
    where entry_kind = 'actor'
    group by entry_id

),

final as (

    select
        actors.actor_id,
        actors.name_ar,
        -- what an editor calls it is published; texts call it as they did
        coalesce(corrections.name_ar, actors.label_ar) as label_ar,
        coalesce(corrections.name_en, actors.name_en) as name_en,
        coalesce(corrections.actor_type, actors.actor_type) as actor_type,
        {{ corrected('country_code', 'varchar', 'actors.country_code') }} as country_code,
        {{ corrected('parent_actor_id', 'varchar', 'actors.parent_actor_id') }} as parent_actor_id
    from actors
    left join corrections on actors.actor_id = corrections.actor_id

)

select * from final
order by actor_id
