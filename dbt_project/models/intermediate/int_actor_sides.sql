with actors as (

    select * from {{ ref('actors') }}

),

-- the register is nowhere deeper than three levels
final as (

    select
        actors.actor_id,
        coalesce(
            grandparents.parent_actor_id,
            parents.parent_actor_id,
            actors.parent_actor_id,
            actors.actor_id
        ) as root_actor_id,
        actors.country_code,
        case
            when actors.actor_type in ('state', 'state_force', 'coalition') then 'state'
            when actors.actor_type in ('armed_group', 'irregular_force', 'political_group') then 'group'
        end as side
    from actors
    left join actors as parents on actors.parent_actor_id = parents.actor_id
    left join actors as grandparents on parents.parent_actor_id = grandparents.actor_id

)

select * from final
order by actor_id
