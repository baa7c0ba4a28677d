-- A main mention belongs to one incident; a mention in passing never opens one.
with mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_tested('mention_id') }}

),

links as (

    select * from {{ ref('stg_incident_links') }}
    where {{ where_tested('mention_id') }}

),

incidents_without_report as (

    select links.incident_id
    from links
    inner join mentions on links.mention_id = mentions.mention_id
    group by links.incident_id
    having not bool_or(mentions.is_main)

)

select
    'main mention without an incident' as fault,
    mentions.mention_id as faulty_id
from mentions
left join links on mentions.mention_id = links.mention_id
where mentions.is_main and links.mention_id is null
union all
select
    'incident without a main mention' as fault,
    incident_id as faulty_id
from incidents_without_report
union all
select
    'link to no current mention' as fault,
    links.mention_id as faulty_id
from links
left join mentions on links.mention_id = mentions.mention_id
where mentions.mention_id is null
