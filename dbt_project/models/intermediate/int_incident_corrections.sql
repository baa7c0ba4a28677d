with recursive known as (

    select
        incident_id,
        successor_id
    from {{ ref('stg_registered_incidents') }}

),

corrections as (

    select * from {{ ref('stg_corrections') }}
    where action in ('set', 'retract', 'confirm')

),

-- a correction of an incident that was merged since holds for the one that it is part of
walk as (

    select
        corrections.correction_id,
        known.incident_id,
        known.successor_id
    from corrections
    inner join known on corrections.subject = known.incident_id
    union all
    select
        walk.correction_id,
        known.incident_id,
        known.successor_id
    from walk
    inner join known on walk.successor_id = known.incident_id

),

living as (

    select
        walk.incident_id,
        corrections.*
    from walk
    inner join corrections on walk.correction_id = corrections.correction_id
    where walk.successor_id is null

),

final as (

    select
        incident_id,
        bool_or(action = 'retract') as is_retracted,
        bool_or(action = 'confirm') as is_confirmed,
        string_agg(correction_id, ',' order by correction_id) as correction_ids,
        -- of two, which a merge can bring together, the latest
        {{ latest_sets(correctable_fields()) }}
    from living
    group by incident_id

)

select * from final
order by incident_id
