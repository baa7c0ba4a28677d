with actors as (

    select * from {{ ref('int_actors') }}

),

validity as (

    select * from {{ ref('actor_validity') }}

),

-- what texts commonly call an actor is one of their names, also where another one is published
texts_names as (

    select
        actor_id,
        alias as actor_alias
    from {{ ref('actor_aliases') }}
    union
    select
        actor_id,
        name_ar as actor_alias
    from actors

),

names as (

    select
        actors.actor_id,
        {{ actor_label('actors') }} as actor_alias,
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
        texts_names.actor_id,
        texts_names.actor_alias,
        'alias' as alias_kind
    from texts_names
    left join actors
        on
            texts_names.actor_id = actors.actor_id
            and texts_names.actor_alias in ({{ actor_label('actors') }}, actors.name_en)
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
