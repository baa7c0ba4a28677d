-- Linking: which reports are of one incident. All of it follows from staging and the register, and
-- is brought up to date for what changed only. Statements are idempotent.
create schema if not exists linking;
create schema if not exists register;

-- grain: one incident as the current version of one article reports it, as the linking compares it
create table if not exists linking.mentions (
    mention_id varchar not null,
    article_id varchar not null,
    fact_number integer not null,
    is_main boolean not null,
    event_type varchar not null,
    event_family varchar not null,
    family_group varchar not null,          -- families that reports of one incident mix up
    day date,
    earliest date,
    latest date,
    published_on date not null,
    published_at timestamptz not null,
    place_id varchar,
    place_name varchar,                     -- folded
    admin1_code varchar,
    country_code varchar,
    latitude double,
    longitude double,
    geo_precision integer,
    geo_radius_km double,
    weapon varchar not null,
    target_type varchar not null,
    actor_id varchar,
    killed integer,
    wounded integer,
    site varchar[] not null,                -- stems of place_name
    words varchar[] not null,
    names varchar[] not null,
    filed_on date not null,                 -- day, or the nearest that is known
    bucket integer not null                 -- filed_on in steps that the search joins by
);
-- the id as a number, by which a night finds a few among millions in a fraction of the time
alter table linking.mentions add column if not exists mention_number ubigint;

-- grain: one pair of mentions that may be of one incident; left_id sorts before right_id
create table if not exists linking.edges (
    left_id varchar not null,
    right_id varchar not null,
    weight double not null                  -- Splink's match weight: log2 of the odds
);
alter table linking.edges add column if not exists left_number ubigint;
alter table linking.edges add column if not exists right_number ubigint;

-- grain: one mention; those that hang together by edges that can join, however far, share the
-- component, which is named after the first of them
create table if not exists linking.components (
    mention_id varchar not null,
    component_id varchar not null
);

-- grain: one mention that belongs to an incident
create table if not exists linking.incident_links (
    mention_id varchar not null,
    incident_id varchar not null,
    link_method varchar not null,           -- single | splink | recalled | correction
    link_confidence double not null
);

-- grain: one current article with an incident, long enough to be distinguished from others
create table if not exists linking.texts (
    article_id varchar not null,
    signature uinteger[] not null           -- MinHash (linking/texts.py)
);
alter table linking.texts drop column if exists published_on;
alter table linking.texts drop column if exists published_at;

-- grain: one piece of a signature; articles that share one are compared
create table if not exists linking.text_bands (
    article_id varchar not null,
    published_on date not null,
    band ubigint not null
);

-- grain: one pair of articles that carry one text
create table if not exists linking.reprints (
    left_id varchar not null,
    right_id varchar not null
);

-- grain: one current version of an article with an incident; reprints share the group
create table if not exists linking.text_groups (
    article_id varchar not null,
    content_digest varchar not null,
    text_group_id varchar not null
);

-- What changed since the last publication. dbt's incremental models build these rows again.
-- grain: one article whose content or reading may have changed
create table if not exists linking.changed_articles (article_id varchar not null);
-- grain: one mention, of now or of before, that may read differently or belong elsewhere
create table if not exists linking.changed_mentions (mention_id varchar not null);
-- grain: one incident, of now or of before
create table if not exists linking.changed_incidents (incident_id varchar not null);

-- Not published yet; becomes part of the register with the next publication.
-- grain: one reported fact with the incident that it belongs to now; null: the fact is gone
create table if not exists linking.pending_facts (
    mention_id varchar not null,
    article_id varchar not null,
    fact_number integer not null,
    event_family varchar not null,
    day date,
    place_id varchar,
    place_name varchar,
    incident_id varchar
);
-- grain: one incident id that is new, or leads elsewhere now
create table if not exists linking.pending_incidents (
    incident_id varchar not null,
    founding_rank integer not null,         -- order within the publication that founded it
    successor_id varchar,
    origin_id varchar                       -- the incident that it was split from
);
-- grain: one row, where all articles were read by another version of the extractors than the last vintage
create table if not exists linking.pending_vintages (
    vintage_number integer not null,
    extractor_version varchar not null
);

-- A copy of the register's files (warehouse/store/register.py). Never written by anything else.
-- grain: one publication
create table if not exists register.publications (
    publication_number integer not null,
    night date not null,                    -- the latest batch that was in it
    entry_digest varchar not null           -- of its line in publications.jsonl
);
-- grain: one vintage: the publications from one reading of all articles to the next
create table if not exists register.vintages (
    vintage_number integer not null,
    extractor_version varchar not null,
    publication_number integer not null,    -- the first of the vintage
    night date not null
);
-- grain: one reported fact as it stood when it was last published
create table if not exists register.facts (
    mention_id varchar not null,
    article_id varchar not null,
    fact_number integer not null,
    event_family varchar not null,
    day date,
    place_id varchar,
    place_name varchar,
    incident_id varchar not null
);
-- grain: one incident id that was ever published
create table if not exists register.incidents (
    incident_id varchar not null,
    founded_publication integer not null,
    founding_rank integer not null,
    successor_id varchar,
    origin_id varchar
);
-- grain: one published change of one incident; what was published of it then is in state
create table if not exists register.incident_versions (
    publication_number integer not null,
    night date not null,
    incident_id varchar not null,
    change_type varchar not null,              -- added | changed | merged | retracted
    reasons varchar not null,               -- comma-separated codes (docs/history.md)
    successor_id varchar,
    extractor_version varchar not null,
    state varchar not null                  -- JSON
);
-- grain: one row: the publication that the next publish will be
create table if not exists register.next_publication (
    publication_number integer not null,
    night date not null
);

create schema if not exists corrections;
-- grain: one correction in force (warehouse/editing/corrections.py)
create table if not exists corrections.active (
    correction_id varchar not null,
    action varchar not null,                -- set | merge | split | retract | confirm | set_place | set_actor
    subject varchar,                        -- an incident, a place or an actor
    field varchar,
    value varchar,
    other varchar,
    made_by varchar not null,
    made_on varchar not null,
    second_by varchar,
    reason varchar not null
);
-- grain: one corrected field of the reference entry of a place or an actor; what the models apply
create table if not exists corrections.reference_entries (
    correction_id varchar not null,
    entry_kind varchar not null,            -- place | actor
    entry_id varchar not null,
    field varchar not null,
    value varchar not null
);
-- grain: one incident that rests on a reference entry whose corrections differ from those of the
-- last link step
create table if not exists corrections.touched_incidents (incident_id varchar not null);
-- grain: one incident for which a correction differs from what was published
create table if not exists linking.corrected_incidents (incident_id varchar not null);
