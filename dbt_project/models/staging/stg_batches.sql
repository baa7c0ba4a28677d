with source as (

    select * from {{ source('staging', 'batches') }}

),

renamed as (

    select
        -- ids
        batch_digest,
        build_id,
        extractor_version,

        -- numerics
        file_count,
        records_read,
        records_staged,
        records_quarantined,
        records_repeated,

        -- dates
        batch_date

    from source

)

select * from renamed
