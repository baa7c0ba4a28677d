with days as (

    select * from {{ ref('dim_date') }}

),

final as (

    select date_day
    from days
    where date_day is not null

)

select * from final
order by date_day
