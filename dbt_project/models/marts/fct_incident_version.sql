{{ config(materialized="incremental") }}

with published as (

    select
        publication_number,
        night,
        incident_id,
        change_type,
        reasons,
        successor_id,
        extractor_version,
        state
    from {{ ref('stg_incident_versions') }}
    where {{ where_changed('incident_id') }}

),

pending as (

    select
        publication_number,
        night,
        incident_id,
        change_type,
        reasons,
        successor_id,
        extractor_version,
        state
    from {{ ref('int_incident_changes') }}
    where {{ where_changed('incident_id') }}

),

all_versions as (

    select * from published
    union all
    select * from pending

),

versions as (

    select
        * exclude (state),
        -- a column for each that the state tells
        unnest(from_json(state, '{{ version_structure() }}'))
    from all_versions

),

final as (

    select
        {{ surrogate_key(['incident_id', 'publication_number']) }} as incident_version_key,
        incident_id,
        {{ month_of('occurred_on') }} as incident_month,
        cast(
            row_number() over (partition by incident_id order by publication_number) as integer
        ) as version_number,
        change_type,
        reasons,
        publication_number as valid_from_publication,
        lead(publication_number) over (
            partition by incident_id order by publication_number
        ) as valid_to_publication,
        night as valid_from_night,
        lead(night) over (partition by incident_id order by publication_number) as valid_to_night,
        lead(publication_number) over (
            partition by incident_id order by publication_number
        ) is null as is_latest,
        successor_id,
        case
            when change_type in ('merged', 'retracted') then change_type
            else status
        end as status,
        {% for name, type, group in version_columns() if name != 'status' %}
            {{ name }},
        {% endfor %}
        extractor_version
    from versions

)

select * from final
order by incident_month, incident_id, version_number
