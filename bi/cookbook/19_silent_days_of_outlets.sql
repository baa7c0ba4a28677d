-- On which days was an outlet silent or out of reach?
-- في أي يوم صمتت وسيلة أو تعذّر الوصول إليها؟
--
-- A silent day is unknown, not zero.
select outlets.name_en as outlet, days.day_on, days.day_status
from outlet_days(date '2026-11-21', date '2026-11-23') as days
inner join dim_outlet as outlets using (outlet_key)
where days.day_status <> 'read'
order by days.day_on, outlet
