-- check: the key spells the day
select date_key, date_day
from {batch}
where date_key <> 0
    and (date_day is null or date_key <> strftime(date_day, '%Y%m%d')::integer)

-- check: no day is missing
select min(date_day) as first_day, max(date_day) as last_day, count(date_day) as days
from {batch}
having count(date_day) <> date_diff('day', min(date_day), max(date_day)) + 1
