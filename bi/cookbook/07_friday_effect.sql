-- Do more incidents happen on Fridays?
-- هل تقع حوادث أكثر أيام الجمعة؟
--
-- Counted per day on which anything was read: a weekday that was read more often would win otherwise.
with days as (
    select dates.iso_weekday, dates.weekday_name_en, count(*) as days_read
    from dim_date as dates
    where dates.date_day in (select published_on from mart_source_coverage)
    group by all
)

select
    days.weekday_name_en, days.days_read,
    count(incidents.incident_id) as incidents,
    round(count(incidents.incident_id) / days.days_read, 2) as incidents_a_day
from days
left join mart_incidents as incidents
    on
        isodow(incidents.occurred_on) = days.iso_weekday
        and incidents.occurred_on in (select published_on from mart_source_coverage)
group by days.iso_weekday, days.weekday_name_en, days.days_read
order by days.iso_weekday
