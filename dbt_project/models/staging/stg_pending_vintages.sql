with source as (

    select * from {{ source('linking', 'pending_vintages') }}

),

renamed as (

    select
        -- ids
        extractor_version,

        -- numerics
        vintage_number

    from source

)

select * from renamed
