with sources as (

    select * from {{ ref('claim_sources') }}

),

aliases as (

    select * from {{ ref('actor_aliases') }}

),

actors as (

    select * from {{ ref('int_actors') }}

),

sides as (

    select * from {{ ref('int_actor_sides') }}

),

outlets as (

    select * from {{ ref('outlets') }}

),

folded_sources as (

    {{ folded_names(ref('claim_sources'), 'phrase') }}

),

folded_aliases as (

    {{ folded_names(ref('actor_aliases'), 'alias') }}

),

listed as (

    select
        folded_sources.folded_name as folded_phrase,
        case sources.scope when 'head' then 3 when 'agency' then 4 else 1 end as precedence,
        sources.source_id,
        sources.label_ar,
        sources.label_en,
        sources.authority_class,
        sources.scope,
        sources.side,
        sources.actor_id,
        sources.country_code,
        sources.outlet_id,
        outlets.independence_group
    from sources
    inner join folded_sources on sources.phrase = folded_sources.name
    left join outlets on sources.outlet_id = outlets.outlet_id

),

-- a party that is listed is one source under all its names
listed_parties as (

    select * from listed
    where authority_class = 'party_other' and actor_id is not null
    qualify row_number() over (partition by actor_id order by folded_phrase) = 1

),

-- every army and group of the register may speak, by the names that texts use for it; a country's
-- name alone (مسؤول في شرق تركيا) is a place more often than a speaker
registered as (

    select
        folded_aliases.folded_name as folded_phrase,
        2 as precedence,
        coalesce(listed_parties.source_id, actors.actor_id) as source_id,
        coalesce(listed_parties.label_ar, {{ actor_label('actors') }}) as label_ar,
        coalesce(listed_parties.label_en, actors.name_en) as label_en,
        'party_other' as authority_class,
        coalesce(listed_parties.scope, 'named') as scope,
        sides.side,
        actors.actor_id,
        coalesce(listed_parties.country_code, actors.country_code) as country_code,
        null as outlet_id,
        null as independence_group
    from aliases
    inner join folded_aliases on aliases.alias = folded_aliases.name
    inner join actors on aliases.actor_id = actors.actor_id
    inner join sides on actors.actor_id = sides.actor_id
    left join listed_parties on actors.actor_id = listed_parties.actor_id
    where actors.actor_type not in ('state', 'crowd')
    -- a name that means several actors says of none that it speaks
    qualify count(distinct aliases.actor_id) over (partition by folded_aliases.folded_name) = 1

),

final as (

    select * from listed
    union all
    select registered.*
    from registered
    left join listed on registered.folded_phrase = listed.folded_phrase
    where listed.folded_phrase is null

)

select * from final
qualify row_number() over (partition by folded_phrase order by source_id) = 1
order by folded_phrase
