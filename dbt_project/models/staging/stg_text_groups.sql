with source as (

    select
        *,
        rowid as staged_row
    from {{ source('linking', 'text_groups') }}

),

renamed as (

    select
        -- ids
        article_id,
        content_digest,
        text_group_id,

        -- numerics
        staged_row

    from source

)

select * from renamed
