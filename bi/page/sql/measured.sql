-- How far the register can be believed: at most one row, none where nothing was measured.
select
    precision,
    precision_low,
    precision_high,
    recall,
    recall_low,
    recall_high,
    articles_with_false_incident / nullif(articles_without_incident, 0) as false_articles
from marts.dim_measured_quality
where measured_of = 'all' and precision is not null and recall is not null
