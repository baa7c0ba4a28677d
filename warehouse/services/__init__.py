"""Programs that run next to Sijill: Airflow and Superset."""
