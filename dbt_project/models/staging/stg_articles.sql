with source as (

    select
        *,
        rowid as staged_row
    from {{ source('staging', 'articles') }}

),

renamed as (

    select
        -- ids
        article_id,
        content_digest,
        outlet_id,
        redaction_id,
        address_doubt,
        build_id,
        extractor_version,

        -- strings
        url,
        public_url,
        source as source_name,
        title,
        masked_title,
        text as body,
        language,
        source_file,

        -- numerics
        staged_row,
        source_record,

        -- dates and times
        batch_date,
        published_on,
        timezone('UTC', published_at) as published_at_utc

    from source

)

select * from renamed
