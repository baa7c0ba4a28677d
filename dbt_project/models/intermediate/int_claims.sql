{{ config(materialized="incremental") }}

with statements as (

    select * from {{ ref('int_claim_sources') }}
    where {{ where_changed('mention_id') }}

),

classes as (

    select * from {{ ref('authority_classes') }}

),

ranked as (

    select
        statements.*,
        classes.rank as authority_rank,
        -- what the claim names: its figure, and the least and the greatest of its bounds
        coalesce(statements.value_best, statements.value_low, statements.value_high) as figure,
        least(statements.value_low, statements.value_best, statements.value_high) as least_named,
        greatest(statements.value_low, statements.value_best, statements.value_high)
            as greatest_named,
        case
            when not statements.is_main or statements.incident_id is null then 'background'
            when statements.bears_toll then null
            when statements.claim_role = 'sub_count' then 'sub_count'
            when statements.claim_role = 'combined' or statements.measure = 'casualties'
                then 'combined'
            when statements.certainty = 'denied' then 'denied'
            when statements.claim_role = 'superseded' then 'superseded_in_text'
            else 'set_aside'
        end as left_out_because
    from statements
    inner join classes on statements.authority_class = classes.code

),

-- what is weighed, and no more: labels and the like would be sorted and joined with it
totals as (

    select
        statement_id,
        incident_id,
        measure,
        source_id,
        authority_class,
        authority_rank,
        figure,
        value_low,
        value_best,
        value_high,
        least_named,
        greatest_named,
        is_settled_on,
        claim_number,
        published_at_utc
    from ranked
    where left_out_because is null

),

{{ weighed('totals', ['incident_id', 'measure']) }},

judged as (

    select
        ranked.*,
        case
            when ranked.left_out_because is not null then ranked.left_out_because
            when of_source.place > 1 and ranked.figure = of_source.kept_figure then 'repeated'
            when of_source.place > 1 then 'superseded_by_same_source'
            when superseded.statement_id is not null then 'superseded_by_later'
            when ranked.authority_class = 'party_enemy' and confirmed.statement_id is null
                then 'party_enemy'
        end as not_counted_because
    from ranked
    left join of_source on ranked.statement_id = of_source.statement_id
    left join superseded on ranked.statement_id = superseded.statement_id
    left join confirmed on ranked.statement_id = confirmed.statement_id

),

final as (

    select
        statement_id,
        is_claim,
        claim_id,
        mention_id,
        incident_id,
        source_id,
        source_is_named,
        source_label_ar,
        source_label_en,
        authority_class,
        authority_rank,
        measure,
        claim_role,
        victim_status,
        victim_age,
        victim_sex,
        certainty,
        value_low,
        value_best,
        value_high,
        not_counted_because is null as is_counted,
        not_counted_because,
        is_settled_on,
        claim_number,
        published_on,
        published_at_utc,
        batch_date
    from judged

)

select * from final
order by incident_id, measure, statement_id
