{% import "shared.jinja" as shared with context %}
{% import "history.jinja" as history with context %}

{{ shared.key_of(["batch_date"]) }}

-- check: one version of the extractors read all batches
-- why: Else counts before and after it could not be compared: sijill rebuild reads everything by
--   the version of today.
select extractor_version, count(*) as batches
from {batch}
where (select count(distinct extractor_version) from build.staging.batches) > 1
group by all

-- check: the night was loaded
select {{ night }} as batch_date
where not exists (select 1 from {batch} where batch_date = {{ night }})

-- check: records read = staged + quarantined + repeated
select batch_date, records_read, records_staged, records_quarantined, records_repeated
from {batch}
where records_read <> records_staged + records_quarantined + records_repeated

-- check: as many articles in staging as the batch says
select b.batch_date, b.records_staged, count(a.batch_date) as articles
from {batch} as b left join build.staging.articles as a using (batch_date)
group by all
having count(a.batch_date) <> b.records_staged

-- check: as many records in quarantine as the batch says
select b.batch_date, b.records_quarantined, count(q.batch_date) as rows_found
from {batch} as b
left join build.staging.quarantine as q
    on b.batch_date = q.batch_date and q.source_record > 0
group by all
having count(q.batch_date) <> b.records_quarantined

-- check: as many files as the batch says
select b.batch_date, b.file_count, count(f.batch_date) as files_found
from {batch} as b left join build.staging.batch_files as f using (batch_date)
group by all
having count(f.batch_date) <> b.file_count

-- check: as many records as the files of the batch say
select b.batch_date, b.records_read, sum(f.records_read) as in_files
from {batch} as b left join build.staging.batch_files as f using (batch_date)
group by all
having coalesce(sum(f.records_read), 0) <> b.records_read

-- check: quarantined records of the night at most half of those read
select batch_date, records_read, records_quarantined
from {batch}
where batch_date = {{ night }} and records_quarantined > records_read * 0.5

-- check: few quarantined records in the night
-- severity: warning
-- why: More than 5% of a night's records in quarantine: some outlet may have changed how it
--   delivers.
select batch_date, records_read, records_quarantined
from {batch}
where batch_date = {{ night }} and records_quarantined > records_read * 0.05

