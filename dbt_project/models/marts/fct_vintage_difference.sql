{# The register only grows, so what a past vintage changed is settled: a night looks at the one that
   the next publication begins, if it begins one. #}
{{ config(
    materialized="incremental",
    pre_hook=[
        "{% if is_incremental() %} delete from {{ this }} where first_publication >= (select next_publication.publication_number from {{ ref('stg_next_publication') }} as next_publication) {% else %} select 1 {% endif %}"
    ]
) }}

-- depends_on: {{ ref('stg_next_publication') }}
{% set cell = ['country_code', 'admin1_code', 'event_type_key', 'occurred_month'] %}

with vintages as (

    select
        vintage_number,
        first_publication
    from {{ ref('dim_vintage') }}
    where
        vintage_number > 1
        {% if is_incremental() %}
            and first_publication >= (
                select next_publication.publication_number
                from {{ ref('stg_next_publication') }} as next_publication
            )
        {% endif %}

),

versions as (

    select
        incident_id,
        valid_from_publication,
        coalesce(valid_to_publication, 2147483647) as valid_to_publication,
        correction_ids,
        {{ summed_toll('killed', 'best') }} as killed_best,
        {{ dimension_key('event_type') }} as event_type_key,
        coalesce(country_code, 'unknown') as country_code,
        coalesce(admin1_code, 'unknown') as admin1_code,
        incident_month as occurred_month
    from {{ ref('fct_incident_version') }}
    where
        status not in ('merged', 'retracted')
        -- a night that begins no vintage compares nothing
        and valid_from_publication <= (select max(vintages.first_publication) from vintages)

),

former as (

    select
        vintages.vintage_number,
        vintages.first_publication,
        versions.*
    from vintages
    inner join versions
        on
            vintages.first_publication > versions.valid_from_publication
            and vintages.first_publication <= versions.valid_to_publication

),

latter as (

    select
        vintages.vintage_number,
        vintages.first_publication,
        versions.*
    from vintages
    inner join versions
        on
            vintages.first_publication >= versions.valid_from_publication
            and vintages.first_publication < versions.valid_to_publication

),

-- an incident that now has another type, governorate or month leaves one row and joins another
compared as (

    select
        {% for column in ['vintage_number', 'first_publication', 'incident_id'] %}
            coalesce(former.{{ column }}, latter.{{ column }}) as {{ column }},
        {% endfor %}
        {% for column in cell + ['killed_best'] %}
            former.{{ column }} as former_{{ column }},
            latter.{{ column }} as latter_{{ column }},
        {% endfor %}
        former.incident_id is not null as is_former,
        latter.incident_id is not null as is_latter,
        case
            when former.incident_id is null then 'added'
            when latter.incident_id is null then 'lost'
            when
                former.country_code <> latter.country_code
                or former.admin1_code <> latter.admin1_code
                or former.event_type_key <> latter.event_type_key
                or former.occurred_month <> latter.occurred_month
                then 'moved'
            when latter.valid_from_publication = latter.first_publication then 'changed'
            else 'same'
        end as difference,
        coalesce(former.correction_ids, '') <> coalesce(latter.correction_ids, '') as is_corrected
    from former
    full outer join latter
        on
            former.vintage_number = latter.vintage_number
            and former.incident_id = latter.incident_id

),

movements as (

    select
        vintage_number,
        first_publication,
        incident_id,
        is_corrected,
        {% for column in cell %}
            former_{{ column }} as {{ column }},
        {% endfor %}
        case difference when 'moved' then 'moved_out' when 'lost' then 'lost' end as difference,
        1 as was,
        0 as became,
        former_killed_best as killed_was,
        null as killed_became
    from compared
    where is_former
    union all
    select
        vintage_number,
        first_publication,
        incident_id,
        is_corrected,
        {% for column in cell %}
            latter_{{ column }} as {{ column }},
        {% endfor %}
        case difference when 'moved' then 'moved_in' when 'same' then null else difference end as difference,
        0 as was,
        1 as became,
        null as killed_was,
        latter_killed_best as killed_became
    from compared
    where is_latter

),

final as (

    select
        vintage_number,
        first_publication,
        country_code,
        admin1_code,
        event_type_key,
        occurred_month,
        cast(sum(was) as integer) as incidents_before,
        {% for difference in ['added', 'moved_in', 'lost', 'moved_out', 'changed'] %}
            cast(count(*) filter (where difference = '{{ difference }}') as integer)
                as incidents_{{ difference }},
        {% endfor %}
        cast(sum(became) as integer) as incidents_after,
        cast(count(*) filter (where difference is not null and is_corrected) as integer)
            as incidents_corrected,
        cast(coalesce(sum(killed_was), 0) as integer) as killed_best_before,
        cast(coalesce(sum(killed_became), 0) as integer) as killed_best_after,
        min(incident_id) filter (where difference in ('added', 'moved_in')) as example_added,
        min(incident_id) filter (where difference in ('lost', 'moved_out')) as example_lost,
        min(incident_id) filter (where difference = 'changed') as example_changed
    from movements
    group by
        vintage_number,
        first_publication,
        country_code,
        admin1_code,
        event_type_key,
        occurred_month
    having count(difference) > 0

)

select * from final
order by vintage_number, country_code, admin1_code, event_type_key, occurred_month
