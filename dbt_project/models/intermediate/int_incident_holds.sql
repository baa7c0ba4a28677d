{{ config(materialized="incremental") }}

with incidents as (

    select
        *,
        greatest(killed_low, killed_best, killed_high) as killed,
        greatest(wounded_low, wounded_best, wounded_high) as wounded
    from {{ ref('int_incidents') }}
    where {{ where_changed('incident_id') }}

),

links as (

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('incident_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where is_main and mention_id in (select links.mention_id from links)

),

claims as (

    select
        incident_id,
        claim_id,
        greatest(value_low, value_best, value_high) as figure
    from {{ ref('int_claims') }}
    where is_counted and measure in ('killed', 'wounded') and {{ where_changed('incident_id') }}

),

statements as (

    select
        claim_id,
        {{ plain_letters('quote') }} as words
    from {{ ref('stg_casualty_claims') }}
    where mention_id in (select links.mention_id from links)

),

periods as (

    select
        least_toll,
        {{ plain_letters('phrase') }} as phrase
    from {{ ref('toll_periods') }}

),

allowed as (

    select
        incidents.incident_id,
    {% for measure in ['killed', 'wounded'] %}
        case
            when incidents.source_count > 1 then bounds.{{ measure }}_by_several
            else bounds.{{ measure }}_by_one_source
        end as {{ measure }}_bound{{ ',' if not loop.last }}
    {% endfor %}
    from incidents
    inner join {{ ref('plausibility') }} as bounds on incidents.event_type = bounds.event_type

),

-- of its main reports that name a country, the share that names the incident's
votes as (

    select
        incidents.incident_id,
        count(*) filter (where mentions.country_code = incidents.country_code) / count(*)
            as share_of_country
    from incidents
    inner join links on incidents.incident_id = links.incident_id
    inner join mentions on links.mention_id = mentions.mention_id
    where incidents.country_code is not null and mentions.country_code is not null
    group by incidents.incident_id

),

areas as (

    select
        actor_id,
        list(country_code) as countries
    from {{ ref('actor_areas') }}
    group by actor_id

),

-- one row an incident and a reason: what was seen, and the bound that it breaks
found as (

    {% for measure in ['killed', 'wounded'] %}
        select
            incidents.incident_id,
            'toll_over_bound' as reason,
            '{{ measure }} ' || incidents.{{ measure }} || ' > ' || allowed.{{ measure }}_bound
                as detail
        from incidents
        inner join allowed on incidents.incident_id = allowed.incident_id
        where incidents.{{ measure }} > allowed.{{ measure }}_bound
        union all
    {% endfor %}
    select
        claims.incident_id,
        'toll_of_period' as reason,
        claims.figure || ' ' || periods.phrase as detail
    from claims
    inner join statements on claims.claim_id = statements.claim_id
    inner join periods
        on claims.figure >= periods.least_toll and contains(statements.words, periods.phrase)
    union all
    select
        incident_id,
        'far_from_report' as reason,
        cast(date_latest as varchar) || ' < ' || cast(first_reported_on as varchar) as detail
    from incidents
    where first_reported_on - date_latest > {{ hold_bound('far_from_report') }}
    union all
    select
        incidents.incident_id,
        'country_outvoted' as reason,
        incidents.country_code || ' ' || round(votes.share_of_country, 2) as detail
    from incidents
    inner join votes on incidents.incident_id = votes.incident_id
    where votes.share_of_country < {{ hold_bound('country_outvoted') }}
    union all
    select
        incidents.incident_id,
        'actor_elsewhere' as reason,
        incidents.perpetrator_actor_id || ' ' || incidents.country_code as detail
    from incidents
    inner join areas on incidents.perpetrator_actor_id = areas.actor_id
    where not list_contains(areas.countries, incidents.country_code)
    union all
    select
        incidents.incident_id,
        'weapon_contradicts_type' as reason,
        incidents.event_type || ' ' || incidents.weapon as detail
    from incidents
    inner join {{ ref('weapon_contradictions') }} as contradictions
        on
            incidents.event_type = contradictions.event_type
            and incidents.weapon = contradictions.weapon
    union all
    select
        incident_id,
        'low_confidence' as reason,
        cast(round(confidence, 2) as varchar) || ' < ' || {{ hold_bound('low_confidence') }} as detail
    from incidents
    where confidence < {{ hold_bound('low_confidence') }}

),

final as (

    select
        found.incident_id,
        string_agg(distinct found.reason, ',' order by found.reason) as hold_reasons,
        string_agg(distinct found.detail, '; ' order by found.detail) as hold_detail
    from found
    inner join incidents on found.incident_id = incidents.incident_id
    inner join {{ ref('hold_reasons') }} as reasons on found.reason = reasons.code
    where incidents.source_count = 1 or not reasons.yields_to_second_source
    group by found.incident_id

)

select * from final
order by incident_id
