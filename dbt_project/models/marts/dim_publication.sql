with published as (

    select
        publication_number,
        night
    from {{ source('register', 'publications') }}

),

publications as (

    select * from published
    union all
    select
        publication_number,
        night
    from {{ source('register', 'next_publication') }}
    -- a run that changes nothing publishes nothing
    where
        night > (select coalesce(max(published.night), date '0001-01-01') from published)
        or exists (select 1 from {{ ref('int_incident_changes') }})
        or exists (select 1 from {{ source('linking', 'pending_vintages') }})

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
