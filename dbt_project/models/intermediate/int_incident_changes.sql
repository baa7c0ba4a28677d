{{ config(
    materialized="incremental",
    pre_hook=[
        "{% if is_incremental() %} delete from {{ this }} where publication_number <> (select next_publication.publication_number from {{ ref('stg_next_publication') }} as next_publication) {% else %} select 1 {% endif %}"
    ]
) }}

{% set columns = version_columns() %}

with incidents as (

    select * from {{ ref('int_corrected_incidents') }}
    where {{ where_changed('incident_id') }}

),

locations as (

    select * from {{ ref('int_locations') }}

),

-- a state names each member of a dimension by its code, and the unknown member too
described as (

    select
        incidents.* replace (
            {% for column in ['event_type', 'weapon', 'target_type', 'perpetrator_actor_id'] %}
                coalesce(incidents.{{ column }}, 'unknown') as {{ column }},
            {% endfor %}
            locations.place_id as place_id
        )
    from incidents
    left join locations on incidents.location_key = locations.location_key

),

next_publication as (

    select * from {{ ref('stg_next_publication') }}

),

current_states as (

    select
        incident_id,
        extractor_version,
        json_object(
            {% for name, type, group in columns %}
                '{{ name }}', {{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        ) as state
    from described

),

published_states as (

    select
        incident_id,
        arg_max(state, publication_number) as state,
        arg_max(change_type, publication_number) as change_type,
        arg_max(extractor_version, publication_number) as extractor_version
    from {{ ref('stg_incident_versions') }}
    where {{ where_changed('incident_id') }}
    group by incident_id

),

taken_in as (

    select
        incident_id,
        successor_id
    from {{ ref('stg_pending_incidents') }}
    where successor_id is not null

),

splits as (

    select
        incident_id,
        origin_id
    from {{ ref('stg_pending_incidents') }}
    where origin_id is not null

),

corrected as (

    select distinct incident_id from {{ ref('stg_corrected_incidents') }}

),

absorbed as (

    select successor_id as incident_id
    from taken_in
    group by successor_id

),

fell_apart as (

    select origin_id as incident_id
    from splits
    group by origin_id

),

compared as (

    select
        coalesce(current_states.incident_id, published_states.incident_id) as incident_id,
        current_states.state,
        published_states.state as state_before,
        current_states.extractor_version,
        published_states.extractor_version as extractor_version_before,
        case
            when published_states.incident_id is null then 'added'
            when current_states.incident_id is null and taken_in.successor_id is not null then 'merged'
            when current_states.incident_id is null then 'retracted'
            when published_states.change_type in ('merged', 'retracted') then 'restored'
            else 'changed'
        end as change_type,
        taken_in.successor_id
    from current_states
    full outer join published_states on current_states.incident_id = published_states.incident_id
    left join taken_in on published_states.incident_id = taken_in.incident_id
    where
        (
            current_states.state is distinct from published_states.state
            -- what is back may say just what it said when it was taken back
            or published_states.change_type in ('merged', 'retracted')
        )
        -- what was taken back stays so, and is listed once
        and not (
            current_states.incident_id is null and published_states.change_type in ('merged', 'retracted')
        )

),

reasoned as (

    select
        compared.*,
        {% for group in ['toll', 'reports', 'details', 'quote', 'status', 'correction'] %}
            -- taking JSON apart is slow: only where there are two states to compare
            case when compared.change_type = 'changed' then (
                {% for name, type, of_group in columns if of_group == group %}
                    {{ 'or ' if not loop.first }}json_extract(compared.state, '$.{{ name }}')
                    is distinct from json_extract(compared.state_before, '$.{{ name }}')
                {% endfor %}
            ) end as {{ group }}_differ,
        {% endfor %}
        coalesce(cast(compared.state ->> 'article_count' as integer), 0)
        - coalesce(cast(compared.state_before ->> 'article_count' as integer), 0) as articles_more
    from compared

),

final as (

    select
        next_publication.publication_number,
        next_publication.night,
        reasoned.incident_id,
        reasoned.change_type,
        concat_ws(
            ',',
            case
                when
                    corrected.incident_id is not null
                    or (reasoned.change_type = 'changed' and reasoned.correction_differ)
                    then 'correction'
            end,
            case
                when reasoned.change_type = 'merged' or absorbed.incident_id is not null then 'merge'
            end,
            case
                when splits.incident_id is not null or fell_apart.incident_id is not null
                    then 'split'
            end,
            case when reasoned.change_type = 'added' then 'new_incident' end,
            case when reasoned.change_type = 'restored' then 'restored' end,
            case
                when reasoned.change_type = 'changed' and reasoned.articles_more > 0 then 'new_source'
            end,
            case when reasoned.change_type = 'changed' and reasoned.toll_differ then 'toll_update' end,
            case
                when
                    reasoned.change_type in ('retracted', 'changed') and reasoned.articles_more < 0
                    then 'report_gone'
            end,
            case
                when
                    reasoned.extractor_version is distinct from reasoned.extractor_version_before
                    and reasoned.extractor_version is not null
                    and reasoned.change_type = 'changed'
                    then 'new_extractor'
            end,
            case when reasoned.change_type = 'changed' and reasoned.status_differ then 'status' end,
            case
                when
                    reasoned.change_type = 'changed'
                    and (reasoned.details_differ or reasoned.quote_differ)
                    then 'details'
            end,
            case
                when
                    reasoned.change_type = 'changed' and reasoned.articles_more = 0
                    and reasoned.reports_differ
                    then 'reports'
            end
        ) as reasons,
        reasoned.successor_id,
        coalesce(reasoned.extractor_version, reasoned.extractor_version_before) as extractor_version,
        -- of an incident that is no more, the last that was said of it
        cast(coalesce(reasoned.state, reasoned.state_before) as varchar) as state
    from reasoned
    cross join next_publication
    left join corrected on reasoned.incident_id = corrected.incident_id
    left join splits on reasoned.incident_id = splits.incident_id
    left join absorbed on reasoned.incident_id = absorbed.incident_id
    left join fell_apart on reasoned.incident_id = fell_apart.incident_id

)

select * from final
order by incident_id
