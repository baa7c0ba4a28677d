with source as (

    select * from {{ source('staging', 'places') }}

),

renamed as (

    select
        -- ids
        place_id,

        -- strings
        name_ar,
        name_en,
        name_en_source,
        other_names,
        kind,
        admin1_code,
        country_code,

        -- numerics
        latitude,
        longitude

    from source

)

select * from renamed
