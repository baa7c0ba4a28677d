-- check: every current article is counted once
select sum(article_count) as counted
from {batch}
having coalesce(sum(article_count), 0)
    <> (select count(*) from build.marts.fct_article where is_current)
