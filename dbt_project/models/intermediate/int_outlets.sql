with outlets as (

    select * from {{ ref('outlets') }}

),

versions as (

    select * from {{ ref('int_article_versions') }}

),

redacted as (

    select distinct
        {{ outlet_key('redacted_outlets.outlet_id', 'redacted_outlets.source_name') }} as outlet_key
    from {{ ref('stg_redacted_outlets') }} as redacted_outlets

),

-- few articles have more than one version: to tell apart the ids of all takes long
told_again as (

    select
        later.outlet_key,
        count(distinct later.article_key) as version_count
    from versions as later
    inner join versions as earlier
        on
            later.article_id = earlier.article_id
            and later.outlet_key = earlier.outlet_key
            and later.version_number > earlier.version_number
    where later.version_number > 1
    group by later.outlet_key

),

delivered as (

    select
        outlet_key,
        any_value(outlet_id) as outlet_id,
        min(source_name) as source_name,
        min(first_batch_date) as first_batch_date,
        count(*) as version_count
    from versions
    group by outlet_key

),

deliveries as (

    select
        delivered.outlet_key,
        delivered.outlet_id,
        delivered.source_name,
        delivered.first_batch_date,
        cast(delivered.version_count - coalesce(told_again.version_count, 0) as integer)
            as article_count
    from delivered
    left join told_again on delivered.outlet_key = told_again.outlet_key

),

registered as (

    select
        {{ outlet_key('outlets.outlet_id', 'null') }} as outlet_key,
        outlets.outlet_id,
        outlets.name_ar,
        outlets.name_en,
        outlets.country_code,
        outlets.timezone,
        outlets.independence_group,
        outlets.quote_policy,
        true as is_registered,
        cast(outlets.added_on as date) as added_on
    from outlets

),

-- an outlet that the register does not know yet stands for itself
unregistered as (

    select
        deliveries.outlet_key,
        deliveries.outlet_id,
        deliveries.source_name as name_ar,
        deliveries.source_name as name_en,
        null as country_code,
        null as timezone,
        coalesce(deliveries.outlet_id, deliveries.source_name) as independence_group,
        'quote' as quote_policy,
        false as is_registered,
        deliveries.first_batch_date as added_on
    from deliveries
    left join registered on deliveries.outlet_key = registered.outlet_key
    where registered.outlet_key is null

),

unknown_member as (

    select
        {{ unknown_key() }} as outlet_key,
        'unknown' as outlet_id,
        'غير معروف' as name_ar,
        'Unknown' as name_en,
        null as country_code,
        null as timezone,
        'unknown' as independence_group,
        'quote' as quote_policy,
        false as is_registered,
        null as added_on

),

members as (

    select * from registered
    union all
    select * from unregistered
    union all
    select * from unknown_member

),

final as (

    select
        members.outlet_key,
        members.outlet_id,
        members.name_ar,
        members.name_en,
        members.country_code,
        members.timezone,
        members.independence_group,
        -- an outlet that was taken out is quoted no more, whatever was agreed
        case when redacted.outlet_key is null then members.quote_policy else 'none' end
            as quote_policy,
        members.is_registered,
        members.added_on,
        deliveries.first_batch_date,
        coalesce(deliveries.article_count, 0) as article_count
    from members
    left join deliveries on members.outlet_key = deliveries.outlet_key
    left join redacted on members.outlet_key = redacted.outlet_key

)

select * from final
order by outlet_id, outlet_key
