-- name: questions
with toll_gap as (
    select
        incident_id, 'disputed_toll' as why,
        {'low': killed_low, 'high': killed_high, 'best': killed_best}::json as facts,
        (killed_high - killed_low) * 1.0 as weight
    from marts.fct_incident
    where killed_high > 2 * killed_low and killed_high - killed_low >= 5
),
held as (
    select
        incident_id, 'held' as why,
        {
            'reasons': hold_reasons,
            'killed': greatest(killed_low, killed_best, killed_high),
            'wounded': greatest(wounded_low, wounded_best, wounded_high)
        }::json as facts,
        $held_weight + coalesce(greatest(killed_low, killed_best, killed_high), 0)
        + coalesce(greatest(wounded_low, wounded_best, wounded_high), 0) / 4 as weight
    from marts.fct_incident
    where review_status = 'held'
),
disputed as (
    select
        incident_id, 'disputed' as why, {'over': disputed_over}::json as facts,
        2 + ln(1 + coalesce(killed_high, killed_low, 0)) as weight
    from marts.fct_incident
    where status = 'disputed'
),
placeless as (
    select
        incident_id, 'no_place' as why,
        {'best': coalesce(killed_best, killed_low)}::json as facts,
        ln(1 + coalesce(killed_best, killed_low)) as weight
    from marts.fct_incident
    where admin1_code is null and coalesce(killed_best, killed_low) >= 10
)
select why, incident_id, null as other, facts, weight from toll_gap
union all select why, incident_id, null, facts, weight from held
union all select why, incident_id, null, facts, weight from disputed
union all select why, incident_id, null, facts, weight from placeless

-- name: near_misses
select
    'near_miss_link' as why,
    least(l.incident_id, r.incident_id) as incident_id,
    greatest(l.incident_id, r.incident_id) as other,
    {'weight': round(max(edge.weight), 1)}::json as facts,
    max(edge.weight) as weight
from linking.edges as edge
inner join linking.incident_links as l on edge.left_id = l.mention_id
inner join linking.incident_links as r on edge.right_id = r.mention_id
where
    l.incident_id <> r.incident_id
    and edge.weight >= $least
    and l.link_method <> 'correction' and r.link_method <> 'correction'
group by all
