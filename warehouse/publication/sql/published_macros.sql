-- Questions about the past, as table functions of the published file, by publication:
--   select * from marts.incidents_as_published(7);
--   select * from marts.incidents_as_published(timestamptz '2026-11-22 06:00:00+03:00');
-- A publication is meant by its number, or by a moment: the last one that was built by then. 0: none
-- was. A moment without an offset is in the session's zone. A day is refused, since it is no moment,
-- and whoever means the batches of a night finds their publication in dim_publication.
create or replace macro marts.publication_meant(wanted) as (
    case
        when regexp_full_match(wanted::varchar, '[0-9]+') then try_cast(wanted::varchar as integer)
        when
            regexp_full_match(wanted::varchar, '[0-9-]+')
            or try_cast(wanted::varchar as timestamptz) is null
            then error(wanted::varchar || ' is no publication: give its number, or a day and a time')
        else (
            select coalesce(max(publication.publication_number), 0)
            from (select unnest(publications) as publication from marts.publish_info) as listed
            where publication.published_at <= try_cast(wanted::varchar as timestamptz)
        )
    end
);

-- All incidents with their labels, the held ones too: review_status and hold_reasons tell them apart.
create or replace macro marts.incidents_with_held() as table
    select * from marts.mart_incidents
    union all by name
    select * from marts.mart_incidents_held;

-- The living incidents as a publication had them. All articles of a publication were read by the
-- version of its vintage, whenever an incident last changed.
create or replace macro marts.incidents_as_published(wanted) as table
    with meant as (
        select marts.publication_meant(wanted) as publication_number
    )

    select
        versions.* replace (
            coalesce(
                (
                    select max_by(vintages.extractor_version, vintages.vintage_number)
                    from marts.dim_vintage as vintages
                    where vintages.first_publication <= (select publication_number from meant)
                ),
                versions.extractor_version
            ) as extractor_version
        )
    from marts.fct_incident_version as versions
    where
        versions.valid_from_publication <= (select publication_number from meant)
        and (
            versions.valid_to_publication is null
            or versions.valid_to_publication > (select publication_number from meant)
        )
        and versions.status not in ('merged', 'retracted');

-- What was published after it: one row a change, oldest first by valid_from_publication.
create or replace macro marts.changes_since(wanted) as table
    select *
    from marts.fct_incident_version
    where valid_from_publication > marts.publication_meant(wanted);

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

-- The full address of an incident; of one that was merged, the address of the one that took it in.
create or replace macro marts.incident_link(wanted_id) as (
    (select base_url from marts.publish_info)
    || 'incident/'
    || (select incident_id from marts.current_incident_id(wanted_id))
);

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
-- there is none, those of the same sound, and of these first where incidents lie. The likeliest first;
-- `matched` says which it was, and `incidents` how many lie there or within.
create or replace macro marts.find_place(wanted_name, with_held := false) as table
    with best as (
        select named_key as location_key, * exclude (named_key)
        from marts.names_like('place', wanted_name)
    ),

    found as (
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
                    (with_held or incidents.review_status <> 'held')
                    and (
                        at_place.location_key = best.location_key
                        or (
                            places.location_level = 'governorate'
                            and at_place.admin1_code = places.admin1_code
                        )
                        or (
                            places.location_level = 'country'
                            and at_place.country_code = places.country_code
                        )
                    )
            ) as incidents
        from best
        inner join marts.dim_location as places on best.location_key = places.location_key
    )

    select * from found
    order by matched = 'sound' and incidents = 0, likeness desc, incidents desc, location_key;

-- The same of actors: find_actor('Hezbollah'). `incidents` are those that reports take it for.
create or replace macro marts.find_actor(wanted_name, with_held := false) as table
    with best as (
        select named_key as actor_key, * exclude (named_key)
        from marts.names_like('actor', wanted_name)
    ),

    found as (
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
                select count(distinct named.incident_id)
                from marts.bridge_incident_actor as named
                inner join marts.fct_incident as incidents
                    on named.incident_id = incidents.incident_id
                where
                    named.actor_key = best.actor_key
                    and named.actor_role = 'perpetrator'
                    and (with_held or incidents.review_status <> 'held')
            ) as incidents
        from best
        inner join marts.dim_actor as actors on best.actor_key = actors.actor_key
    )

    select * from found
    order by matched = 'sound' and incidents = 0, likeness desc, incidents desc, actor_key;

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

