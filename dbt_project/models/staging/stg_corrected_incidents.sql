with source as (

    select * from {{ source('linking', 'corrected_incidents') }}

),

renamed as (

    select incident_id from source

)

select * from renamed
