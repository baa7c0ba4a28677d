{{ config(materialized="incremental") }}

with mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_changed('mention_id') }}

),

links as (

    select * from {{ ref('int_incident_links') }}

),

claims as (

    select * from {{ ref('stg_casualty_claims') }}

),

statements as (

    select * from {{ ref('stg_attributions') }}

),

outlets as (

    select * from {{ ref('int_outlets') }}

),

text_groups as (

    select * from {{ ref('stg_text_groups') }}

),

names as (

    select * from {{ ref('int_source_names') }}
    where source_id is not null

),

own_voices as (

    select * from {{ ref('claim_sources') }}
    where outlet_id is not null and scope = 'named'
    qualify row_number() over (partition by outlet_id order by phrase) = 1

),

actors as (

    select * from {{ ref('int_actor_sides') }}

),

-- each report with the voice that stands for what it says of itself
reports as (

    select
        mentions.*,
        links.incident_id,
        links.recency_rank,
        outlets.outlet_id,
        outlets.name_ar as outlet_name_ar,
        outlets.name_en as outlet_name_en,
        outlets.independence_group,
        coalesce(text_groups.text_group_id, mentions.article_id) as text_group_id
    from mentions
    left join links on mentions.mention_id = links.mention_id
    inner join outlets on mentions.outlet_key = outlets.outlet_key
    left join text_groups
        on
            mentions.article_id = text_groups.article_id
            and mentions.content_digest = text_groups.content_digest

),

incidents as (

    select
        incident_id,
        arg_min(country_code, recency_rank) as country_code,
        arg_min(admin1_code, recency_rank) as admin1_code,
        arg_min(perpetrator_actor_id, recency_rank) as perpetrator_actor_id
    from reports
    where incident_id is not null
    group by incident_id

),

-- one text in several independent outlets is a reprint: its text speaks, whoever prints it
voiced as (

    select
        reports.*,
        case
            when
                reports.incident_id is not null
                and min(reports.independence_group) over same_text
                <> max(reports.independence_group) over same_text
                then 'text:' || reports.text_group_id
            else 'outlet:' || reports.independence_group
        end as voice_id,
        coalesce(incidents.country_code, reports.country_code) as incident_country_code,
        coalesce(incidents.admin1_code, reports.admin1_code) as incident_admin1_code,
        coalesce(reports.perpetrator_actor_id, incidents.perpetrator_actor_id)
            as incident_perpetrator_id
    from reports
    left join incidents on reports.incident_id = incidents.incident_id
    window same_text as (partition by reports.incident_id, reports.text_group_id)

),

-- everybody whom a report names as speaking, and the report itself, which has no name
speakers as (

    select
        mention_id,
        attribution_source as speaker_name
    from mentions
    union
    select
        claims.mention_id,
        claims.attribution_source as speaker_name
    from claims
    inner join mentions
        on claims.mention_id = mentions.mention_id and claims.batch_date = mentions.batch_date
    union
    select
        statements.mention_id,
        statements.stated_by as speaker_name
    from statements
    inner join mentions
        on
            statements.mention_id = mentions.mention_id
            and statements.batch_date = mentions.batch_date
    union
    select
        mention_id,
        null as speaker_name
    from mentions

),

-- an outlet that is an authority or a monitor itself speaks as that
sourced as (

    select
        voiced.*,
        speakers.speaker_name,
        names.agency_label_ar,
        names.agency_label_en,
        coalesce(names.source_id, own_voices.source_id) as listed_source_id,
        coalesce(names.label_ar, own_voices.label_ar) as listed_label_ar,
        coalesce(names.label_en, own_voices.label_en) as listed_label_en,
        coalesce(names.authority_class, own_voices.authority_class, 'outlet') as base_class,
        coalesce(names.scope, own_voices.scope) as source_scope,
        coalesce(names.side, own_voices.side) as side,
        coalesce(names.actor_id, own_voices.actor_id) as actor_id,
        coalesce(names.country_code, own_voices.country_code, voiced.incident_country_code)
            as source_country_code,
        case when names.agency_group is null then voiced.voice_id else 'outlet:' || names.agency_group end
            as answering_id
    from speakers
    inner join voiced on speakers.mention_id = voiced.mention_id
    left join names on speakers.speaker_name = names.source_name
    left join own_voices on names.source_id is null and voiced.outlet_id = own_voices.outlet_id

),

judged as (

    select
        *,
        listed_source_id is null or source_scope = 'agency' or base_class = 'outlet'
            as speaks_as_outlet
    from sourced

),

final as (

    select
        {{ surrogate_key(['judged.mention_id', 'judged.speaker_name']) }} as mention_source_key,
        judged.mention_id,
        judged.incident_id,
        judged.speaker_name,
        coalesce(judged.speaker_name = judged.attribution_source, false) as is_of_report,
        case
            when judged.speaks_as_outlet then judged.answering_id
            when judged.source_scope = 'national'
                then concat_ws(':', judged.listed_source_id, judged.source_country_code)
            when judged.source_scope = 'local'
                then concat_ws(
                    ':',
                    judged.listed_source_id,
                    coalesce(judged.incident_admin1_code, judged.source_country_code)
                )
            when judged.source_scope = 'named' then judged.listed_source_id
            -- who is not named is known to those alone who quote him
            else judged.listed_source_id || '@' || judged.answering_id
        end as source_id,
        not judged.speaks_as_outlet and judged.source_scope in ('named', 'national', 'local')
            as source_is_named,
        judged.answering_id,
        case
            when judged.speaks_as_outlet then coalesce(judged.agency_label_ar, judged.outlet_name_ar)
            else judged.listed_label_ar
        end as source_label_ar,
        case
            when judged.speaks_as_outlet then coalesce(judged.agency_label_en, judged.outlet_name_en)
            else judged.listed_label_en
        end as source_label_en,
        judged.base_class,
        judged.side,
        source_actors.root_actor_id,
        judged.source_country_code,
        judged.voice_id,
        judged.independence_group,
        judged.text_group_id,
        judged.incident_perpetrator_id
    from judged
    left join actors as source_actors on judged.actor_id = source_actors.actor_id

)

select * from final
order by mention_id, speaker_name
