with source as (

    select
        *,
        rowid as staged_row
    from {{ source('staging', 'evidence') }}

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
        staged_row,
        span_number,
        span_start,
        span_end,

        -- dates
        batch_date

    from source

)

select * from renamed
