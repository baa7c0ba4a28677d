-- How many were killed in each governorate and month, with bounds?
-- كم قُتل في كل محافظة وشهر، وبين أي حدّين؟
--
-- An incident that is reported in bounds only adds the lowest figure to killed_best (docs/tolls.md,
-- Sums). Where a report leaves the upper bound open, the highest figure that is stated is taken, and
-- killed_open_count says how often.
select
    country_name_en, coalesce(admin1_name_en, '(governorate unknown)') as governorate, incident_month,
    sum(incident_count)::bigint as incidents,
    sum(killed_low_sum)::bigint as killed_low,
    sum(killed_best_sum)::bigint as killed_best,
    sum(killed_high_sum)::bigint as killed_high,
    sum(killed_open_count)::bigint as killed_open_count
from mart_daily_by_governorate
group by all
order by killed_best desc, country_name_en, governorate, incident_month
