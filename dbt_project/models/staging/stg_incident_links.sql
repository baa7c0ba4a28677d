with source as (

    select
        *,
        rowid as staged_row
    from {{ source('linking', 'incident_links') }}

),

renamed as (

    select
        -- ids
        mention_id,
        incident_id,

        -- strings
        link_method,

        -- numerics
        staged_row,
        link_confidence

    from source

)

select * from renamed
