-- Is a rise real, or only a new outlet?
-- هل الارتفاع حقيقي أم هو وسيلة إعلام جديدة؟
--
-- The panel: outlets that were read on nine days of ten. What only others tell
-- is not in panel_incident_count. The function gives recall too, where it is measured.
select
    incident_month, event_type, incident_count, panel_incident_count, panel_outlet_count,
    days_read, validation
from fixed_panel_trend(date '2026-11-21', date '2026-11-23')
order by incident_month, event_type
