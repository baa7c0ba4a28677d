with source as (

    select
        *,
        rowid as staged_row
    from {{ source('staging', 'incident_facts') }}

),

renamed as (

    select
        -- ids
        mention_id,
        article_id,
        content_digest,
        place_id,
        perpetrator_actor_id,
        build_id,
        extractor_version,

        -- strings
        event_type,
        date_precision,
        place_name,
        admin1_name,
        admin1_code,
        country_code,
        weapon,
        target_type,
        target_detail,
        outcome,
        -- facts that were kept of a redacted article are older than the column
        coalesce(mention_kind, case when is_main then 'report' else 'recalled' end) as mention_kind,
        perpetrator_name,
        perpetrator_status,
        attribution_source,
        quote,
        inferred_fields,
        field_confidence,
        evidence_part,

        -- numerics
        staged_row,
        fact_number,
        latitude,
        longitude,
        geo_precision,
        geo_radius_km,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high,
        arrested_low,
        arrested_best,
        arrested_high,
        abducted_low,
        abducted_best,
        abducted_high,
        killed_of_perpetrators_low,
        killed_of_perpetrators_best,
        killed_of_perpetrators_high,
        confidence,
        evidence_start,
        evidence_end,

        -- booleans
        is_main,

        -- dates
        batch_date,
        date_earliest,
        date_latest,
        occurred_on

    from source

)

select * from renamed
