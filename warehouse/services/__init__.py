"""Programs that run beside Sijill: Airflow and Superset."""
