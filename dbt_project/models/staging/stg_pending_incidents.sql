with source as (

    select * from {{ source('linking', 'pending_incidents') }}

),

renamed as (

    select
        -- ids
        incident_id,
        successor_id,
        origin_id,

        -- numerics
        founding_rank

    from source

)

select * from renamed
