with source as (

    select * from {{ source('staging', 'measured_quality') }}

),

renamed as (

    select
        -- strings
        measured_of,
        measured_code,
        measured_with,
        -- numbers
        labelled as labelled_incidents,
        found as found_incidents,
        recall,
        recall_low,
        recall_high,
        recorded as recorded_incidents,
        right_ones as right_incidents,
        precision,
        precision_low,
        precision_high,
        articles_without as articles_without_incident,
        articles_with_false as articles_with_false_incident

    from source

)

select * from renamed
