{{ config(materialized="incremental") }}

with final as (

    {{ counted_months(
        ref('fct_article'), 'article_id', 'published_month', month_of('published_on'), 'telling_article_id'
    ) }}

)

select * from final
order by published_month, article_id
