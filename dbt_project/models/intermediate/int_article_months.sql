{{ config(materialized="incremental") }}

with final as (

    {{ counted_months(
        ref('int_article_versions'), 'article_id', 'published_month', month_of('published_on'), 'affected_article_id'
    ) }}

)

select * from final
order by published_month, article_id
