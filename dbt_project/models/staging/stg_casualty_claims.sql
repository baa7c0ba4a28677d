with source as (

    select
        *,
        rowid as staged_row
    from {{ source('staging', 'casualty_claims') }}

),

renamed as (

    select
        -- ids
        claim_id,
        mention_id,
        build_id,

        -- strings
        measure,
        claim_role,
        victim_class,
        victim_status,
        victim_age,
        victim_sex,
        certainty,
        attribution_source,
        article_part,
        words,
        quote,

        -- numerics
        staged_row,
        claim_number,
        value_low,
        value_best,
        value_high,
        span_start,
        span_end,

        -- dates
        batch_date

    from source

)

select * from renamed
