-- name: differing
-- entries for which something differs between the stored corrections and the new ones
select distinct entry_kind, entry_id from (
    (select * from entry_rows except select * from corrections.reference_entries)
    union all
    (select * from corrections.reference_entries except select * from entry_rows)
)

-- name: family
-- the actors and all that are part of them, by the lines of before and of now
create or replace temporary table family as
with recursive lines as (
    select actor_id, parent_actor_id from transform.int_actors
    union
    select actor_id, parent_actor_id from reference.actors
    union
    select entry_id, value from corrections.reference_entries
    where entry_kind = 'actor' and field = 'parent_actor_id'
),
walk as (
    select unnest($actors::varchar[]) as actor_id
    union
    select lines.actor_id from walk inner join lines on walk.actor_id = lines.parent_actor_id
)
select actor_id from walk

-- name: reports_of_actors
-- reports by an actor of the family, about one, or that rest on one's word
select mention_id from transform.int_incident_mentions
where perpetrator_actor_id in (select actor_id from family)
union
select mention_id from staging.attributions where actor_id in (select actor_id from family)
union
select mention_id from transform.int_mention_sources
where
    speaker_name in (select source_name from stale_names)
    or root_actor_id in (
        select root_actor_id from transform.int_actor_sides
        where actor_id in (select actor_id from family)
    )

-- name: touched_incidents
insert into corrections.touched_incidents
select incident_id from linking.incident_links
where mention_id in (select mention_id from touched_mentions)
union
select subject from corrections.active
where
    action = 'set'
    and (
        (field = 'place_id' and value in (select unnest($places)))
        or (
            field = 'perpetrator_actor_id' and value in (select actor_id from family)
        )
    )
