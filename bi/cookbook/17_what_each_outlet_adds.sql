-- What would be missing without an outlet?
-- ما الذي يغيب لولا هذه الوسيلة؟
--
-- incident_alone_count are incidents that no other outlet reports, on any day.
select
    outlet_name_en, independence_group, count(*) as days_read,
    sum(article_count)::bigint as articles, sum(incident_count)::bigint as incidents,
    sum(incident_alone_count)::bigint as alone,
    round(sum(incident_alone_count) / nullif(sum(incident_count), 0), 2) as share_alone
from mart_source_coverage
group by all
order by incidents desc, outlet_name_en
