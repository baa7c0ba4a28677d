{{ config(materialized="incremental") }}

with claims as (

    select * from {{ ref('stg_casualty_claims') }}
    where {{ where_changed('mention_id') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}
    where {{ where_changed('mention_id') }}

),

links as (

    select * from {{ ref('int_incident_links') }}
    where {{ where_changed('mention_id') }}

),

incidents as (

    select
        incident_id,
        incident_month
    from {{ ref('fct_incident') }}

),

judged as (

    select * from {{ ref('int_claims') }}
    where
        is_claim
        and {{ where_changed('mention_id') }}

),

final as (

    select
        claims.claim_id,
        claims.mention_id,
        -- null where an editor retracted the incident
        incidents.incident_id,
        coalesce(incidents.incident_month, {{ month_of('mentions.occurred_on') }}) as incident_month,
        mentions.article_key,
        mentions.outlet_key,
        {{ date_key('mentions.published_on') }} as published_date_key,
        claims.claim_number,
        claims.measure,
        claims.claim_role,
        claims.victim_class,
        claims.victim_status,
        claims.victim_age,
        claims.victim_sex,
        claims.certainty,
        claims.value_low,
        claims.value_best,
        claims.value_high,
        claims.attribution_source,
        judged.source_id,
        judged.source_label_ar,
        judged.source_label_en,
        judged.authority_class,
        judged.is_counted,
        judged.not_counted_because,
        mentions.published_on,
        {{ if_located('claims.article_part', 'mentions.quote_policy') }} as evidence_part,
        {{ if_located('claims.span_start', 'mentions.quote_policy') }} as evidence_start,
        {{ if_located('claims.span_end', 'mentions.quote_policy') }} as evidence_end,
        {{ if_quoted('claims.quote', 'mentions.quote_policy') }} as quote,
        mentions.batch_date,
        mentions.build_id,
        mentions.extractor_version
    from claims
    inner join mentions
        on
            claims.mention_id = mentions.mention_id
            and claims.batch_date = mentions.batch_date
    inner join judged on claims.claim_id = judged.claim_id
    left join links on mentions.mention_id = links.mention_id
    left join incidents on links.incident_id = incidents.incident_id

)

select * from final
order by incident_month, mention_id, claim_number
