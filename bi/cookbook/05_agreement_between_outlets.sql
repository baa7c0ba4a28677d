-- How often do two outlets give the same toll of one incident?
-- كم مرة تعطي وسيلتان الحصيلة نفسها؟
--
-- Only pairs of different independence groups: copies of one agency would agree with themselves.
with reported as (
    select distinct
        mentions.incident_id, outlets.name_en as outlet, outlets.independence_group,
        mentions.killed_best
    from fct_incident_mention as mentions
    inner join dim_outlet as outlets using (outlet_key)
    where mentions.incident_id is not null and mentions.killed_best is not null
)

select
    one.outlet as outlet, other.outlet as other_outlet,
    count(distinct one.incident_id) as incidents_of_both,
    count(distinct one.incident_id) filter (one.killed_best = other.killed_best) as same_toll
from reported as one
inner join reported as other
    on
        one.incident_id = other.incident_id
        and one.independence_group < other.independence_group
group by all
order by incidents_of_both desc, one.outlet, other.outlet
