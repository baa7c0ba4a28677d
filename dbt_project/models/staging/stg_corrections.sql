with source as (

    select * from {{ source('corrections', 'active') }}

),

renamed as (

    select
        -- ids
        correction_id,

        -- strings
        action,
        subject,
        field,
        value,
        other,
        made_by,
        made_on,
        second_by,
        reason

    from source

)

select * from renamed
