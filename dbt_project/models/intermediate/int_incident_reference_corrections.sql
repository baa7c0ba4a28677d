{{ config(materialized="incremental") }}

with recursive entries as (

    select * from {{ ref('stg_reference_corrections') }}

),

actors as (

    select * from {{ ref('int_actors') }}

),

links as (

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

statements as (

    select * from {{ ref('stg_attributions') }}

),

set_by_editors as (

    select * from {{ ref('int_incident_corrections') }}
    where {{ where_changed('incident_id') }}

),

-- what is said of an actor is said of its parts: their line and their parent's name
families as (

    select
        correction_id,
        entry_id as actor_id
    from entries
    where entry_kind = 'actor'
    union
    select
        families.correction_id,
        actors.actor_id
    from families
    inner join actors on families.actor_id = actors.parent_actor_id

),

reports as (

    select
        links.incident_id,
        mentions.mention_id,
        mentions.batch_date,
        mentions.place_id,
        mentions.perpetrator_actor_id
    from links
    inner join mentions on links.mention_id = mentions.mention_id

),

named_places as (

    select
        incident_id,
        place_id
    from reports
    union
    select
        incident_id,
        place_id
    from set_by_editors

),

named_actors as (

    select
        incident_id,
        perpetrator_actor_id as actor_id
    from reports
    union
    select
        incident_id,
        perpetrator_actor_id as actor_id
    from set_by_editors
    union
    select
        reports.incident_id,
        statements.actor_id
    from reports
    inner join statements
        on
            reports.mention_id = statements.mention_id
            and reports.batch_date = statements.batch_date

),

touched as (

    select
        named_places.incident_id,
        entries.correction_id
    from named_places
    inner join entries
        on entries.entry_kind = 'place' and named_places.place_id = entries.entry_id
    union
    select
        named_actors.incident_id,
        families.correction_id
    from named_actors
    inner join families on named_actors.actor_id = families.actor_id

),

final as (

    select
        incident_id,
        string_agg(correction_id, ',' order by correction_id) as correction_ids
    from touched
    group by incident_id

)

select * from final
order by incident_id
