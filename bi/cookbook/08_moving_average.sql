-- What is the seven-day average, without taking silence for peace?
-- ما متوسط سبعة أيام، من غير أن يُعدّ الصمت هدوءا؟
--
-- daily_trend leaves the count null on days of which nothing was read; the average skips them and
-- days_known says over how many days it is.
select
    day_on, incident_count,
    round(avg(incident_count) over week, 2) as incidents_7_days,
    count(incident_count) over week as days_known,
    day_status
from daily_trend(date '2026-11-17', date '2026-11-25')
window week as (order by day_on rows between 6 preceding and current row)
order by day_on
