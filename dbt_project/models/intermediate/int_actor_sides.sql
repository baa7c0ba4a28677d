with recursive actors as (

    select * from {{ ref('int_actors') }}

),

lines as (

    select
        actor_id,
        actor_id as ancestor_id,
        parent_actor_id
    from actors
    union
    select
        lines.actor_id,
        actors.actor_id as ancestor_id,
        actors.parent_actor_id
    from lines
    inner join actors on lines.parent_actor_id = actors.actor_id

),

final as (

    select
        actors.actor_id,
        lines.ancestor_id as root_actor_id,
        actors.country_code,
        case
            when actors.actor_type in ('state', 'state_force', 'coalition') then 'state'
            when actors.actor_type in ('armed_group', 'irregular_force', 'political_group') then 'group'
        end as side
    from actors
    inner join lines on actors.actor_id = lines.actor_id and lines.parent_actor_id is null

)

select * from final
order by actor_id
