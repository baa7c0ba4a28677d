-- Which places were hit again within three days?
-- أي الأماكن ضُرب مرة أخرى خلال ثلاثة أيام؟
--
-- Exact places only; two incidents of one roundup are two.
select
    one.location_en, one.country_code, one.occurred_on as first_day, other.occurred_on as again_on,
    one.event_type_en as first_type, other.event_type_en as then_type
from mart_incidents as one
inner join mart_incidents as other
    on
        one.location_en = other.location_en
        and one.admin1_code is not distinct from other.admin1_code
        and (one.occurred_on, one.incident_id) < (other.occurred_on, other.incident_id)
        and other.occurred_on - one.occurred_on <= 3
where one.geo_precision <= 2 and other.geo_precision <= 2
order by first_day, again_on, one.location_en, one.incident_id, other.incident_id
