with source as (

    select * from {{ source('linking', 'text_groups') }}

),

renamed as (

    select
        -- ids
        article_id,
        content_digest,
        text_group_id

    from source

)

select * from renamed
