{{ config(materialized="incremental") }}

with counted as (

    select distinct
        article_id,
        {{ month_of('published_on') }} as published_month
    from {{ ref('fct_article') }}
    where
        {{ where_changed('telling_article_id', 'article_id') }}

),

-- a month that was left stays: what it counts is no longer what it counted
final as (

    select * from counted
    {% if is_incremental() %}
        except
        select
            article_id,
            published_month
        from {{ this }}
        where {{ is_changed('telling_article_id') }}
    {% endif %}

)

select * from final
order by published_month, article_id
