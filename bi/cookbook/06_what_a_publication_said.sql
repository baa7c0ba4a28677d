-- What did an earlier publication say?
-- ماذا كانت تقول نشرة سابقة؟
--
-- incidents_as_published takes the number of a publication, or a moment: timestamptz '2026-11-23 06:00:00+03'
-- means the last publication that was out by then.
select
    published.country_code,
    count(*) as incidents_then,
    sum(summed_best(published.killed_low, published.killed_best))::bigint as killed_best_then,
    count(incidents.incident_id) as still_standing,
    sum(summed_best(incidents.killed_low, incidents.killed_best))::bigint as killed_best_now
from incidents_as_published(2) as published
left join mart_incidents as incidents using (incident_id)
where published.review_status is distinct from 'held'
group by all
order by incidents_then desc, published.country_code
