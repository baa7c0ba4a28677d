-- How many were killed for each million inhabitants?
-- كم قُتل لكل مليون نسمة؟
--
-- Join your own table on the ISO 3166-2 code. The figures here are round and stand for yours: do not cite them.
with population (admin1_code, inhabitants) as (
    values ('IQ-BG', 8000000), ('IQ-DI', 1600000), ('IQ-AN', 1800000), ('YE-HU', 3000000), ('SY-HL', 4000000)
)

select
    incidents.admin1_code, incidents.admin1_name_en,
    count(*) as incidents,
    sum(summed_best(incidents.killed_low, incidents.killed_best))::bigint as killed,
    round(1e6 * killed / any_value(population.inhabitants), 2) as killed_a_million
from mart_incidents as incidents
inner join population on incidents.admin1_code = population.admin1_code
group by all
order by killed_a_million desc nulls last, incidents.admin1_code
