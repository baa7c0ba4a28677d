with incidents as (

    select
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}

),

-- one row an article and an incident that it tells
told as (

    select
        incident_id,
        article_key,
        min(published_on) as published_on
    from {{ ref('fct_incident_mention') }}
    where incident_id is not null
    group by incident_id, article_key

),

told_together as (

    select
        told.incident_id,
        beside.incident_id as related_incident_id,
        'same_article' as related_by,
        count(*) as article_count,
        min(told.published_on) as first_related_on
    from told
    inner join told as beside
        on told.article_key = beside.article_key and told.incident_id <> beside.incident_id
    group by told.incident_id, beside.incident_id

),

final as (

    select
        {{ surrogate_key([
            'told_together.incident_id', 'told_together.related_incident_id',
            'told_together.related_by'
        ]) }} as incident_related_key,
        told_together.incident_id,
        incidents.incident_month,
        told_together.related_incident_id,
        told_together.related_by,
        cast(told_together.article_count as integer) as article_count,
        told_together.first_related_on
    from told_together
    inner join incidents on told_together.incident_id = incidents.incident_id

)

select * from final
order by incident_month, incident_id, related_incident_id, related_by
