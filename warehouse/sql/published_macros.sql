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

-- Places of a name, however it is written: find_place('Al-Mawsil'). Those of the same spelling; where
-- there is none, those of the same sound. The likeliest first; `matched` says which it was, and
-- `incidents` how many lie there or within.
create or replace macro marts.find_place(wanted_name) as table
    with matches as (
        select
            named_key as location_key,
            folded_name = marts.fold_name(wanted_name) as same_spelling,
            max_by(spelled_name, jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name)))
                as matched_name,
            max(jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name))) as likeness
        from marts.dim_name
        where
            named_kind = 'place'
            and (
                (folded_name = marts.fold_name(wanted_name) and folded_name <> '')
                or (
                    sound_name = marts.sound_name(wanted_name)
                    and length(sound_name) > 1
                )
            )
        group by all
    ),

    best as (
        select * from matches
        qualify same_spelling = max(same_spelling) over ()
    )

    select
        best.location_key,
        places.location_level,
        places.name_ar,
        places.name_en,
        places.admin1_name_en,
        places.country_code,
        best.matched_name,
        case when best.same_spelling then 'spelling' else 'sound' end as matched,
        best.likeness,
        (
            select count(*)
            from marts.fct_incident as incidents
            inner join marts.dim_location as at_place
                on incidents.location_key = at_place.location_key
            where
                at_place.location_key = best.location_key
                or (
                    places.location_level = 'governorate'
                    and at_place.admin1_code = places.admin1_code
                )
                or (
                    places.location_level = 'country'
                    and at_place.country_code = places.country_code
                )
        ) as incidents
    from best
    inner join marts.dim_location as places on best.location_key = places.location_key
    order by best.likeness desc, incidents desc, best.location_key;

-- The same of actors: find_actor('Hezbollah'). `incidents` are those that reports take it for.
create or replace macro marts.find_actor(wanted_name) as table
    with matches as (
        select
            named_key as actor_key,
            folded_name = marts.fold_name(wanted_name) as same_spelling,
            max_by(spelled_name, jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name)))
                as matched_name,
            max(jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name))) as likeness
        from marts.dim_name
        where
            named_kind = 'actor'
            and (
                (folded_name = marts.fold_name(wanted_name) and folded_name <> '')
                or (
                    sound_name = marts.sound_name(wanted_name)
                    and length(sound_name) > 1
                )
            )
        group by all
    ),

    best as (
        select * from matches
        qualify same_spelling = max(same_spelling) over ()
    )

    select
        best.actor_key,
        actors.actor_id,
        actors.name_ar,
        actors.name_en,
        actors.actor_type,
        actors.country_code,
        best.matched_name,
        case when best.same_spelling then 'spelling' else 'sound' end as matched,
        best.likeness,
        (
            select count(distinct said.incident_id)
            from marts.bridge_incident_actor as said
            where said.actor_key = best.actor_key and said.actor_role = 'perpetrator'
        ) as incidents
    from best
    inner join marts.dim_actor as actors on best.actor_key = actors.actor_key
    order by best.likeness desc, incidents desc, best.actor_key;
