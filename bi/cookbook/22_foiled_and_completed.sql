-- How many attacks are stopped, by type?
-- كم هجوما أُحبط من كل نوع؟
--
-- Only attacks that were reported: a foiled one is news in some places and secret in others.
select
    event_type_en,
    count(*) filter (outcome = 'completed') as completed,
    count(*) filter (outcome = 'attempted') as attempted,
    count(*) filter (outcome = 'foiled') as foiled
from mart_incidents
group by all
order by completed desc, event_type_en
