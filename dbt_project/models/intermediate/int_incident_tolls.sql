with claims as (

    select * from {{ ref('int_claims') }}

),

-- an enemy's claim that nobody confirmed stays in sight: it bounds from above
bounding as (

    select
        *,
        least(value_low, value_best, value_high) as least_named,
        greatest(value_low, value_best, value_high) as greatest_named,
        row_number() over (
            partition by incident_id, measure
            order by
                is_counted desc,
                authority_rank asc,
                published_at_utc desc,
                is_settled_on desc,
                coalesce(value_best, value_low, value_high) desc,
                statement_id asc
        ) as decision_rank
    from claims
    where is_counted or not_counted_because = 'party_enemy'

),

bounds as (

    select
        incident_id,
        measure,
        bool_or(is_counted) as has_counted,
        min(least_named) filter (where is_counted) as value_low,
        arg_min(claim_id, (least_named, decision_rank)) filter (where is_counted and least_named is not null)
            as low_claim_id,
        arg_min(value_best, decision_rank) filter (where is_counted and value_best is not null)
            as value_best,
        arg_min(statement_id, decision_rank) filter (where is_counted and value_best is not null)
            as best_statement_id,
        max(greatest_named) as value_high,
        arg_min(claim_id, (-greatest_named, decision_rank)) filter (where greatest_named is not null)
            as high_claim_id,
        -- "at least 20" leaves the top open, "at most 20" the bottom: where the claim that decides does
        coalesce(arg_min(value_high is null, decision_rank) filter (where is_counted), false)
            as is_open_above,
        coalesce(
            arg_min(value_low is null and value_best is null, decision_rank) filter (where is_counted),
            false
        ) as is_open_below,
        cast(count(*) filter (where is_counted) as integer) as counted_claim_count,
        cast(count(distinct originating_source_id) filter (where is_counted) as integer)
            as counted_source_count
    from bounding
    group by incident_id, measure

),

final as (

    select
        bounds.incident_id,
        bounds.measure,
        case when not bounds.is_open_below then bounds.value_low end as value_low,
        bounds.value_best,
        case when not bounds.is_open_above then bounds.value_high end as value_high,
        case
            when not bounds.has_counted then 'party_claim_only'
            when bounds.value_best is null then 'bounds_only'
            when best.claim_id is not null then 'stated'
            else 'implied'
        end as basis,
        case when not bounds.is_open_below then bounds.low_claim_id end as low_claim_id,
        best.claim_id as best_claim_id,
        case when not bounds.is_open_above then bounds.high_claim_id end as high_claim_id,
        best.originating_source_id as best_source_id,
        best.authority_class as best_authority_class,
        bounds.counted_claim_count,
        bounds.counted_source_count
    from bounds
    left join bounding as best on bounds.best_statement_id = best.statement_id

)

select * from final
order by incident_id, measure
