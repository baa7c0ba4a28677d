-- Does the share of bombs (IED) rise or fall?
-- هل ترتفع حصة العبوات الناسفة أم تنخفض؟
--
-- A share moves when another type does; type_recall of the same table says how much
-- of the type is found at all, where it is measured.
select
    incident_month,
    sum(incident_count)::bigint as incidents,
    coalesce(sum(incident_count) filter (event_type = 'ied_bombing'), 0)::bigint as ied_bombings,
    round(ied_bombings / incidents, 3) as ied_share,
    max(type_validation) filter (event_type = 'ied_bombing') as ied_validation
from mart_daily_by_governorate
where incident_month <> 'unknown'
group by all
order by incident_month
