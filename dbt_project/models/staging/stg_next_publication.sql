with source as (

    select * from {{ source('register', 'next_publication') }}

),

renamed as (

    select
        -- numerics
        publication_number,

        -- dates
        night

    from source

)

select * from renamed
