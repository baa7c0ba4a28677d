-- name: mentions
with spans as (
    select
        mention_id,
        list({'part': article_part, 'start': span_start, 'end': span_end}) as spans
    from staging.evidence
    where
        field in (select unnest($fields))
        and mention_id in (select mention_id from fresh)
    group by mention_id
)
select
    mention.mention_id, mention.article_id, mention.fact_number, mention.is_main,
    mention.event_type, mention.event_family,
    mention.occurred_on, mention.date_precision, mention.date_earliest, mention.date_latest,
    mention.published_on, mention.published_at_utc,
    mention.place_id, mention.place_name, mention.admin1_name, mention.admin1_code,
    mention.country_code,
    mention.latitude, mention.longitude, mention.geo_precision, mention.geo_radius_km,
    mention.weapon, mention.target_type, mention.perpetrator_actor_id,
    coalesce(mention.killed_best, mention.killed_low, mention.killed_high) as killed,
    coalesce(mention.wounded_best, mention.wounded_low, mention.wounded_high) as wounded,
    article.title, article.text, spans.spans,
    count(*) over (partition by mention.article_id) as fact_count
from transform.int_incident_mentions as mention
inner join fresh using (mention_id)
inner join staging.articles as article
    on
        mention.batch_date = article.batch_date
        and mention.article_id = article.article_id
        and mention.content_digest = article.content_digest
left join spans using (mention_id)
order by mention.mention_id
