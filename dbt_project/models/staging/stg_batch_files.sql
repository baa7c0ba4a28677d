with source as (

    select * from {{ source('staging', 'batch_files') }}

),

renamed as (

    select
        -- ids
        file_digest,
        build_id,

        -- strings
        source_file,

        -- numerics
        file_bytes,
        records_read,

        -- dates
        batch_date

    from source

)

select * from renamed
