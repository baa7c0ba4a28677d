-- One row an incident of the months asked for, the newest first, as rows.COLUMNS has them.
select
    incident_id,
    strftime(occurred_on, '%Y-%m-%d') as day,
    nullif(strftime(date_latest, '%Y-%m-%d'), strftime(occurred_on, '%Y-%m-%d')) as day_to,
    date_precision,
    event_type,
    outcome,
    country_code,
    country_name_ar,
    country_name_en,
    admin1_code,
    admin1_name_ar,
    admin1_name_en,
    place_name,
    location_ar,
    location_en,
    latitude,
    longitude,
    geo_precision,
    geo_radius_km,
    disputed_area_name_ar,
    disputed_area_name_en,
    weapon,
    target_type,
    target_detail,
    perpetrator_actor_id,
    perpetrator_name,
    perpetrator_ar,
    perpetrator_en,
    perpetrator_status,
    killed_low,
    killed_best,
    killed_high,
    wounded_low,
    wounded_best,
    wounded_high,
    arrested_best,
    abducted_best,
    killed_basis,
    status,
    disputed_over,
    source_count,
    outlet_count,
    article_count,
    strftime(first_reported_on, '%Y-%m-%d') as first_reported_on,
    strftime(batch_date, '%Y-%m-%d') as night,
    hold_reasons,
    quote
from (
    select
        *,
        null as hold_reasons
    from marts.mart_incidents
    union all by name
    select * exclude (hold_detail) from marts.mart_incidents_held
)
where
    incident_month in (select unnest($months))
    and ($since is null or coalesce(occurred_on, first_reported_on) >= $since)
order by coalesce(occurred_on, first_reported_on) desc, incident_id
limit $most
