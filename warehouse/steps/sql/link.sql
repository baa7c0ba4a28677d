-- name: pending_vintage
-- where one version of the extractors read all articles, another than that of the last vintage;
-- what several read is no vintage, and the gate lets none of it through
insert into linking.pending_vintages
with extractors as (
    select min(extractor_version) as extractor_version
    from staging.batches
    having count(distinct extractor_version) = 1
),
before as (
    select
        coalesce(max(vintage_number), 0) as vintage_number,
        max_by(extractor_version, vintage_number) as extractor_version
    from register.vintages
)
select before.vintage_number + 1, extractors.extractor_version
from extractors cross join before
where extractors.extractor_version is distinct from before.extractor_version

-- name: pool_rows
-- mentions that may pair with one that changed: the blocking rules' equalities, roughly. The rows
-- are found by narrow columns first: a night reads the words of few of millions.
create or replace temporary table pool_rows as
with fresh_keys as (
    select mention_id, admin1_code, country_code, place_id, filed_on, day, earliest, killed
    from linking.mentions
    where mention_id in (select mention_id from fresh)
),
near as (select unnest(range(-$days, $days + 1))::integer as days),
later as (select unnest(range(0, $undated + 1))::integer as days)
select rowid as row_number from linking.mentions
where
    mention_id in (select mention_id from fresh)
    or (admin1_code, filed_on) in (
        select admin1_code, filed_on + days from fresh_keys, near where admin1_code is not null
    )
    or (place_id, filed_on) in (
        select place_id, filed_on + days from fresh_keys, near where place_id is not null
    )
    -- those whose country is not known are among themselves
    or (coalesce(country_code, ''), filed_on) in (
        select coalesce(country_code, ''), filed_on + days from fresh_keys, near
    )
    -- a report without a day and those of the days before it, whichever of them is new
    or (admin1_code, filed_on) in (
        select admin1_code, filed_on - days from fresh_keys, later
        where day is null and admin1_code is not null
    )
    or (
        day is null and (admin1_code, filed_on) in (
            select admin1_code, filed_on + days from fresh_keys, later where admin1_code is not null
        )
    )
    -- where it gives no place either, those with its toll
    or (country_code, killed, filed_on) in (
        select country_code, killed, filed_on - days from fresh_keys, later
        where day is null and admin1_code is null and killed >= $many
    )
    or (
        day is null and admin1_code is null and (country_code, killed, filed_on) in (
            select country_code, killed, filed_on + days from fresh_keys, later where killed >= $many
        )
    )
    -- one of which only the month or the year is known, and all of that place
    or place_id in (
        select place_id from fresh_keys
        where day is null and earliest is not null and place_id is not null
    )
    or (
        day is null and earliest is not null
        and place_id in (select place_id from fresh_keys where place_id is not null)
    )

-- name: pool
create or replace temporary table pool as
select * from linking.mentions where rowid in (select row_number from pool_rows)

-- name: affected
-- the seeds and all that hangs with them; no edge that can join leads out of it
create or replace temporary table affected as
select mention_id, mention_number from linking.mentions
where
    mention_id in (select mention_id from seeds)
    or mention_id in (
        select mention_id from linking.components
        where component_id in (
            select component_id from linking.components
            where mention_id in (select mention_id from seeds)
        )
    )

-- name: reaching
-- edges with an end in what is grouped again; the other end may be a rival only. They are found by
-- numbers, of which millions are quickly passed over, and only then are their ids read.
create or replace temporary table reaching as
select left_id, right_id, weight from linking.edges
where
    rowid in (
        select rowid from linking.edges
        where
            left_number in (select mention_number from affected)
            or right_number in (select mention_number from affected)
    )

-- name: edges_of_gone
-- edges of the mentions that are no longer there
create or replace temporary table edges_of_gone as
select rowid as row_number from linking.edges
where
    left_number in (select mention_number from gone)
    or right_number in (select mention_number from gone)

-- name: changed_with_affected
-- before the links are written, and after
insert into linking.changed_incidents
select distinct incident_id from linking.incident_links
where mention_id in (select mention_id from affected)

-- name: delete_known_pairs
-- reports whose words were taken out keep the pairs that they had while the words were there, with
-- all that was read until then: the same incidents are found without them
delete from linking.edges
where
    (left_id in (select mention_id from fresh) or right_id in (select mention_id from fresh))
    and exists (
        select 1
        from staging.kept_mentions as kept
        inner join transform.int_incident_mentions as other
            on other.mention_id
            = case when kept.mention_id = edges.left_id then edges.right_id else edges.left_id end
        where
            kept.mention_id in (edges.left_id, edges.right_id)
            and other.batch_date <= kept.as_of
    )

-- name: keep_pairs
insert into linking.edges by name
select
    kept.left_id, kept.right_id, kept.weight,
    one.mention_number as left_number, other.mention_number as right_number
from staging.kept_edges as kept
inner join linking.mentions as one on kept.left_id = one.mention_id
inner join linking.mentions as other on kept.right_id = other.mention_id
where
    (one.mention_id in (select mention_id from fresh)
        or other.mention_id in (select mention_id from fresh))
    and (kept.left_id, kept.right_id) not in (select left_id, right_id from linking.edges)
order by all

-- name: pending_facts
insert into linking.pending_facts by name
-- asked for in one go: the register is long
with known as materialized (
    select * from register.facts
    where mention_id in (
        select mention_id from affected
        union select mention_id from linking.changed_mentions
    )
)
select
    fact.mention_id, fact.article_id, fact.fact_number, fact.event_family, fact.day,
    fact.place_id, fact.place_name, link.incident_id
from linking.mentions as fact
inner join linking.incident_links as link using (mention_id)
left join known as before using (mention_id)
where
    fact.mention_id in (select mention_id from affected)
    and link.mention_id in (select mention_id from affected)
    and before.incident_id is distinct from link.incident_id
union all by name
select before.* replace (null::varchar as incident_id)
from known as before
where
    before.mention_id in (select mention_id from linking.changed_mentions)
    and before.mention_id not in (
        select mention_id from linking.incident_links
        where mention_id in (select mention_id from known)
    )

-- name: related_incidents
insert into linking.changed_incidents
select distinct link.incident_id
from linking.mentions as mention
inner join linking.incident_links as link using (mention_id)
where mention.article_id in (
    select sibling.article_id from linking.mentions as sibling
    inner join linking.incident_links as changed using (mention_id)
    where changed.incident_id in (select incident_id from linking.changed_incidents)
)

-- name: known_incidents
with recursive walk as (
    select incident_id from register.incidents
    where incident_id in (select unnest($ids))
    union
    select known.successor_id from walk
    inner join register.incidents as known using (incident_id)
    where known.successor_id is not null
)
select known.incident_id, known.founded_publication, known.founding_rank,
    known.successor_id
from walk inner join register.incidents as known using (incident_id)
order by known.incident_id
