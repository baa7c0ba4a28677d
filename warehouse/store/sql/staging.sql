-- Staging: what the extractors returned, before any modelling. One writer; a batch is replaced completely.
-- Statements are idempotent: they run at the start of each load.
create schema if not exists staging;
create schema if not exists ops;

-- grain: one batch of one night, as it was last loaded
create table if not exists staging.batches (
    batch_date date not null,
    batch_digest varchar not null,          -- over names and digests of all files of the batch
    file_count integer not null,
    records_read integer not null,          -- = staged + quarantined + repeated
    records_staged integer not null,
    records_quarantined integer not null,
    records_repeated integer not null,      -- the same content of the same id again in the batch
    build_id varchar not null,
    extractor_version varchar not null
);

-- grain: one file of one batch
create table if not exists staging.batch_files (
    batch_date date not null,
    source_file varchar not null,           -- path below the batch's folder
    file_digest varchar not null,           -- sha256 of its bytes
    file_bytes bigint not null,
    records_read integer not null,
    build_id varchar not null
);

-- grain: one version of one article in one batch
create table if not exists staging.articles (
    batch_date date not null,
    article_id varchar not null,
    content_digest varchar not null,        -- sha256 over title, text and publication time
    url varchar not null,
    source varchar not null,                -- the outlet as the record names it
    outlet_id varchar,                      -- seeds/outlets.csv; null: not known there
    published_at timestamptz not null,
    published_on date not null,             -- local day at the outlet
    title varchar not null,
    text varchar not null,
    language varchar not null,
    extra json not null,                    -- the other fields of the record
    source_file varchar not null,
    source_record integer not null,         -- counts from 1 in the file
    build_id varchar not null,
    extractor_version varchar not null
);

alter table staging.articles add column if not exists masked_title varchar;    -- 25 words; null: no incident
alter table staging.articles add column if not exists public_url varchar;      -- without words that name somebody

alter table staging.articles add column if not exists redaction_id varchar;    -- what took its text out
-- why its address may lead to another page: cut | shared; null: it is its own
alter table staging.articles add column if not exists address_doubt varchar;

-- grain: one redaction, as it is published (warehouse/store/redaction_log.py)
create table if not exists staging.redactions (
    redaction_id varchar not null,
    redacted_on date not null,
    kind varchar not null,                  -- article | outlet | name
    subject_hash varchar not null,          -- stands for what was named; nobody can try words on it
    reason varchar not null,
    article_count integer not null          -- versions of articles that it touched
);

-- grain: one outlet, as records name it, of which nothing is shown any more
create table if not exists staging.redacted_outlets (
    outlet_id varchar,
    source varchar not null
);

-- What the linking found while the words were there: a rebuild finds the same.
-- grain: one pair of mentions, one of which is of an article whose words went
create table if not exists staging.kept_edges (
    left_id varchar not null,
    right_id varchar not null,
    weight double not null
);
-- grain: one pair of articles that carried one text
create table if not exists staging.kept_reprints (
    left_id varchar not null,
    right_id varchar not null
);
-- grain: one mention of an article whose words went
create table if not exists staging.kept_mentions (
    mention_id varchar not null,
    as_of date not null                     -- the latest batch that it was compared with by its words
);

-- grain: one name of a private person in one version of one article; never published
create table if not exists staging.private_names (
    batch_date date not null,
    article_id varchar not null,
    content_digest varchar not null,
    article_part varchar not null,          -- title | text
    span_start integer not null,
    span_end integer not null,
    words varchar not null,
    build_id varchar not null
);

