with actors as (

    select * from {{ ref('actors') }}

),

aliases as (

    select
        actor_id,
        string_agg(alias, ' | ' order by alias) as aliases
    from {{ ref('actor_aliases') }}
    group by actor_id

),

members as (

    select
        {{ dimension_key('actors.actor_id') }} as actor_key,
        actors.actor_id,
        actors.name_ar,
        actors.name_en,
        aliases.aliases,
        actors.actor_type,
        actors.country_code,
        {{ dimension_key('actors.parent_actor_id') }} as parent_actor_key,
        parents.name_en as parent_name_en
    from actors
    left join aliases on actors.actor_id = aliases.actor_id
    left join actors as parents on actors.parent_actor_id = parents.actor_id

),

unknown_member as (

    select
        {{ unknown_key() }} as actor_key,
        'unknown' as actor_id,
        'غير معروف' as name_ar,
        'Unknown, or not in the register' as name_en,
        null as aliases,
        'unknown' as actor_type,
        null as country_code,
        {{ unknown_key() }} as parent_actor_key,
        null as parent_name_en

),

final as (

    select * from members
    union all
    select * from unknown_member

)

select * from final
order by actor_id
