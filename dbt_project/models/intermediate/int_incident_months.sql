{{ config(materialized="incremental") }}

with counted as (

    select distinct
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}
    where
        {{ where_changed('incident_id') }}

),

-- a month that was left stays: what it counts is no longer what it counted
final as (

    select * from counted
    {% if is_incremental() %}
        except
        select
            incident_id,
            incident_month
        from {{ this }}
        where {{ is_changed('incident_id') }}
    {% endif %}

)

select * from final
order by incident_month, incident_id
