-- What happened within 60 kilometres of a place?
-- ماذا حدث ضمن 60 كيلومترا من مكان ما؟
--
-- geo_radius_km says how far off the true place may be: an incident that is known by its governorate
-- only has the governorate's point. They are left out here.
with centre as (select 33.75 as latitude, 44.64 as longitude)

select
    incidents.incident_id, incidents.occurred_on, incidents.location_en, incidents.event_type_en,
    round(
        12742 * asin(sqrt(
            pow(sin(radians(incidents.latitude - centre.latitude) / 2), 2)
            + cos(radians(centre.latitude)) * cos(radians(incidents.latitude))
            * pow(sin(radians(incidents.longitude - centre.longitude) / 2), 2)
        ))
    ) as kilometres,
    incidents.geo_radius_km
from mart_incidents as incidents
cross join centre
where incidents.geo_precision <= 3 and kilometres <= 60
order by kilometres, incidents.incident_id
