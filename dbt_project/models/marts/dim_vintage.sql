with registered as (

    select
        vintage_number,
        extractor_version,
        publication_number,
        night
    from {{ ref('stg_vintages') }}

),

pending as (

    select
        begins.vintage_number,
        begins.extractor_version,
        next_publication.publication_number,
        next_publication.night
    from {{ ref('stg_pending_vintages') }} as begins
    cross join {{ ref('stg_next_publication') }} as next_publication

),

vintages as (

    select * from registered
    union all
    select * from pending

),

final as (

    select
        vintage_number,
        extractor_version,
        publication_number as first_publication,
        lead(publication_number) over (order by vintage_number) - 1 as last_publication,
        night as first_night,
        {{ date_key('night') }} as first_night_date_key,
        lead(vintage_number) over (order by vintage_number) is null as is_current
    from vintages

)

select * from final
order by vintage_number