-- grain: one incident as one version of an article reports it
create table if not exists staging.incident_facts (
    mention_id varchar not null,            -- hash of article_id, content_digest, fact_number
    batch_date date not null,
    article_id varchar not null,
    content_digest varchar not null,
    fact_number integer not null,           -- counts from 1 in the order of the text
    is_main boolean not null,
    event_type varchar not null,
    date_earliest date,
    date_latest date,
    date_precision varchar not null,        -- day | month | year | unknown
    occurred_on date,                       -- the day to file it under; null: unknown
    place_name varchar,                     -- as the text has it, names masked
    place_id varchar,                       -- the gazetteer's id
    admin1_name varchar,                    -- Arabic
    admin1_code varchar,                    -- ISO 3166-2
    country_code varchar,                   -- ISO 3166-1 alpha-2
    latitude double,
    longitude double,
    geo_precision integer,                  -- 1–7, as UCDP GED
    geo_radius_km double,
    killed_low integer, killed_best integer, killed_high integer,
    wounded_low integer, wounded_best integer, wounded_high integer,
    arrested_low integer, arrested_best integer, arrested_high integer,
    abducted_low integer, abducted_best integer, abducted_high integer,
    killed_of_perpetrators_low integer,
    killed_of_perpetrators_best integer,
    killed_of_perpetrators_high integer,
    weapon varchar not null,
    target_type varchar not null,
    target_detail varchar,                  -- seeds/target_details.csv, below the target type
    outcome varchar not null,               -- completed | attempted | foiled
    perpetrator_name varchar,
    perpetrator_actor_id varchar,
    perpetrator_status varchar not null,    -- claimed | attributed | suspected | unknown
    attribution_source varchar,             -- names masked
    confidence double not null,
    build_id varchar not null,
    extractor_version varchar not null
);

-- the words that locate it best, and a masked quote around them
alter table staging.incident_facts add column if not exists quote varchar;
alter table staging.incident_facts add column if not exists evidence_part varchar;
alter table staging.incident_facts add column if not exists evidence_start integer;
alter table staging.incident_facts add column if not exists evidence_end integer;
-- fields of staging.evidence that no words of the incident's own report state, separated by commas
alter table staging.incident_facts add column if not exists inferred_fields varchar;
-- report | reaction | court | retrospect | recalled
alter table staging.incident_facts add column if not exists mention_kind varchar;
-- JSON: field → chance that its value is right, if the report has the incident
alter table staging.incident_facts add column if not exists field_confidence varchar;

-- grain: one statement of a count within one incident fact
create table if not exists staging.casualty_claims (
    claim_id varchar not null,              -- hash of mention_id, claim_number
    mention_id varchar not null,
    batch_date date not null,
    claim_number integer not null,
    measure varchar not null,   -- killed | wounded | arrested | abducted | killed_of_perpetrators | casualties
    claim_role varchar not null,            -- total | sub_count | combined | superseded
    victim_class varchar,                   -- seeds/victim_classes.csv
    victim_status varchar not null,         -- civilian | police | military | militant | unknown
    victim_age varchar,                     -- child
    victim_sex varchar,                     -- female | male
    certainty varchar not null,             -- stated | preliminary | unconfirmed | denied
    value_low integer,
    value_best integer,
    value_high integer,
    attribution_source varchar,
    article_part varchar not null,          -- title | text
    span_start integer not null,
    span_end integer not null,
    words varchar not null,
    build_id varchar not null
);

alter table staging.casualty_claims add column if not exists quote varchar;    -- words, masked

-- grain: one statement about who did it within one incident fact
create table if not exists staging.attributions (
    attribution_id varchar not null,        -- hash of mention_id, attribution_number
    mention_id varchar not null,
    batch_date date not null,
    attribution_number integer not null,
    actor_name varchar not null,            -- Arabic
    actor_id varchar,                       -- seeds/actors.csv; null: not known there
    stance varchar not null,                -- claimed | attributed | accused | suspected | denied
    stated_by varchar,                      -- who says so; null: the actor itself or the text
    article_part varchar not null,
    span_start integer not null,
    span_end integer not null,
    words varchar not null,
    build_id varchar not null
);

alter table staging.attributions add column if not exists quote varchar;       -- words, masked

