with source as (

    select * from {{ source('staging', 'pcodes') }}

),

renamed as (

    select
        -- strings
        location_level,
        location_code,
        pcode

    from source

)

select * from renamed
