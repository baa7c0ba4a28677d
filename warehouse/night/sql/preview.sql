-- name: changes
select
    change.incident_id, change.change_type, change.reasons, change.successor_id,
    change.state::json, before.state::json
from transform.int_incident_changes as change
left join (
    select incident_id, arg_max(state, publication_number) as state
    from register.incident_versions group by incident_id
) as before using (incident_id)
order by change.incident_id
