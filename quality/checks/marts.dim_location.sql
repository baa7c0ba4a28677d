-- check: coordinates of each known place
-- severity: warning
-- why: A country, governorate or place of the reference data lacks coordinates.
select location_key, location_level, name_en, latitude, longitude
from {batch}
where location_key <> 'unknown' and (latitude is null or longitude is null)
