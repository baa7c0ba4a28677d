{% set measures = ['killed', 'wounded', 'arrested', 'abducted', 'killed_of_perpetrators'] %}

with links as (

    select * from {{ ref('int_incident_links') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

mention_tolls as (

    {% for measure in measures %}
        select
            links.incident_id,
            links.recency_rank,
            '{{ measure }}' as measure,
            mentions.{{ measure }}_low as value_low,
            mentions.{{ measure }}_best as value_best,
            mentions.{{ measure }}_high as value_high
        from links
        inner join mentions on links.mention_id = mentions.mention_id
        where
            coalesce(
                mentions.{{ measure }}_low,
                mentions.{{ measure }}_best,
                mentions.{{ measure }}_high
            ) is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- tolls rise: the later figure is best, the others stay as low and high
combined as (

    select
        incident_id,
        measure,
        min(least(value_low, value_best, value_high)) as value_low,
        arg_min(value_best, recency_rank) as value_best,
        max(greatest(value_low, value_best, value_high)) as value_high,
        -- "at least 20" leaves the top open, unless a later report closes it
        arg_min(value_high is null, recency_rank) as is_open_above,
        -- "at most 20" leaves the bottom open
        arg_min(value_low is null and value_best is null, recency_rank) as is_open_below,
        cast(count(*) as integer) as mention_count
    from mention_tolls
    group by all

),

final as (

    select
        incident_id,
        measure,
        case when not is_open_below then value_low end as value_low,
        value_best,
        case when not is_open_above then value_high end as value_high,
        mention_count
    from combined

)

select * from final
order by incident_id, measure
