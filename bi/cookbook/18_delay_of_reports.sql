-- How long after an incident is it reported?
-- بعد كم يوم تُذكر الحادثة؟
--
-- A long tail means that the last days are not complete yet: do not read their fall as peace.
select
    days_after, incidents,
    round(sum(incidents) over (order by days_after) / sum(incidents) over (), 3) as share_until_then
from (
    select date_diff('day', occurred_on, first_reported_on) as days_after, count(*) as incidents
    from mart_incidents
    where date_precision = 'day' and occurred_on is not null
    group by all
)
order by days_after
