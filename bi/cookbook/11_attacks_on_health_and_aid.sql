-- Which attacks hit hospitals, medical staff, aid workers or schools?
-- أي الهجمات أصابت مستشفيات أو عاملين صحيين أو إغاثيين أو مدارس؟
--
-- Both the target of the primary report and every target that any report names are counted.
select
    incident_id, occurred_on, location_en, country_code, event_type_en, target_detail_en,
    all_targets_en, killed_best, quote
from mart_incidents
where target_detail is not null or target_type in ('medical', 'education', 'aid')
order by occurred_on desc nulls last, incident_id