-- A trend that new outlets do not move: incidents of each month and type that any outlet reports, and
-- those that an outlet of the fixed panel reports. Null, not 0, where nothing was read all month. Next to
-- them the measured recall of each type; the counts are not corrected by it.
create or replace macro marts.fixed_panel_trend(first_day, last_day, least_share := 0.9) as table
    with panel as (
        select outlet_key from marts.panel_outlets(first_day, last_day, least_share := least_share)
    ),

    days as (
        select unnest(generate_series(first_day::date, last_day::date, interval 1 day))::date as day_on
    ),

    months as (
        select
            strftime(days.day_on, '%Y-%m') as incident_month,
            count(*) as days_in_span,
            count(anybody.published_on) as days_read,
            count(of_panel.published_on) as panel_days_read
        from days
        left join (select distinct published_on from marts.mart_source_coverage) as anybody
            on days.day_on = anybody.published_on
        left join (
            select distinct published_on from marts.mart_source_coverage
            where outlet_key in (select outlet_key from panel)
        ) as of_panel
            on days.day_on = of_panel.published_on
        group by all
    ),

    reported as (
        select
            incident_id,
            count(*) filter (where outlet_key in (select outlet_key from panel)) > 0 as by_panel
        from marts.fct_incident_mention
        where incident_id is not null
        group by incident_id
    ),

    counted as (
        select
            incidents.incident_month,
            incidents.event_type_key,
            count(*) as incident_count,
            count(*) filter (where reported.by_panel) as panel_incident_count
        from marts.fct_incident as incidents
        inner join reported on incidents.incident_id = reported.incident_id
        where
            incidents.review_status <> 'held'
            and incidents.occurred_on between first_day::date and last_day::date
        group by all
    )

    select
        months.incident_month,
        types.event_type_key,
        names.event_type,
        case
            when months.days_read > 0 or counted.incident_count > 0
                then coalesce(counted.incident_count, 0)
        end as incident_count,
        case
            when months.panel_days_read > 0 or counted.panel_incident_count > 0
                then coalesce(counted.panel_incident_count, 0)
        end as panel_incident_count,
        (select count(*) from panel) as panel_outlet_count,
        months.days_in_span,
        months.days_read,
        months.panel_days_read,
        quality.recall,
        quality.recall_low,
        quality.recall_high,
        coalesce(quality.validation, 'not_validated') as validation
    from months
    cross join (select distinct event_type_key from counted) as types
    left join counted
        on
            months.incident_month = counted.incident_month
            and types.event_type_key = counted.event_type_key
    left join marts.dim_event_type as names
        on types.event_type_key = names.event_type_key
    left join marts.dim_measured_quality as quality
        on types.event_type_key = quality.event_type_key
    order by months.incident_month, names.event_type, types.event_type_key;

-- What an incident adds to a sum of tolls, so that low ≤ best ≤ high holds of sums too (docs/tolls.md, Sums):
--   select sum(summed_best(killed_low, killed_best)) from marts.mart_incidents;
create or replace macro marts.summed_low(low, best) as (coalesce(low, best, 0));
create or replace macro marts.summed_best(low, best) as (coalesce(best, low, 0));
create or replace macro marts.summed_high(low, best, high) as (coalesce(high, best, low, 0));

-- One row a day: incidents that happened on it, of one type (its code) or of all. Where nothing is
-- reported of a day and nothing was read on it or on the two days after it, the count is null, not 0: it
-- is not known. Next to it the measured recall; the counts are not corrected by it.
-- A type that there is not is refused: it would have a count of 0 on each day.
create or replace macro marts.daily_trend(first_day, last_day, wanted_type := 'all') as table
    with days as (
        select unnest(generate_series(first_day::date, last_day::date, interval 1 day))::date as day_on
    ),

    counted as (
        select
            incidents.occurred_on,
            count(*) as incident_count,
            sum(marts.summed_best(incidents.killed_low, incidents.killed_best)) as killed_best
        from marts.fct_incident as incidents
        inner join marts.dim_event_type as types on incidents.event_type_key = types.event_type_key
        where
            incidents.review_status <> 'held'
            and (types.event_type = wanted_type or wanted_type = 'all')
        group by incidents.occurred_on
    ),

    reading as (
        select days.day_on, count(articles.published_on) > 0 as is_read
        from days
        left join (select distinct published_on from marts.mart_source_coverage) as articles
            on articles.published_on between days.day_on and days.day_on + 2
        group by days.day_on
    )

    select
        days.day_on,
        case
            when reading.is_read or counted.incident_count > 0
                then coalesce(counted.incident_count, 0)
        end as incident_count,
        counted.killed_best,
        case when reading.is_read then 'read' else 'not_read' end as day_status,
        quality.recall,
        quality.recall_low,
        quality.recall_high,
        coalesce(quality.validation, 'not_validated') as validation
    from days
    inner join reading on days.day_on = reading.day_on
    left join counted on days.day_on = counted.occurred_on
    left join marts.dim_measured_quality as quality
        on
            quality.measured_of = case when wanted_type = 'all' then 'all' else 'event_type' end
            and quality.measured_code = wanted_type
    where
        case
            when wanted_type = 'all' or wanted_type in (select event_type from marts.dim_event_type)
                then true
            else error('no event type is called ' || wanted_type)
        end
    order by days.day_on;
