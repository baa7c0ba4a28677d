with actors as (

    select * from {{ ref('actors') }}

),

validity as (

    select * from {{ ref('actor_validity') }}

),

-- the register's own names, and those that texts use
names as (

    select
        actor_id,
        name_ar as actor_alias,
        'name_ar' as alias_kind
    from actors
    union all
    select
        actor_id,
        name_en as actor_alias,
        'name_en' as alias_kind
    from actors
    union all
    select
        aliases.actor_id,
        aliases.alias as actor_alias,
        'alias' as alias_kind
    from {{ ref('actor_aliases') }} as aliases
    left join actors
        on
            aliases.actor_id = actors.actor_id
            and aliases.alias in (actors.name_ar, actors.name_en)
    where actors.actor_id is null

),

final as (

    select
        {{ surrogate_key(['names.actor_id', 'names.actor_alias']) }} as actor_alias_key,
        {{ dimension_key('names.actor_id') }} as actor_key,
        names.actor_id,
        names.actor_alias,
        names.alias_kind,
        case
            when regexp_matches(names.actor_alias, '[ء-ي]') then 'ar'
            else 'en'
        end as alias_language,
        validity.valid_from,
        validity.valid_to,
        validity.date_precision as validity_precision,
        validity.note as validity_note
    from names
    left join validity
        on names.actor_id = validity.actor_id and names.actor_alias = validity.alias

)

select * from final
order by actor_id, actor_alias
