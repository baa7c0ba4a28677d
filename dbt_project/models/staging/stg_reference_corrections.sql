with source as (

    select * from {{ source('corrections', 'reference_entries') }}

),

renamed as (

    select
        -- ids
        correction_id,
        entry_id,

        -- strings
        entry_kind,
        field,
        value

    from source

)

select * from renamed
