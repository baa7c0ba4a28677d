with event_types as (

    select
        event_type_key,
        event_type
    from {{ ref('dim_event_type') }}

),

countries as (

    select code as country_code from {{ ref('countries') }}

),

measured as (

    select * from {{ ref('stg_measured_quality') }}

),

-- what was never labelled has a row too: that nothing is known of it is an answer
members as (

    select
        'all' as measured_of,
        'all' as measured_code,
        null as event_type_key
    union all
    select
        'event_type' as measured_of,
        event_type as measured_code,
        event_type_key
    from event_types
    union all
    select
        'country' as measured_of,
        country_code as measured_code,
        null as event_type_key
    from countries

),

final as (

    select
        members.measured_of,
        members.measured_code,
        cast(members.event_type_key as varchar) as event_type_key,
        coalesce(measured.labelled_incidents, 0) as labelled_incidents,
        coalesce(measured.found_incidents, 0) as found_incidents,
        measured.recall,
        measured.recall_low,
        measured.recall_high,
        coalesce(measured.recorded_incidents, 0) as recorded_incidents,
        coalesce(measured.right_incidents, 0) as right_incidents,
        measured.precision,
        measured.precision_low,
        measured.precision_high,
        measured.articles_without_incident,
        measured.articles_with_false_incident,
        case when measured.recall is null then 'not_validated' else 'measured' end as validation,
        measured.measured_with
    from members
    left join measured
        on
            members.measured_of = measured.measured_of
            and members.measured_code = measured.measured_code

)

select * from final
order by measured_of, measured_code
