{{ config(materialized="incremental") }}

{{ incidents_with_labels(is_held=true) }}
