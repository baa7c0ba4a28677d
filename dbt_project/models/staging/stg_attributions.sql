with source as (

    select
        *,
        rowid as staged_row
    from {{ source('staging', 'attributions') }}

),

renamed as (

    select
        -- ids
        attribution_id,
        mention_id,
        actor_id,
        build_id,

        -- strings
        actor_name,
        stance,
        stated_by,
        article_part,
        words,
        quote,

        -- numerics
        staged_row,
        attribution_number,
        span_start,
        span_end,

        -- dates
        batch_date

    from source

)

select * from renamed
