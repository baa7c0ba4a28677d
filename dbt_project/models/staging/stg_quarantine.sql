with source as (

    select * from {{ source('staging', 'quarantine') }}

),

renamed as (

    select
        -- ids
        build_id,

        -- strings
        source_file,
        reason,
        detail,
        raw_record,

        -- numerics
        source_record,

        -- dates
        batch_date

    from source

)

select * from renamed
