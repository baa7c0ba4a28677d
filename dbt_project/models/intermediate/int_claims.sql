with statements as (

    select * from {{ ref('int_claim_sources') }}

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

-- of one originating source: its claim of the highest class, of these the latest; within one
-- report the one that the reading settled on
of_source as (

    select
        statement_id,
        row_number() over by_source as place,
        first_value(statement_id) over by_source as kept_id,
        first_value(figure) over by_source as kept_figure
    from ranked
    where left_out_because is null
    window by_source as (
        partition by incident_id, measure, source_id
        order by
            authority_rank asc,
            published_at_utc desc,
            is_settled_on desc,
            figure desc nulls last,
            claim_number asc,
            statement_id asc
    )

),

kept as (

    select ranked.*
    from ranked
    inner join of_source on ranked.statement_id = of_source.statement_id
    where of_source.place = 1

),

-- tolls rise: a lower figure gives way to a later one of no lower class, and a vague one to a
-- later definite one that lies within it
superseded as (

    select distinct earlier.statement_id
    from kept as earlier
    inner join kept as later
        on
            earlier.incident_id = later.incident_id
            and earlier.measure = later.measure
            and earlier.source_id <> later.source_id
            and earlier.published_at_utc < later.published_at_utc
            and earlier.authority_rank >= later.authority_rank
            and (
                earlier.greatest_named < later.least_named
                or (
                    earlier.value_best is null
                    and later.value_best between coalesce(earlier.value_low, 0)
                    and coalesce(earlier.value_high, later.value_best)
                )
            )

),

-- somebody else says what a party says of its enemy's losses
confirmed as (

    select distinct party.statement_id
    from kept as party
    inner join kept as other
        on
            party.incident_id = other.incident_id
            and party.measure = other.measure
            and party.source_id <> other.source_id
            and other.authority_class <> 'party_enemy'
            and party.figure between coalesce(other.value_low, other.value_best, 0)
            and coalesce(other.value_high, party.figure)
    left join superseded on other.statement_id = superseded.statement_id
    where party.authority_class = 'party_enemy' and superseded.statement_id is null

),

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
        source_id as originating_source_id,
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
