with source as (

    select * from {{ source('staging', 'redactions') }}

),

renamed as (

    select
        -- ids
        redaction_id,
        subject_hash,

        -- strings
        kind,
        reason,

        -- numerics
        article_count,

        -- dates
        redacted_on

    from source

)

select * from renamed
