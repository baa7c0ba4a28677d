with locations as (

    select * from {{ ref('dim_location') }}
    where location_key <> {{ unknown_key() }}

),

places as (

    select * from {{ ref('stg_places') }}

),

countries as (

    select * from {{ ref('countries') }}

),

governorates as (

    select * from {{ ref('admin1') }}

),

actor_names as (

    select * from {{ ref('dim_actor_alias') }}

),

-- several names in one cell, parted by a semicolon
several as (

    select
        {{ location_key('place', 'place_id') }} as location_key,
        other_names as spelled_names
    from places
    union all
    select
        {{ location_key('country', 'code') }} as location_key,
        aliases as spelled_names
    from countries
    union all
    select
        {{ location_key('governorate', 'code') }} as location_key,
        aliases as spelled_names
    from governorates

),

other_names as (

    select
        locations.location_key,
        unnest(string_split(several.spelled_names, ';')) as spelled_name
    from several
    inner join locations on several.location_key = locations.location_key

),

named as (

    select
        'place' as named_kind,
        location_key as named_key,
        name_ar as spelled_name
    from locations
    union
    select
        'place' as named_kind,
        location_key as named_key,
        name_en as spelled_name
    from locations
    union
    select
        'place' as named_kind,
        location_key as named_key,
        trim(spelled_name) as spelled_name
    from other_names
    union
    select
        'actor' as named_kind,
        actor_key as named_key,
        actor_alias as spelled_name
    from actor_names

),

final as (

    select
        {{ surrogate_key(['named_kind', 'named_key', 'spelled_name']) }} as name_key,
        named_kind,
        named_key,
        spelled_name,
        staging.fold_name(spelled_name) as folded_name,
        staging.sound_name(spelled_name) as sound_name
    from named
    where spelled_name <> ''

)

select * from final
order by named_kind, named_key, spelled_name
