-- Articles of each outlet and day that were read, up to the last night.
select
    outlet_key,
    strftime(published_on, '%Y-%m-%d') as day,
    article_count
from marts.mart_source_coverage
where published_on between $since and $night
order by outlet_key, day
