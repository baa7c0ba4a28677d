with source as (

    select * from {{ source('register', 'publications') }}

),

renamed as (

    select
        -- ids
        entry_digest,

        -- numerics
        publication_number,

        -- dates
        night

    from source

)

select * from renamed
