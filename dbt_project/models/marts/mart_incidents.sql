{{ config(materialized="incremental", meta={"changes_by": "incident_id"}) }}

{{ incidents_with_labels(is_held=false) }}
