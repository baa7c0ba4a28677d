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

-- What of one kind has this name: those of the same spelling; where there is none, those of the same
-- sound. `likeness` says how near the spelling is, 0 to 1.
create or replace macro marts.names_like(wanted_kind, wanted_name) as table
    with matches as (
        select
            named_key,
            folded_name = marts.fold_name(wanted_name) as same_spelling,
            max_by(spelled_name, jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name)))
                as matched_name,
            max(jaro_winkler_similarity(folded_name, marts.fold_name(wanted_name))) as likeness
        from marts.dim_name
        where
            named_kind = wanted_kind
            and (
                (folded_name = marts.fold_name(wanted_name) and folded_name <> '')
                or (
                    sound_name = marts.sound_name(wanted_name)
                    and length(sound_name) > 1
                )
            )
        group by all
    )

    select * from matches
    qualify same_spelling = max(same_spelling) over ();

-- Places of a name, however it is written: find_place('Al-Mawsil'). Those of the same spelling; where
-- there is none, those of the same sound. The likeliest first; `matched` says which it was, and
-- `incidents` how many lie there or within.
create or replace macro marts.find_place(wanted_name) as table
    with best as (
        select named_key as location_key, * exclude (named_key)
        from marts.names_like('place', wanted_name)
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
    with best as (
        select named_key as actor_key, * exclude (named_key)
        from marts.names_like('actor', wanted_name)
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

-- One row an outlet and a day: what was read of it. `article_count` is null, not 0, where nothing was:
-- day_status says whether nothing was read of anybody (no_night), of this outlet alone (silent: it was
-- out of reach or published nothing), or it had not begun or had ended (outside).
create or replace macro marts.outlet_days(first_day, last_day) as table
    with days as (
        select unnest(generate_series(first_day::date, last_day::date, interval 1 day))::date as day_on
    ),

    outlets as (
        select outlet_key, min(published_on) as first_on, max(published_on) as last_on
        from marts.mart_source_coverage
        group by outlet_key
    ),

    read_days as (
        select distinct published_on from marts.mart_source_coverage
    )

    select
        outlets.outlet_key,
        days.day_on,
        coverage.article_count,
        coverage.incident_count,
        case
            when coverage.outlet_key is not null then 'read'
            when read_days.published_on is null then 'no_night'
            when days.day_on not between outlets.first_on and outlets.last_on then 'outside'
            else 'silent'
        end as day_status
    from outlets
    cross join days
    left join marts.mart_source_coverage as coverage
        on outlets.outlet_key = coverage.outlet_key and days.day_on = coverage.published_on
    left join read_days on days.day_on = read_days.published_on
    order by outlets.outlet_key, days.day_on;

-- The fixed panel of a span of days: outlets that were read on at least this share of the days on
-- which anybody was.
create or replace macro marts.panel_outlets(first_day, last_day, least_share := 0.9) as table
    with counted as (
        select
            outlet_key,
            count(*) filter (where day_status = 'read') as days_read,
            count(*) filter (where day_status <> 'no_night') as days_of_all,
            sum(article_count) as article_count
        from marts.outlet_days(first_day, last_day)
        group by outlet_key
    )

    select *
    from counted
    where days_read >= least_share * days_of_all and days_of_all > 0
    order by outlet_key;

-- A trend that new outlets do not move: incidents of each month and type as all outlets tell them, and
-- those that an outlet of the fixed panel tells. A month without articles of the panel is no row.
create or replace macro marts.fixed_panel_trend(first_day, last_day, least_share := 0.9) as table
    with panel as (
        select outlet_key from marts.panel_outlets(first_day, last_day, least_share := least_share)
    ),

    told as (
        select
            incident_id,
            count(*) filter (where outlet_key in (select outlet_key from panel)) > 0 as by_panel
        from marts.fct_incident_mention
        where incident_id is not null
        group by incident_id
    )

    select
        incidents.incident_month,
        incidents.event_type_key,
        count(*) as incident_count,
        count(*) filter (where told.by_panel) as panel_incident_count,
        (select count(*) from panel) as panel_outlet_count
    from marts.fct_incident as incidents
    inner join told on incidents.incident_id = told.incident_id
    where incidents.occurred_on between first_day::date and last_day::date
    group by all
    order by incidents.incident_month, incidents.event_type_key;
