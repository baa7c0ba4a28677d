-- name: incidents
select
    i.incident_id, i.date_earliest, coalesce(i.date_latest, i.first_reported_on),
    i.date_precision, i.first_reported_on,
    i.country_code, i.admin1_code, coalesce(l.name_en, i.place_name, l.name_ar) as place,
    i.latitude, i.longitude, i.geo_precision, i.geo_radius_km,
    e.event_type, e.event_family, i.outcome, i.killed_low, i.killed_best, i.killed_high,
    i.killed_of_perpetrators_best, i.perpetrator_actor_key <> 'unknown' as has_actor,
    i.source_count,
    coalesce((
        select list(n.folded_name) from dim_name as n where n.named_key = i.location_key
    ), []) as names,
    coalesce((
        select list(n.sound_name) from dim_name as n where n.named_key = i.location_key
    ), []) as sounds,
    coalesce((
        select list(n.folded_name) from dim_name as n
        inner join dim_location as g on n.named_key = g.location_key
        where g.location_level = 'governorate' and g.admin1_code = i.admin1_code
    ), []) as admin1_names
from fct_incident as i
inner join dim_location as l on i.location_key = l.location_key
inner join dim_event_type as e on i.event_type_key = e.event_type_key
where
    coalesce(i.date_latest, i.first_reported_on) >= $first::date
    and coalesce(i.date_earliest, i.date_latest, i.first_reported_on) <= $last::date
order by i.incident_id
