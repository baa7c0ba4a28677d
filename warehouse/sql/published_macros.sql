-- Questions about the past, as table functions of the published file:
--   select * from marts.incidents_as_of(date '2026-11-21');
-- The living incidents as they stood when the night had been published.
create or replace macro marts.incidents_as_of(wanted_night) as table
    select *
    from marts.fct_incident_version
    where
        valid_from_night <= wanted_night::date
        and (valid_to_night is null or valid_to_night > wanted_night::date)
        and status not in ('merged', 'retracted');

-- The same by the number of a publication.
create or replace macro marts.incidents_as_published(wanted_publication) as table
    select *
    from marts.fct_incident_version
    where
        valid_from_publication <= wanted_publication
        and (valid_to_publication is null or valid_to_publication > wanted_publication)
        and status not in ('merged', 'retracted');

-- What was published after a night: one row a change, oldest first by valid_from_publication.
create or replace macro marts.changes_since(wanted_night) as table
    select *
    from marts.fct_incident_version
    where valid_from_night > wanted_night::date;

-- The living incident that an id leads to, however often it was merged.
create or replace macro marts.current_incident_id(wanted_id) as table
    with recursive walk as (
        select incident_id, successor_id from marts.dim_incident where incident_id = wanted_id
        union
        select following.incident_id, following.successor_id
        from walk
        inner join marts.dim_incident as following on walk.successor_id = following.incident_id
    )
    select incident_id from walk where successor_id is null;
