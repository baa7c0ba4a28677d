-- What happened in a place, however its name is written?
-- ماذا حدث في مكان كيفما كُتب اسمه؟
--
-- find_place folds Arabic and Latin spellings; it gives all places of the name, the likeliest first.
select
    found.name_en, found.name_ar, found.location_level, found.matched,
    incidents.occurred_on, incidents.event_type_en, incidents.killed_best
from find_place('Ba''quba') as found
inner join fct_incident as facts using (location_key)
inner join mart_incidents as incidents using (incident_id)
order by incidents.occurred_on, incidents.incident_id
