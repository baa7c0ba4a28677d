with source as (

    select * from {{ source('register', 'vintages') }}

),

renamed as (

    select
        -- ids
        extractor_version,

        -- numerics
        vintage_number,
        publication_number,

        -- dates
        night

    from source

)

select * from renamed
