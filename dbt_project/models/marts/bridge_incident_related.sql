{{ config(materialized="incremental") }}

with incidents as (

    select
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}

),

-- one row an article and an incident that it tells
reported as (

    select
        incident_id,
        article_key,
        min(published_on) as published_on
    from {{ ref('fct_incident_mention') }}
    where
        incident_id is not null
        and article_key in (
            select changed.article_key from {{ ref('fct_incident_mention') }} as changed
            where {{ where_changed('incident_id', 'changed.incident_id') }}
        )
    group by incident_id, article_key

),

told_together as (

    select
        reported.incident_id,
        other.incident_id as related_incident_id,
        'same_article' as related_by,
        count(*) as article_count,
        min(reported.published_on) as first_related_on
    from reported
    inner join reported as other
        on reported.article_key = other.article_key and reported.incident_id <> other.incident_id
    where {{ where_changed('incident_id', 'reported.incident_id') }}
    group by reported.incident_id, other.incident_id

),

-- once one incident, by mistake
parted as (

    select
        incident_id,
        origin_id as related_incident_id
    from {{ ref('dim_incident') }}
    where origin_id is not null
    union
    select
        origin_id as incident_id,
        incident_id as related_incident_id
    from {{ ref('dim_incident') }}
    where origin_id is not null

),

related as (

    select * from told_together
    union all by name
    select
        parted.incident_id,
        parted.related_incident_id,
        'split' as related_by,
        0 as article_count,
        null as first_related_on
    from parted
    inner join incidents on parted.related_incident_id = incidents.incident_id
    where {{ where_changed('incident_id', 'parted.incident_id') }}

),

final as (

    select
        {{ surrogate_key([
            'related.incident_id', 'related.related_incident_id', 'related.related_by'
        ]) }} as incident_related_key,
        related.incident_id,
        incidents.incident_month,
        related.related_incident_id,
        related.related_by,
        cast(related.article_count as integer) as article_count,
        related.first_related_on
    from related
    inner join incidents on related.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, related_incident_id, related_by
