{{ config(materialized="incremental") }}

with sources as (

    select * from {{ ref('int_incident_sources') }}

),

incidents as (

    select * from {{ ref('fct_incident') }}
    where {{ where_changed('incident_id') }}

),

final as (

    select
        sources.incident_id,
        sources.source_id,
        incidents.incident_month,
        sources.source_group_id,
        sources.source_label_ar,
        sources.source_label_en,
        sources.source_is_named,
        sources.authority_class,
        sources.mention_count,
        sources.article_count,
        sources.first_published_on,
        sources.last_published_on,
        incidents.extractor_version
    from sources
    inner join incidents on sources.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, source_id
