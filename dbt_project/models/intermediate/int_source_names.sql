{{ config(materialized="incremental") }}

{# Proclitics that stand before a name: و ف ب ل ك, two of them, and لل for ل + ال. #}
{% set longest_phrase = 8 %}

with reported as (

    select attribution_source from {{ ref('stg_casualty_claims') }}
    union
    select attribution_source from {{ ref('stg_incident_facts') }}
    union
    select stated_by as attribution_source from {{ ref('stg_attributions') }}

),

-- a name is looked up once, when it is first met
claims as (

    select attribution_source from reported
    {% if is_incremental() %}
        where attribution_source not in (select known.source_name from {{ this }} as known)
    {% endif %}

),

phrases as (

    select * from {{ ref('int_source_phrases') }}

),

names as (

    {{ folded_names('claims', 'attribution_source') }}

),

words as (

    select
        name,
        string_split(folded_name, ' ') as name_words
    from names

),

starts as (

    select
        name,
        name_words,
        unnest(range(1, len(name_words) + 1)) as first_word
    from words

),

runs as (

    select
        name,
        first_word,
        array_to_string(name_words[first_word:last_word], ' ') as run_words
    from (
        select
            *,
            unnest(range(first_word, least(first_word + {{ longest_phrase }}, len(name_words) + 1)))
                as last_word
        from starts
    )

),

-- a word may carry و ف ب ل ك before it; لل hides the article's alef
spellings as (

    select
        name,
        first_word,
        unnest(
            list_distinct(
                [
                    run_words,
                    regexp_replace(run_words, '^[وفبلك]', ''),
                    regexp_replace(run_words, '^[وف][بلك]', ''),
                    regexp_replace(run_words, '^[وف]?لل', 'ال')
                ]
            )
        ) as folded_phrase
    from runs

),

hits as (

    select
        spellings.name,
        spellings.first_word,
        phrases.*
    from spellings
    inner join phrases on spellings.folded_phrase = phrases.folded_phrase

),

-- who speaks: a listed source before an actor's name, both before a word that only says that
-- somebody speaks, an agency last (مصدر أمني لرويترز); then the longest, then the first
speakers as (

    select * from hits
    qualify row_number() over (
        partition by name
        order by precedence asc, length(folded_phrase) desc, first_word asc, folded_phrase asc
    ) = 1

),

-- the agency that an unnamed source spoke to
agencies as (

    select
        name,
        coalesce(independence_group, source_id) as agency_group,
        label_ar as agency_label_ar,
        label_en as agency_label_en
    from hits
    where scope = 'agency'
    qualify row_number() over (
        partition by name order by length(folded_phrase) desc, first_word asc, folded_phrase asc
    ) = 1

),

final as (

    select
        names.name as source_name,
        names.folded_name,
        speakers.folded_phrase,
        speakers.source_id,
        speakers.label_ar,
        speakers.label_en,
        speakers.authority_class,
        speakers.scope,
        speakers.side,
        speakers.actor_id,
        speakers.country_code,
        agencies.agency_group,
        agencies.agency_label_ar,
        agencies.agency_label_en
    from names
    left join speakers on names.name = speakers.name
    left join agencies on names.name = agencies.name

)

select * from final
order by source_name
