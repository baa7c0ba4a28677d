-- How many of the dead were civilians, police, soldiers, fighters?
-- كم من القتلى مدنيون وكم من الشرطة والجيش والمسلحين؟
--
-- Three axes part the same people: choose one, never add them up. What no report classes is not here.
select
    axis, axis_value, count(distinct incident_id) as incidents,
    sum(value_best)::bigint as killed_best
from fct_incident_victim_count
where measure = 'killed'
group by all
order by axis, killed_best desc nulls last, axis_value
