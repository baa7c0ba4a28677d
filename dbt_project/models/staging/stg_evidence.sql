with source as (

    select * from {{ source('staging', 'evidence') }}

),

renamed as (

    select
        -- ids
        mention_id,
        build_id,

        -- strings
        field as field_name,
        basis,
        article_part,
        words,

        -- numerics
        span_number,
        span_start,
        span_end,

        -- dates
        batch_date

    from source

)

select * from renamed
