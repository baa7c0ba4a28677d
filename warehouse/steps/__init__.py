"""The steps of a night that change the build: staging, extraction, dbt, linking, the gate."""
