with versions as (

    select
        *,
        status not in ('merged', 'retracted') as is_living
    from {{ ref('fct_incident_version') }}

),

-- a version comes with its night and goes with the night of the next one
movements as (

    select
        valid_from_night as night,
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
        valid_to_night as night,
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
    where valid_to_night is not null

),

nights as (

    select
        night,
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
        {{ surrogate_key(['night', 'country_code', 'event_type']) }} as nightly_summary_key,
        {{ date_key('night') }} as night_date_key,
        night,
        country_code,
        {{ dimension_key('event_type') }} as event_type_key,
        event_type,
        cast(incidents_added as integer) as incidents_added,
        cast(incidents_changed as integer) as incidents_changed,
        cast(incidents_merged as integer) as incidents_merged,
        cast(incidents_retracted as integer) as incidents_retracted,
        cast(sum(incidents) over by_night as bigint) as incidents_as_published,
        cast(sum(killed_low) over by_night as bigint) as killed_low_as_published,
        cast(sum(killed_best) over by_night as bigint) as killed_best_as_published,
        cast(sum(killed_high) over by_night as bigint) as killed_high_as_published
    from nights
    window by_night as (partition by country_code, event_type order by night)

)

select * from final
order by night, country_code, event_type
