-- What has changed since I last looked, and why?
-- ما الذي تغيّر منذ آخر مرة، ولماذا؟
--
-- changes_since takes a publication's number or a moment, and gives the rows; the same stand as files in changes/ of each version.
select
    valid_from_publication as publication, valid_from_night as night, change_type, reasons, count(*) as changes
from changes_since(1)
group by all
order by publication, changes desc, change_type, reasons
