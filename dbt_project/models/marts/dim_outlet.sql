with outlets as (

    select * from {{ ref('int_outlets') }}

),

final as (

    select
        outlet_key,
        outlet_id,
        name_ar,
        name_en,
        country_code,
        timezone,
        independence_group,
        quote_policy,
        is_registered,
        added_on,
        first_batch_date,
        article_count
    from outlets

)

select * from final
order by outlet_id, outlet_key
