with source as (

    select
        *,
        rowid as staged_row
    from {{ source('register', 'incident_versions') }}

),

renamed as (

    select
        -- ids
        incident_id,
        successor_id,
        extractor_version,

        -- strings
        change_type,
        reasons,
        state,

        -- numerics
        staged_row,
        publication_number,

        -- dates
        night

    from source

)

select * from renamed
