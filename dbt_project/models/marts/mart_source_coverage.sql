-- depends_on: {{ ref('int_article_months') }}
-- depends_on: {{ ref('int_incident_report_months') }}
{{ config(materialized="incremental") }}

with articles as (

    select * from {{ ref('fct_article') }}
    where
        is_current
        and {{ where_changed('published_month', month_of('published_on')) }}

),

mentions as (

    select * from {{ ref('fct_incident_mention') }}
    where {{ where_changed('published_month', month_of('published_on')) }}

),

incidents as (

    select
        incident_id,
        outlet_count,
        independence_group_count
    from {{ ref('fct_incident') }}
    where
        review_status <> 'held'
        and incident_id in (select mentions.incident_id from mentions)

),

outlets as (

    select * from {{ ref('dim_outlet') }}

),

published as (

    select
        outlet_key,
        published_date_key,
        published_on,
        count(*) as article_count,
        count(*) filter (where incident_count > 0) as article_with_incident_count,
        sum(mention_count) as mention_count,
        sum(main_mention_count) as main_mention_count
    from articles
    group by outlet_key, published_date_key, published_on

),

reported as (

    select
        mentions.outlet_key,
        mentions.published_date_key,
        count(distinct incidents.incident_id) as incident_count,
        count(distinct incidents.incident_id) filter (where incidents.outlet_count = 1)
            as incident_alone_count,
        count(distinct incidents.incident_id) filter (where incidents.independence_group_count = 1)
            as incident_of_group_alone_count
    from mentions
    inner join incidents on mentions.incident_id = incidents.incident_id
    group by mentions.outlet_key, mentions.published_date_key

),

final as (

    select
        published.outlet_key,
        published.published_date_key,
        published.published_on,
        outlets.outlet_id,
        outlets.name_ar as outlet_name_ar,
        outlets.name_en as outlet_name_en,
        outlets.country_code,
        outlets.independence_group,
        outlets.is_registered,
        outlets.added_on,
        cast(published.published_on - outlets.added_on as integer) as days_since_added,
        cast(published.article_count as integer) as article_count,
        cast(published.article_with_incident_count as integer) as article_with_incident_count,
        cast(published.mention_count as integer) as mention_count,
        cast(published.main_mention_count as integer) as main_mention_count,
        cast(coalesce(reported.incident_count, 0) as integer) as incident_count,
        cast(coalesce(reported.incident_alone_count, 0) as integer) as incident_alone_count,
        cast(coalesce(reported.incident_of_group_alone_count, 0) as integer)
            as incident_of_group_alone_count,
        reported.incident_alone_count / nullif(cast(reported.incident_count as double), 0) as share_alone
    from published
    inner join outlets on published.outlet_key = outlets.outlet_key
    left join reported
        on
            published.outlet_key = reported.outlet_key
            and published.published_date_key = reported.published_date_key

)

select * from final
order by published_date_key, outlet_key