{# The night compared with the nights before it: what is unusual, although each row may be true.
   Learned each night from the last 60 that were loaded; with fewer than 7 of them nothing is
   checked. All but one are warnings: holidays, wars and new outlets are unusual too. A batch that
   was delivered before is an error, since publishing it would count a night that was never read.
   Only the rows of these nights are read, however long the history is. #}

-- check: volume of the night like that of the nights before
-- severity: warning
-- why: A night with nothing is allowed; a tenth or ten times of the usual is unusual.
{{ history.nights_before() }},
usual as (
    select median(records_read) as records, count(*) as nights from before where records_read > 0
)
select b.batch_date, b.records_read, usual.records as usual
from {batch} as b cross join usual
where b.batch_date = {{ night }} and usual.nights >= 3 and b.records_read > 0
    and (b.records_read < usual.records / 10 or b.records_read > usual.records * 10)

-- check: outlets that come nearly every night came
-- severity: warning
-- why: An outage, of the outlet or of what fetches it: its days count as unknown, not as quiet.
--   Deliver what is missing and the night is run again.
{{ history.outlets() }}
select usual.outlet, usual.articles as usual_articles, usual.nights as nights_before
from usual left join this_night using (outlet)
where this_night.outlet is null and {{ history.enough_nights() }}
    and exists (select 1 from {batch} where batch_date = {{ night }} and records_read > 0)
    and usual.nights >= 0.9 * (select count(*) from before)
    and usual.articles >= 5

-- check: each outlet gave about as many articles as it does
-- severity: warning
-- why: Less than a third of its lowest, or three times its highest, of 60 nights.
{{ history.outlets() }}
select outlet, this_night.articles, usual.lowest, usual.highest
from usual inner join this_night using (outlet)
where {{ history.enough_nights() }} and usual.nights >= 7 and usual.articles >= 10
    and (this_night.articles < usual.lowest / 3 or this_night.articles > usual.highest * 3)

-- check: the batch is not one that was delivered before
-- why: 90% or more of its articles are word for word those of one earlier night: put the right
--   files into the night's folder of landing/.
{{ history.delivered_before() }}
select batch_date as delivered_before, round(share, 3) as share
from again
where share >= 0.9
order by share desc, batch_date desc
limit 1

-- check: few articles of the night were delivered before
-- severity: warning
-- why: Many are word for word those of one earlier night: does the delivery overlap?
{{ history.delivered_before() }}
select batch_date as delivered_before, round(share, 3) as share
from again
where share >= 0.3 and share < 0.9
order by share desc, batch_date desc
limit 1

-- check: unknown places as rare as in the nights before
-- severity: warning
-- why: Outlets may write places in a way that the lexicons do not know.
{{ history.nights_before() }},
shares as (
    select batch_date,
        count(*) filter (where coalesce(place_id, admin1_code, country_code) is null) / count(*)
            as share
    from build.staging.incident_facts
    where batch_date = {{ night }} or batch_date in (select batch_date from before)
    group by batch_date
    having count(*) >= 30
)
{{ history.share_has_risen() }}

-- check: unknown dates as rare as in the nights before
-- severity: warning
-- why: Outlets may write dates in a way that the lexicons do not know.
{{ history.nights_before() }},
shares as (
    select batch_date, count(*) filter (where date_precision = 'unknown') / count(*) as share
    from build.staging.incident_facts
    where batch_date = {{ night }} or batch_date in (select batch_date from before)
    group by batch_date
    having count(*) >= 30
)
{{ history.share_has_risen() }}

-- check: records in other languages as rare as in the nights before
-- severity: warning
-- why: An outlet may have changed its language, or the crawl its address.
{{ history.nights_before() }},
shares as (
    select batch_date, records_read, (
        select count(*) from build.staging.quarantine as q
        where q.batch_date = b.batch_date and q.reason = 'not_arabic'
    ) / records_read as share
    from {batch} as b
    where records_read >= 30
        and (batch_date = {{ night }} or batch_date in (select batch_date from before))
)
{{ history.share_has_risen() }}

-- check: types of events in about the shares of the nights before
-- severity: warning
-- why: The news may be so; or a rule reads one kind of report as another: check the commonest type.
{# half the sum of the differences of shares, above what chance gives few facts #}
{{ history.nights_before() }},
counted as (
    select event_type,
        count(*) filter (where batch_date = {{ night }}) as this_night,
        count(*) filter (where batch_date < {{ night }}) as earlier
    from build.staging.incident_facts
    where batch_date = {{ night }} or batch_date in (select batch_date from before)
    group by event_type
),
sums as (
    select nullif(sum(this_night), 0) as this_night_facts, nullif(sum(earlier), 0) as earlier_facts
    from counted
),
drift as (
    select sum(this_night) as facts,
        sum(abs(this_night / this_night_facts - earlier / earlier_facts)) / 2 as difference
    from counted cross join sums
    where earlier_facts >= 120
)
select facts, round(difference, 3) as difference
from drift
where {{ history.enough_nights() }} and facts >= 30 and difference > 0.25 + 1 / sqrt(facts)
    and {{ history.night_is_loaded() }}

-- check: articles about as fresh as in the nights before
-- severity: warning
-- why: What fetches the articles may be behind, or an outlet's clock be wrong.
{{ history.nights_before() }},
ages as (
    select batch_date, median(batch_date - published_on) as age
    from build.staging.articles
    where batch_date = {{ night }} or batch_date in (select batch_date from before)
    group by batch_date
    having count(*) >= 30
),
usual as (select median(age) as age from ages where batch_date < {{ night }})
select ages.batch_date, ages.age as days_old, usual.age as usual_days
from ages cross join usual
where ages.batch_date = {{ night }} and {{ history.enough_nights() }} and ages.age > usual.age + 2
    and {{ history.night_is_loaded() }}

-- check: no toll far above those of the nights before
-- severity: warning
-- why: Read its words before it is quoted: the sum of months is easily given as a day's.
{{ history.nights_before() }},
usual as (
    select max(killed_best) as killed
    from build.staging.incident_facts
    where batch_date in (select batch_date from before)
)
select mention_id, event_type, place_name, killed_best, usual.killed as highest_before
from build.staging.incident_facts cross join usual
where batch_date = {{ night }} and {{ history.enough_nights() }} and killed_best >= 100
    and killed_best > 3 * coalesce(usual.killed, 0)
    and {{ history.night_is_loaded() }}
order by killed_best desc
