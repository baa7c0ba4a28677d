-- How much rests on one source alone?
-- كم من الحوادث يقوم على مصدر واحد؟
--
-- Originating sources count: two outlets that quote one ministry, or reprint one agency, are one.
select
    country_name_en,
    count(*) as incidents,
    count(*) filter (status = 'provisional') as one_source,
    count(*) filter (status = 'corroborated') as corroborated,
    count(*) filter (status = 'disputed') as disputed,
    round(avg(source_count), 2) as sources_each
from mart_incidents
group by all
order by incidents desc, country_name_en
