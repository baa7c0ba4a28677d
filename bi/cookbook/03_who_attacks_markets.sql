-- Which actors are named for attacks on markets and other civilian places?
-- مَن يُسمّى منفذا لهجمات على الأسواق وأماكن المدنيين؟
--
-- target_detail has finer codes than the target type. "Unknown" is a finding too: leave it in.
select
    perpetrator_en, perpetrator_status_en,
    target_type_en, target_detail_en,
    count(*) as incidents, sum(summed_best(killed_low, killed_best))::bigint as killed
from mart_incidents
where target_type in ('market', 'public_place', 'civilians') or target_detail in ('market', 'school', 'hospital')
group by all
order by
    incidents desc, killed desc, perpetrator_en, perpetrator_status_en, target_type_en,
    target_detail_en
