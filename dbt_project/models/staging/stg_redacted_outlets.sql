with source as (

    select * from {{ source('staging', 'redacted_outlets') }}

),

renamed as (

    select
        -- ids
        outlet_id,

        -- strings
        source as source_name

    from source

)

select * from renamed