-- grain: one span of words that one field of one incident fact rests on
create table if not exists staging.evidence (
    mention_id varchar not null,
    batch_date date not null,
    field varchar not null,
    span_number integer not null,           -- counts from 1 within the field
    basis varchar not null,                 -- told | carried over | implied
    article_part varchar not null,
    span_start integer not null,            -- code points of the original
    span_end integer not null,
    words varchar not null,
    build_id varchar not null
);

-- grain: one record (or complete file, source_record 0) that was not read
create table if not exists staging.quarantine (
    batch_date date not null,
    source_file varchar not null,
    source_record integer not null,
    reason varchar not null,                -- code; docs/landing-contract.md lists them
    detail varchar not null,
    raw_record varchar not null,            -- the record as it stood; undecodable bytes escaped
    build_id varchar not null
);

-- grain: one article whose content or reading may have changed since the last link step
create table if not exists staging.changed_articles (
    article_id varchar not null
);

-- grain: one place of the gazetteer; all rows replaced when seeds/places/ changes
create table if not exists staging.places (
    place_id varchar not null,
    name_ar varchar,
    name_en varchar,
    kind varchar not null,
    admin1_code varchar,
    country_code varchar,
    latitude double,
    longitude double
);

alter table staging.places add column if not exists name_en_source varchar;    -- geonames | transliteration

alter table staging.places add column if not exists other_names varchar;    -- parted by ';'

-- grain: one location with the P-code that an OCHA file of the user gives it; all rows replaced
create table if not exists staging.pcodes (
    location_level varchar not null,        -- country | governorate | district | place
    location_code varchar not null,         -- a district: its governorate's code, ':', its Arabic name
    pcode varchar not null
);

-- grain: one event type, one country, or all, with how many of its labelled incidents were found and how
-- many of the recorded ones are right; all rows replaced
create table if not exists staging.measured_quality (
    measured_of varchar not null,           -- all | event_type | country
    measured_code varchar not null,
    labelled integer not null,
    found integer not null,
    recall double,                          -- null: too few labels to say
    recall_low double,
    recall_high double,
    recorded integer not null,
    right_ones integer not null,
    precision double,                       -- null: too few labels to say
    precision_low double,
    precision_high double,
    articles_without integer,               -- of all: articles without an incident
    articles_with_false integer,            -- of all: those in which one is recorded
    measured_with varchar not null          -- what made the figures, as the scoreboard names it
);

-- grain: one piece of reference data that staging holds, with the digest of the seeds it came from
create table if not exists staging.reference_state (
    reference_name varchar not null,
    seeds_digest varchar not null
);

-- Operations: the only tables that know of runs and clocks. Never part of what is compared.
-- grain: one run of one step of a night
create table if not exists ops.steps (
    run_id varchar not null,                -- Airflow's run id, or cli-…
    batch_date date not null,
    step varchar not null,
    status varchar not null,                -- ok | warning | failed
    started_at timestamptz not null,
    seconds double not null,
    detail varchar not null
);

-- grain: one dbt node in one run (run_results.json)
create table if not exists ops.model_results (
    run_id varchar not null,
    batch_date date not null,
    dbt_selection varchar not null,
    unique_id varchar not null,
    status varchar not null,
    execution_seconds double,
    rows_affected bigint,
    failures bigint,
    message varchar
);

-- grain: one expectation in one run of the quality gate
create table if not exists ops.check_results (
    run_id varchar not null,
    batch_date date not null,
    suite varchar not null,
    check_name varchar not null,
    severity varchar not null,              -- error | warning
    success boolean not null,
    observed varchar
);

-- grain: one Parquet file of a month of a mart, of the version that was published last
-- (warehouse/publication/fingerprints.py)
create table if not exists ops.published_parts (
    version varchar not null,
    file varchar not null,                  -- path below parquet/
    fingerprint varchar not null            -- of the rows that it was written from
);

-- grain: one publish
create table if not exists ops.publishes (
    run_id varchar not null,
    batch_date date not null,
    version varchar not null,
    content_digest varchar not null,
    published_at timestamptz not null,
    changed boolean not null                -- false: the content was published already
);
