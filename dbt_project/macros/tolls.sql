{# What a toll counts. #}
{% macro toll_measures() -%}
    {{ return(['killed', 'wounded', 'arrested', 'abducted', 'killed_of_perpetrators']) }}
{%- endmacro %}


{#
    What an incident adds to a sum of a measure's low, best or high (docs/tolls.md, Sums): a bound or
    figure that it lacks is the nearest one that it has, 0 where it tells none. So low ≤ best ≤ high
    holds of sums too. warehouse/publication/sql/published_macros.sql has the same for readers.
#}
{% macro summed_toll(measure, bound) -%}
    {%- set nearest = {
        'low': ['low', 'best'], 'best': ['best', 'low'], 'high': ['high', 'best', 'low']
    } -%}
    coalesce({% for near in nearest[bound] %}{{ measure }}_{{ near }}, {% endfor %}0)
{%- endmacro %}


{# Whether somebody was killed, as far as is known. #}
{% macro is_deadly() -%}
    {{ summed_toll('killed', 'best') }} > 0
{%- endmacro %}


{# The rule of docs/tolls.md, for whatever is counted: `keys` say what one count is. #}


{# That `one` and `other` are of the same count. #}
{% macro same_count(keys) -%}
    {%- set pairs = [] -%}
    {%- for key in keys -%}
        {%- do pairs.append('one.' ~ key ~ ' = other.' ~ key) -%}
    {%- endfor -%}
    {{ pairs | join(' and ') }}
{%- endmacro %}


{#
    CTEs over `claims`, the claims of each count that may make it: `of_source`, their order within
    their originating source; `kept`, one of each source; `superseded`, those of `kept` that gave
    way to a later one; `confirmed`, the claims on an enemy's losses that somebody else bears out.
#}
{% macro weighed(claims, keys) %}
-- of one originating source: its claim of the highest class, of these the latest; within one
-- report the one that the reading settled on
of_source as (

    select
        *,
        row_number() over by_source as place,
        first_value(figure) over by_source as kept_figure
    from {{ claims }}
    window by_source as (
        partition by {{ keys | join(', ') }}, source_id
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

    select * from of_source
    where place = 1

),

-- tolls rise: a lower figure gives way to a later one of no lower class, and a vague one to a
-- later definite one that lies within it
superseded as (

    select distinct
        one.statement_id,
        {% for key in keys %}one.{{ key }}{{ ',' if not loop.last }} {% endfor %}
    from kept as one
    inner join kept as other
        on
            {{ same_count(keys) }}
            and one.source_id <> other.source_id
            and one.published_at_utc < other.published_at_utc
            and one.authority_rank >= other.authority_rank
            and (
                one.greatest_named < other.least_named
                or (
                    one.value_best is null
                    and other.value_best between coalesce(one.value_low, 0)
                    and coalesce(one.value_high, other.value_best)
                )
            )

),

-- somebody else says what a party says of its enemy's losses
confirmed as (

    select distinct
        one.statement_id,
        {% for key in keys %}one.{{ key }}{{ ',' if not loop.last }} {% endfor %}
    from kept as one
    inner join kept as other
        on
            {{ same_count(keys) }}
            and one.source_id <> other.source_id
            and other.authority_class <> 'party_enemy'
            and one.figure between coalesce(other.value_low, other.value_best, 0)
            and coalesce(other.value_high, one.figure)
    left join superseded
        on
            other.statement_id = superseded.statement_id
            {% for key in keys %}and other.{{ key }} = superseded.{{ key }} {% endfor %}
    where one.authority_class = 'party_enemy' and superseded.statement_id is null

)
{% endmacro %}


{#
    A query over `judged`, the claims that count and those that only bound from above
    (not is_counted): low, best and high of each count, the statements that they come from, and
    the basis.
#}
{% macro toll_of(judged, keys) %}
    select
        {{ keys | join(',\n        ') }},
        case
            when not bool_or(is_counted) then null
            when
                arg_min(value_low is null and value_best is null, decision_rank)
                    filter (where is_counted)
                then null
            else min(least_named) filter (where is_counted)
        end as value_low,
        arg_min(value_best, decision_rank) filter (where is_counted and value_best is not null)
            as value_best,
        -- "at least 20" leaves the top open, where the claim that decides does
        case
            when
                not coalesce(
                    arg_min(value_high is null, decision_rank) filter (where is_counted), false
                )
                then max(greatest_named)
        end as value_high,
        arg_min(statement_id, (least_named, decision_rank))
            filter (where is_counted and least_named is not null) as low_statement_id,
        arg_min(statement_id, decision_rank) filter (where is_counted and value_best is not null)
            as best_statement_id,
        arg_min(statement_id, (-greatest_named, decision_rank))
            filter (where greatest_named is not null) as high_statement_id,
        case
            when not bool_or(is_counted) then 'party_claim_only'
            when count(value_best) filter (where is_counted) = 0 then 'bounds_only'
            else 'stated'
        end as basis,
        cast(count(*) filter (where is_counted) as integer) as counted_claim_count,
        cast(count(distinct source_id) filter (where is_counted) as integer)
            as counted_source_count
    from (
        select
            *,
            least(value_low, value_best, value_high) as least_named,
            greatest(value_low, value_best, value_high) as greatest_named,
            row_number() over (
                partition by {{ keys | join(', ') }}
                order by
                    is_counted desc,
                    authority_rank asc,
                    published_at_utc desc,
                    is_settled_on desc,
                    coalesce(value_best, value_low, value_high) desc,
                    statement_id asc
            ) as decision_rank
        from {{ judged }}
    )
    group by {{ keys | join(', ') }}
{% endmacro %}
