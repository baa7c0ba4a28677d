-- How many incidents rest on what reports state, and how many on what is inferred?
-- كم حادثة تستند إلى ما تصرّح به الأخبار، وكم منها إلى ما يُستنتج؟
--
-- day_inferred: no report states the day where it reports the incident, it stands elsewhere in the
-- article; a series by day can leave these out. target_inferred follows from what happened. Counts
-- are always stated.
with marked as (
    select
        event_type_en,
        string_split(coalesce(inferred_fields, ''), ', ') as inferred
    from mart_incidents
)

select
    event_type_en,
    count(*)::bigint as incidents,
    count(*) filter (where inferred = [''])::bigint as all_stated,
    count(*) filter (where list_contains(inferred, 'date'))::bigint as day_inferred,
    count(*) filter (where list_contains(inferred, 'place'))::bigint as place_inferred,
    count(*) filter (where list_contains(inferred, 'perpetrator'))::bigint as perpetrator_inferred,
    count(*) filter (where list_contains(inferred, 'target_type'))::bigint as target_inferred
from marked
group by all
order by incidents desc, event_type_en
