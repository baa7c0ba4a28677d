{{ config(materialized="incremental") }}

with recursive sources as (

    select * from {{ ref('int_mention_sources') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where mention_id in (select sources.mention_id from sources)

),

claims as (

    select * from {{ ref('int_claims') }}
    where {{ where_changed('incident_id') }}

),

reported as (

    select * from {{ ref('stg_casualty_claims') }}
    where mention_id in (select mentions.mention_id from mentions)

),

statements as (

    select * from {{ ref('stg_attributions') }}
    where mention_id in (select mentions.mention_id from mentions)

),

-- a report in passing bears nothing out
reports as (

    select
        sources.*,
        mentions.article_id,
        mentions.published_on,
        mentions.batch_date
    from sources
    inner join mentions on sources.mention_id = mentions.mention_id
    where sources.incident_id is not null and mentions.is_main

),

-- who denies a count or an accusation does not say that it happened
speaking as (

    select
        mention_id,
        speaker_name
    from reports
    where is_of_report
    union
    select
        reported.mention_id,
        reported.attribution_source as speaker_name
    from reported
    inner join mentions
        on reported.mention_id = mentions.mention_id and reported.batch_date = mentions.batch_date
    where reported.certainty <> 'denied' and reported.attribution_source is not null
    union
    select
        statements.mention_id,
        statements.stated_by as speaker_name
    from statements
    inner join mentions
        on
            statements.mention_id = mentions.mention_id
            and statements.batch_date = mentions.batch_date
    where statements.stance <> 'denied' and statements.stated_by is not null

),

named_reports as (

    select distinct mention_id from speaking

),

-- a report that names nobody speaks for itself
used as (

    select reports.*
    from reports
    left join speaking
        on
            reports.mention_id = speaking.mention_id
            and reports.speaker_name = speaking.speaker_name
    left join named_reports on reports.mention_id = named_reports.mention_id
    where
        speaking.mention_id is not null
        or (reports.speaker_name is null and named_reports.mention_id is null)

),

-- outlets of one group and texts that repeat each other hang together, in chains too
ties as (

    select distinct
        incident_id,
        'outlet:' || independence_group as voice,
        'text:' || text_group_id as other_voice
    from reports
    union
    select distinct
        incident_id,
        'text:' || text_group_id as voice,
        'outlet:' || independence_group as other_voice
    from reports
    union
    select distinct
        incident_id,
        answering_id as voice,
        answering_id as other_voice
    from reports

),

reached as (

    select
        incident_id,
        voice,
        other_voice
    from ties
    union
    select
        reached.incident_id,
        reached.voice,
        ties.other_voice
    from reached
    inner join ties
        on reached.incident_id = ties.incident_id and reached.other_voice = ties.voice

),

voices as (

    select
        incident_id,
        voice,
        min(other_voice) as voice_group
    from reached
    group by incident_id, voice

),

-- where outlets that hang together name somebody, what they say of themselves is his word again
named as (

    select
        used.incident_id,
        voices.voice_group,
        min(used.source_id) as source_id
    from used
    inner join voices
        on
            used.incident_id = voices.incident_id
            and 'outlet:' || used.independence_group = voices.voice
    where used.source_is_named
    group by used.incident_id, voices.voice_group

),

grouped as (

    select
        used.*,
        case
            when used.source_is_named then used.source_id
            else coalesce(named.source_id, voices.voice_group)
        end as source_group_id
    from used
    inner join voices
        on used.incident_id = voices.incident_id and used.answering_id = voices.voice
    left join named
        on voices.incident_id = named.incident_id and voices.voice_group = named.voice_group

),

classes as (

    select
        incident_id,
        source_id,
        arg_min(authority_class, authority_rank) as authority_class
    from claims
    where incident_id is not null and coalesce(not_counted_because, '') <> 'background'
    group by incident_id, source_id

),

final as (

    select
        grouped.incident_id,
        grouped.source_id,
        min(grouped.source_group_id) as source_group_id,
        min(grouped.source_label_ar) as source_label_ar,
        min(grouped.source_label_en) as source_label_en,
        coalesce(min(classes.authority_class), min(grouped.base_class)) as authority_class,
        bool_or(grouped.source_is_named) as source_is_named,
        cast(count(distinct grouped.mention_id) as integer) as mention_count,
        cast(count(distinct grouped.article_id) as integer) as article_count,
        min(grouped.published_on) as first_published_on,
        max(grouped.published_on) as last_published_on
    from grouped
    left join classes
        on grouped.incident_id = classes.incident_id and grouped.source_id = classes.source_id
    group by grouped.incident_id, grouped.source_id

)

select * from final
order by incident_id, source_id
