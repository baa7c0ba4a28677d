with publications as (

    select
        publication_number,
        night
    from {{ ref('stg_publications') }}
    union all
    -- the one that these rows will be, where they are published at all (docs/publishing.md)
    select
        publication_number,
        night
    from {{ ref('stg_next_publication') }}

),

final as (

    select
        publications.publication_number,
        publications.night,
        {{ date_key('publications.night') }} as night_date_key,
        vintages.vintage_number
    from publications
    left join {{ ref('dim_vintage') }} as vintages
        on
            publications.publication_number >= vintages.first_publication
            and (
                vintages.is_current
                or publications.publication_number <= vintages.last_publication
            )

)

select * from final
order by publication_number
