with source as (

    select * from {{ source('register', 'incidents') }}

),

renamed as (

    select
        -- ids
        incident_id,
        successor_id,
        origin_id,

        -- numerics
        founded_publication,
        founding_rank

    from source

)

select * from renamed
