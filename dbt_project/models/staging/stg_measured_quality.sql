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
        recall_high

    from source

)

select * from renamed
