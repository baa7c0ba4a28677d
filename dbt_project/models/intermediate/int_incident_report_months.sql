{{ config(materialized="incremental") }}

with counted as (

    select distinct
        incident_id,
        {{ month_of('published_on') }} as published_month
    from {{ ref('fct_incident_mention') }}
    where
        incident_id is not null
        and {{ where_changed('incident_id') }}

),

-- a month that was left stays: what it counts is no longer what it counted
final as (

    select * from counted
    {% if is_incremental() %}
        except
        select
            incident_id,
            published_month
        from {{ this }}
        where {{ is_changed('incident_id') }}
    {% endif %}

)

select * from final
order by published_month, incident_id
