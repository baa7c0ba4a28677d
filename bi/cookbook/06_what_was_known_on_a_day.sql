-- What did the register say on an earlier night?
-- ماذا كان السجل يقول في ليلة سابقة؟
--
-- incidents_as_of gives the incidents as they stood once that night was published; compare them with now.
select
    said.country_code,
    count(*) as incidents_then,
    sum(said.killed_best)::bigint as killed_best_then,
    count(incidents.incident_id) as still_standing,
    sum(incidents.killed_best)::bigint as killed_best_now
from incidents_as_of(date '2026-11-22') as said
left join fct_incident as incidents using (incident_id)
group by all
order by incidents_then desc, said.country_code
