with versions as (

    select
        *,
        status not in ('merged', 'retracted') and coalesce(review_status, '') <> 'held'
            as is_living
    from {{ ref('fct_incident_version') }}

),

-- a version comes with its publication and goes with the next one of its incident
movements as (

    select
        valid_from_publication as publication_number,
        country_code,
        event_type,
        cast(is_living as integer) as incidents,
        case when is_living then {{ summed_toll('killed', 'low') }} else 0 end as killed_low,
        case when is_living then {{ summed_toll('killed', 'best') }} else 0 end as killed_best,
        case when is_living then {{ summed_toll('killed', 'high') }} else 0 end as killed_high,
        cast(change_type in ('added', 'restored') as integer) as incidents_added,
        cast(change_type = 'changed' as integer) as incidents_changed,
        cast(change_type = 'merged' as integer) as incidents_merged,
        cast(change_type = 'retracted' as integer) as incidents_retracted
    from versions
    union all
    select
        valid_to_publication as publication_number,
        country_code,
        event_type,
        -cast(is_living as integer) as incidents,
        case when is_living then -{{ summed_toll('killed', 'low') }} else 0 end as killed_low,
        case when is_living then -{{ summed_toll('killed', 'best') }} else 0 end as killed_best,
        case when is_living then -{{ summed_toll('killed', 'high') }} else 0 end as killed_high,
        0 as incidents_added,
        0 as incidents_changed,
        0 as incidents_merged,
        0 as incidents_retracted
    from versions
    where valid_to_publication is not null

),

publications as (

    select
        publication_number,
        coalesce(country_code, 'unknown') as country_code,
        event_type,
        sum(incidents) as incidents,
        sum(killed_low) as killed_low,
        sum(killed_best) as killed_best,
        sum(killed_high) as killed_high,
        sum(incidents_added) as incidents_added,
        sum(incidents_changed) as incidents_changed,
        sum(incidents_merged) as incidents_merged,
        sum(incidents_retracted) as incidents_retracted
    from movements
    group by all

),

final as (

    select
        {{ surrogate_key(
            ['publications.publication_number', 'publications.country_code', 'publications.event_type']
        ) }} as nightly_summary_key,
        publications.publication_number,
        of_publication.night_date_key,
        of_publication.night,
        publications.country_code,
        {{ dimension_key('publications.event_type') }} as event_type_key,
        publications.event_type,
        cast(publications.incidents_added as integer) as incidents_added,
        cast(publications.incidents_changed as integer) as incidents_changed,
        cast(publications.incidents_merged as integer) as incidents_merged,
        cast(publications.incidents_retracted as integer) as incidents_retracted,
        cast(sum(publications.incidents) over so_far as bigint) as incidents_as_published,
        cast(sum(publications.killed_low) over so_far as bigint) as killed_low_as_published,
        cast(sum(publications.killed_best) over so_far as bigint) as killed_best_as_published,
        cast(sum(publications.killed_high) over so_far as bigint) as killed_high_as_published
    from publications
    inner join {{ ref('dim_publication') }} as of_publication
        on publications.publication_number = of_publication.publication_number
    window
        so_far as (
            partition by publications.country_code, publications.event_type
            order by publications.publication_number
        )

)

select * from final
order by publication_number, country_code, event_type
