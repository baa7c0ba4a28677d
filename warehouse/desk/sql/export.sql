-- name: incidents
-- `last_day`: the last on which it can have happened; `summed_…`: the killed as sums count them,
-- where any are stated; `alike`: incidents that ACLED would merge
with reported_by as (
    select mention.incident_id, string_agg(distinct outlet.name_en, '; ' order by outlet.name_en)
        as outlets
    from marts.fct_incident_mention as mention
    inner join marts.dim_outlet as outlet using (outlet_key)
    group by mention.incident_id
),

dated as (
    select
        *,
        coalesce(date_latest, first_reported_on) as last_day,
        coalesce(killed_low, killed_best, killed_high) is not null as states_killed
    from marts.incidents_with_held()
    where $with_held or review_status is distinct from 'held'
)

select
    incidents.* exclude (states_killed),
    $base_url || incidents.incident_path as sijill_link,
    place.country_iso_numeric,
    types.acled_sub_event_match,
    reported_by.outlets,
    case when states_killed then summed_low(incidents.killed_low, incidents.killed_best) end
        as summed_low,
    case when states_killed then summed_best(incidents.killed_low, incidents.killed_best) end
        as summed_best,
    case
        when states_killed
            then summed_high(incidents.killed_low, incidents.killed_best, incidents.killed_high)
    end as summed_high,
    count(*) over (
        partition by incidents.last_day, fact.location_key, fact.perpetrator_actor_key,
            incidents.acled_event, incidents.acled_sub_event
    ) as alike
from dated as incidents
inner join marts.fct_incident as fact using (incident_id)
inner join marts.dim_location as place on fact.location_key = place.location_key
inner join marts.dim_event_type as types on fact.event_type_key = types.event_type_key
left join reported_by using (incident_id)
where
    ($first::date is null or incidents.last_day >= $first)
    and ($last::date is null or incidents.last_day <= $last)
    and ($country::varchar is null or incidents.country_code = $country)
order by incidents.last_day, incidents.incident_id

-- name: about
select version, content_digest, vintage_number, last_batch::varchar from marts.publish_info
