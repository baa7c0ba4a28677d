with published as (

    select
        publication_number,
        night
    from {{ source('register', 'publications') }}

),

publications as (

    select * from published
    union all
    select
        publication_number,
        night
    from {{ source('register', 'next_publication') }}
    -- a run that changes nothing publishes nothing
    where
        night > (select coalesce(max(published.night), date '0001-01-01') from published)
        or exists (select 1 from {{ ref('int_incident_changes') }})

)

select
    publication_number,
    night,
    {{ date_key('night') }} as night_date_key
from publications
order by publication_number
