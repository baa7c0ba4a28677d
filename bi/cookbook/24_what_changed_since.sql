-- What has changed since I last looked, and why?
-- ما الذي تغيّر منذ آخر مرة، ولماذا؟
--
-- changes_since gives the rows; the same stand as files in changes/ of each version.
select
    valid_from_night as night, change_type, reasons, count(*) as changes
from changes_since(date '2026-11-21')
group by all
order by night, changes desc, change_type, reasons
