{% set measures = ['killed', 'wounded', 'arrested', 'abducted', 'killed_of_perpetrators'] %}

with claims as (

    select * from {{ ref('stg_casualty_claims') }}

),

evidence as (

    select * from {{ ref('stg_evidence') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

links as (

    select * from {{ ref('int_incident_links') }}

),

outlets as (

    select * from {{ ref('dim_outlet') }}

),

text_groups as (

    select * from {{ ref('stg_text_groups') }}

),

names as (

    select * from {{ ref('int_source_names') }}

),

own_voices as (

    select * from {{ ref('claim_sources') }}
    where outlet_id is not null and scope = 'named'
    qualify row_number() over (partition by outlet_id order by phrase) = 1

),

actors as (

    select * from {{ ref('int_actor_sides') }}

),

-- each report with the voice that stands for what it says of itself
reports as (

    select
        mentions.*,
        links.incident_id,
        links.recency_rank,
        outlets.outlet_id,
        outlets.name_ar as outlet_name_ar,
        outlets.name_en as outlet_name_en,
        outlets.independence_group,
        coalesce(text_groups.text_group_id, mentions.article_id) as text_group_id
    from mentions
    left join links on mentions.mention_id = links.mention_id
    inner join outlets on mentions.outlet_key = outlets.outlet_key
    left join text_groups
        on
            mentions.article_id = text_groups.article_id
            and mentions.content_digest = text_groups.content_digest

),

incidents as (

    select
        incident_id,
        arg_min(country_code, recency_rank) as country_code,
        arg_min(admin1_code, recency_rank) as admin1_code,
        arg_min(perpetrator_actor_id, recency_rank) as perpetrator_actor_id
    from reports
    where incident_id is not null
    group by incident_id

),

-- one text in several independent outlets is a reprint: its text speaks, whoever prints it
voiced as (

    select
        reports.*,
        case
            when
                reports.incident_id is not null
                and min(reports.independence_group) over same_text
                <> max(reports.independence_group) over same_text
                then 'text:' || reports.text_group_id
            else 'outlet:' || reports.independence_group
        end as voice_id,
        coalesce(incidents.country_code, reports.country_code) as incident_country_code,
        coalesce(incidents.admin1_code, reports.admin1_code) as incident_admin1_code,
        coalesce(reports.perpetrator_actor_id, incidents.perpetrator_actor_id)
            as incident_perpetrator_id
    from reports
    left join incidents on reports.incident_id = incidents.incident_id
    window same_text as (partition by reports.incident_id, reports.text_group_id)

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
-- civilians and where nothing is told
sided as (

    select
        statements.*,
        voiced.incident_id,
        voiced.article_key,
        voiced.outlet_id,
        voiced.outlet_name_ar,
        voiced.outlet_name_en,
        voiced.independence_group,
        voiced.text_group_id,
        voiced.voice_id,
        voiced.is_main,
        voiced.attribution_source as report_told_by,
        voiced.incident_country_code,
        voiced.incident_admin1_code,
        voiced.published_on,
        voiced.published_at_utc,
        voiced.batch_date,
        perpetrators.root_actor_id as perpetrator_root_id,
        perpetrators.side as perpetrator_side,
        perpetrators.country_code as perpetrator_country_code,
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
            when voiced.target_type in ('military', 'police') then 'state'
            when voiced.target_type = 'militants' then 'group'
        end as victims_side
    from statements
    inner join voiced on statements.mention_id = voiced.mention_id
    left join actors as perpetrators on voiced.incident_perpetrator_id = perpetrators.actor_id
    left join shared_words
        on
            statements.claim_id = shared_words.claim_id
            and shared_words.measure = 'killed_of_perpetrators'

),

-- a claim that names nobody is told by whoever the report names for the incident; where that is an
-- army or a group, only for the dead of the sides: it claims the attack, not the civilians
spoken as (

    select
        sided.*,
        case
            when sided.told_by is not null then sided.told_by
            when of_report.authority_class = 'party_other' and sided.victims_side is null then null
            else sided.report_told_by
        end as speaker_name
    from sided
    left join names as of_report on sided.report_told_by = of_report.source_name

),

-- an outlet that is an authority or a monitor itself speaks as that
sourced as (

    select
        spoken.*,
        names.agency_group,
        names.agency_label_ar,
        names.agency_label_en,
        coalesce(names.source_id, own_voices.source_id) as listed_source_id,
        coalesce(names.label_ar, own_voices.label_ar) as listed_label_ar,
        coalesce(names.label_en, own_voices.label_en) as listed_label_en,
        coalesce(names.authority_class, own_voices.authority_class, 'outlet') as base_class,
        coalesce(names.scope, own_voices.scope) as source_scope,
        coalesce(names.side, own_voices.side) as source_side,
        coalesce(names.actor_id, own_voices.actor_id) as source_actor_id,
        coalesce(names.country_code, own_voices.country_code, spoken.incident_country_code)
            as source_country_code
    from spoken
    left join names
        on spoken.speaker_name = names.source_name and names.source_id is not null
    left join own_voices on names.source_id is null and spoken.outlet_id = own_voices.outlet_id

),

-- a party is told by its side: its own register entry, or the state forces of one country
compared as (

    select
        sourced.*,
        coalesce(
            source_actors.root_actor_id = sourced.perpetrator_root_id
            or (
                sourced.source_side = 'state'
                and sourced.perpetrator_side = 'state'
                and sourced.source_country_code = sourced.perpetrator_country_code
            ),
            false
        ) as source_is_perpetrator
    from sourced
    left join actors as source_actors on sourced.source_actor_id = source_actors.actor_id

),

placed as (

    select
        *,
        listed_source_id is null or source_scope = 'agency' or base_class = 'outlet'
            as speaks_as_outlet,
        case when agency_group is null then voice_id else 'outlet:' || agency_group end
            as answering_id,
        case
            when source_side is null or victims_side is null then null
            when victims_side = 'perpetrator' and source_is_perpetrator then 'own'
            when victims_side = 'perpetrator' or source_is_perpetrator then 'enemy'
            when victims_side = source_side then 'own'
            -- who fights a third party counts its own dead
            when source_side = 'group' and perpetrator_root_id is not null then 'own'
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
        case
            when speaks_as_outlet then answering_id
            when source_scope = 'national'
                then concat_ws(':', listed_source_id, source_country_code)
            when source_scope = 'local'
                then concat_ws(
                    ':', listed_source_id, coalesce(incident_admin1_code, source_country_code)
                )
            when source_scope = 'named' then listed_source_id
            -- who is not named is known to those alone who quote him
            else listed_source_id || '@' || answering_id
        end as source_id,
        coalesce(source_scope in ('named', 'national', 'local'), false) as source_is_named,
        case when speaks_as_outlet then coalesce(agency_label_ar, outlet_name_ar) else listed_label_ar end
            as source_label_ar,
        case when speaks_as_outlet then coalesce(agency_label_en, outlet_name_en) else listed_label_en end
            as source_label_en,
        case
            when losses_of = 'enemy' then 'party_enemy'
            when losses_of = 'own' and base_class = 'party_other' then 'party_own'
            else base_class
        end as authority_class,
        voice_id,
        independence_group,
        text_group_id,
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
