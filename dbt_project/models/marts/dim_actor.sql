with actors as (

    select * from {{ ref('int_actors') }}

),

aliases as (

    select
        actor_id,
        string_agg(alias, ' | ' order by alias) as aliases,
        cast(count(*) as integer) as alias_count
    from {{ ref('actor_aliases') }}
    group by actor_id

),

-- of the actor itself; that of a single name is in dim_actor_alias
validity as (

    select * from {{ ref('actor_validity') }}
    where alias is null

),

actor_types as (

    select * from {{ ref('actor_types') }}

),

members as (

    select
        {{ dimension_key('actors.actor_id') }} as actor_key,
        actors.actor_id,
        {{ actor_label('actors') }} as name_ar,
        actors.name_en,
        aliases.aliases,
        coalesce(aliases.alias_count, 0) as alias_count,
        actors.actor_type,
        actor_types.label_ar as actor_type_ar,
        actor_types.label_en as actor_type_en,
        actors.country_code,
        {{ dimension_key('actors.parent_actor_id') }} as parent_actor_key,
        {{ actor_label('parents') }} as parent_name_ar,
        parents.name_en as parent_name_en,
        validity.valid_from,
        validity.valid_to,
        validity.date_precision as validity_precision,
        validity.note as validity_note
    from actors
    left join aliases on actors.actor_id = aliases.actor_id
    left join actors as parents on actors.parent_actor_id = parents.actor_id
    left join actor_types on actors.actor_type = actor_types.code
    left join validity on actors.actor_id = validity.actor_id

),

unknown_member as (

    select
        {{ unknown_key() }} as actor_key,
        'unknown' as actor_id,
        'غير معروف' as name_ar,
        'Unknown, or not in the register' as name_en,
        0 as alias_count,
        'unknown' as actor_type,
        'غير معروف' as actor_type_ar,
        'Unknown' as actor_type_en,
        {{ unknown_key() }} as parent_actor_key

),

final as (

    select * from members
    union all by name
    select * from unknown_member

)

select * from final
order by actor_id
