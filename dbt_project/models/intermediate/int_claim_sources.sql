{{ config(materialized="incremental") }}

{% set measures = toll_measures() %}

with claims as (

    select * from {{ ref('stg_casualty_claims') }}
    where {{ where_changed('mention_id') }}

),

evidence as (

    select * from {{ ref('stg_evidence') }}
    where {{ where_changed('mention_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_changed('mention_id') }}

),

sources as (

    select * from {{ ref('int_mention_sources') }}
    where {{ where_changed('mention_id') }}

),

actors as (

    select * from {{ ref('int_actor_sides') }}

),

mention_tolls as (

    {% for measure in measures %}
        select
            mention_id,
            batch_date,
            '{{ measure }}' as measure,
            {{ measure }}_low as value_low,
            {{ measure }}_best as value_best,
            {{ measure }}_high as value_high
        from mentions
        where coalesce({{ measure }}_low, {{ measure }}_best, {{ measure }}_high) is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

told_claims as (

    select
        claims.claim_id as statement_id,
        claims.claim_id,
        claims.mention_id,
        claims.claim_number,
        claims.measure,
        claims.claim_role,
        claims.victim_status,
        claims.victim_age,
        claims.victim_sex,
        claims.certainty,
        claims.value_low,
        claims.value_best,
        claims.value_high,
        claims.attribution_source as told_by,
        coalesce(claims.value_best = tolls.value_best, false) as is_settled_on,
        claims.claim_role = 'total' and claims.certainty <> 'denied' and tolls.measure is not null
            as bears_toll
    from claims
    inner join mentions
        on claims.mention_id = mentions.mention_id and claims.batch_date = mentions.batch_date
    left join mention_tolls as tolls
        on claims.mention_id = tolls.mention_id and claims.measure = tolls.measure

),

-- whose words a report's toll rests on: the attackers' dead are often those of a claim of killed
shared_words as (

    select
        evidence.mention_id,
        evidence.field_name as measure,
        claims.claim_id,
        claims.claim_number,
        claims.victim_status,
        claims.certainty
    from evidence
    inner join claims
        on
            evidence.mention_id = claims.mention_id
            and evidence.batch_date = claims.batch_date
            and evidence.article_part = claims.article_part
            and evidence.span_start = claims.span_start
            and evidence.span_end = claims.span_end
    inner join mentions
        on evidence.mention_id = mentions.mention_id and evidence.batch_date = mentions.batch_date
    where claims.measure = evidence.field_name or evidence.field_name = 'killed_of_perpetrators'
    qualify row_number() over (
        partition by evidence.mention_id, evidence.field_name
        order by evidence.span_number, claims.claim_number
    ) = 1

),

borne as (

    select distinct
        mention_id,
        measure
    from told_claims
    where bears_toll

),

-- where no total bears a report's toll, the words that it rests on do; a part of the killed may be
-- all of the attackers' dead, but never stands for the killed
bearing_claims as (

    select
        told_claims.* replace (
            told_claims.bears_toll
            or (
                borne.mention_id is null
                and shared_words.claim_id is not null
                and told_claims.certainty <> 'denied'
                and (
                    told_claims.claim_role = 'superseded'
                    or told_claims.measure = 'killed_of_perpetrators'
                )
            ) as bears_toll
        )
    from told_claims
    left join borne
        on told_claims.mention_id = borne.mention_id and told_claims.measure = borne.measure
    left join shared_words
        on
            told_claims.claim_id = shared_words.claim_id
            and told_claims.measure = shared_words.measure

),

-- a report may hold a toll that no claim of its own bears (اغتيال فلان: one killed)
silent_tolls as (

    select
        tolls.mention_id || ':' || tolls.measure as statement_id,
        shared_words.claim_id,
        tolls.mention_id,
        coalesce(shared_words.claim_number, 0) as claim_number,
        tolls.measure,
        'total' as claim_role,
        coalesce(shared_words.victim_status, 'unknown') as victim_status,
        null as victim_age,
        null as victim_sex,
        'stated' as certainty,
        tolls.value_low,
        tolls.value_best,
        tolls.value_high,
        null as told_by,
        true as is_settled_on,
        true as bears_toll
    from mention_tolls as tolls
    left join shared_words
        on tolls.mention_id = shared_words.mention_id and tolls.measure = shared_words.measure
    where not exists (
        select 1 from bearing_claims
        where
            bearing_claims.mention_id = tolls.mention_id
            and bearing_claims.measure = tolls.measure
            and bearing_claims.bears_toll
    )

),

statements as (

    select
        *,
        true as is_claim
    from bearing_claims
    union all
    select
        *,
        false as is_claim
    from silent_tolls

),

-- which side the counted belong to: the attackers', a state's or an armed group's; null for
-- civilians and where nothing is reported
sided as (

    select
        statements.*,
        mentions.article_key,
        mentions.is_main,
        mentions.attribution_source as report_told_by,
        mentions.published_on,
        mentions.published_at_utc,
        mentions.batch_date,
        case
            when statements.measure not in ('killed', 'wounded', 'killed_of_perpetrators') then null
            when
                statements.measure = 'killed_of_perpetrators'
                or (
                    shared_words.measure = 'killed_of_perpetrators'
                    and statements.measure = 'killed'
                )
                then 'perpetrator'
            when statements.victim_status in ('military', 'police') then 'state'
            when statements.victim_status = 'militant' then 'group'
            when statements.victim_status = 'civilian' or statements.victim_age is not null then null
            when mentions.target_type in ('military', 'police') then 'state'
            when mentions.target_type = 'militants' then 'group'
        end as victims_side
    from statements
    inner join mentions on statements.mention_id = mentions.mention_id
    left join shared_words
        on
            statements.claim_id = shared_words.claim_id
            and shared_words.measure = 'killed_of_perpetrators'

),

-- a claim that names nobody comes from whoever the report names for the incident; where that is an
-- army or a group, only for the dead of the sides: it claims the attack, not the civilians
spoken as (

    select
        sided.*,
        case
            when sided.told_by is not null then sided.told_by
            when of_report.base_class = 'party_other' and sided.victims_side is null then null
            else sided.report_told_by
        end as speaker_name
    from sided
    left join sources as of_report
        on sided.mention_id = of_report.mention_id and of_report.is_of_report

),

-- a party is known by its side: its own line in the register, or the state forces of one country
compared as (

    select
        spoken.*,
        sources.incident_id,
        sources.source_id,
        sources.source_is_named,
        sources.source_label_ar,
        sources.source_label_en,
        sources.base_class,
        sources.side,
        perpetrators.root_actor_id as perpetrator_root_id,
        coalesce(
            sources.root_actor_id = perpetrators.root_actor_id
            or (
                sources.side = 'state'
                and perpetrators.side = 'state'
                and sources.source_country_code = perpetrators.country_code
            ),
            false
        ) as source_is_perpetrator
    from spoken
    inner join sources
        on
            spoken.mention_id = sources.mention_id
            and coalesce(spoken.speaker_name, '') = coalesce(sources.speaker_name, '')
    left join actors as perpetrators on sources.incident_perpetrator_id = perpetrators.actor_id

),

placed as (

    select
        *,
        case
            when side is null or victims_side is null then null
            when victims_side = 'perpetrator' and source_is_perpetrator then 'own'
            when victims_side = 'perpetrator' or source_is_perpetrator then 'enemy'
            when victims_side = side then 'own'
            -- who fights a third party counts its own dead
            when side = 'group' and perpetrator_root_id is not null then 'own'
            else 'enemy'
        end as losses_of
    from compared

),

final as (

    select
        statement_id,
        is_claim,
        claim_id,
        mention_id,
        incident_id,
        article_key,
        source_id,
        source_is_named,
        source_label_ar,
        source_label_en,
        case
            when losses_of = 'enemy' then 'party_enemy'
            when losses_of = 'own' and base_class = 'party_other' then 'party_own'
            else base_class
        end as authority_class,
        claim_number,
        measure,
        claim_role,
        victim_status,
        victim_age,
        victim_sex,
        certainty,
        value_low,
        value_best,
        value_high,
        is_main,
        is_settled_on,
        bears_toll,
        published_on,
        published_at_utc,
        batch_date
    from placed

)

select * from final
order by mention_id, claim_number, statement_id
