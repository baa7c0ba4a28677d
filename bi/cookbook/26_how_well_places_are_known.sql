-- How exactly are places known, by country?
-- بأي دقة تُعرف الأماكن في كل دولة؟
--
-- Maps by district should leave out what is known by governorate or country only.
select
    country_name_en,
    count(*) as incidents,
    round(avg((geo_precision <= 2)::int), 2) as share_exact_or_near,
    round(avg((geo_precision = 3)::int), 2) as share_district,
    round(avg((geo_precision = 4)::int), 2) as share_governorate,
    round(avg((geo_precision >= 5 or geo_precision is null)::int), 2) as share_wider
from mart_incidents
group by all
order by incidents desc, country_name_en
