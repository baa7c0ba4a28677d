with source as (

    select * from {{ source('linking', 'incident_links') }}

),

renamed as (

    select
        -- ids
        mention_id,
        incident_id,

        -- strings
        link_method,

        -- numerics
        link_confidence

    from source

)

select * from renamed
