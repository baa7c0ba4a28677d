"""What the gate and the publish know of the published tables: their keys and partitions."""

from __future__ import annotations

#: the column that marts are partitioned by where they have it: 'YYYY-MM', or 'unknown' where no
#: date is known
PARTITION_COLUMN = "incident_month"

#: the key of each mart: unique, never null, and the order of its rows in published files
MART_KEYS: dict[str, tuple[str, ...]] = {
    "fct_incident": ("incident_id",),
    "fct_incident_mention": ("mention_id",),
    "fct_casualty_claim": ("claim_id",),
    "fct_attribution": ("attribution_id",),
    "fct_incident_toll": ("incident_id", "measure"),
    "fct_incident_victim_count": ("incident_id", "measure", "axis", "axis_value"),
    "fct_incident_source": ("incident_id", "source_id"),
    "fct_article": ("article_key",),
    "bridge_incident_actor": ("incident_actor_key",),
    "bridge_incident_weapon": ("incident_weapon_key",),
    "bridge_incident_target": ("incident_target_key",),
    "bridge_incident_related": ("incident_related_key",),
    "mart_incidents": ("incident_id",),
    "mart_incidents_held": ("incident_id",),
    "mart_daily_by_governorate": ("date_key", "location_key", "event_type_key"),
    "mart_actor_activity": ("actor_key", "actor_role", "incident_month", "country_code"),
    "mart_source_coverage": ("outlet_key", "published_date_key"),
    "fct_incident_version": ("incident_id", "version_number"),
    "fct_nightly_summary": ("publication_number", "country_code", "event_type"),
    "dim_incident": ("incident_id",),
    "fct_vintage_difference": (
        "vintage_number",
        "country_code",
        "admin1_code",
        "event_type_key",
        "occurred_month",
    ),
    "dim_publication": ("publication_number",),
    "dim_measured_quality": ("measured_of", "measured_code"),
    "dim_vintage": ("vintage_number",),
    "dim_date": ("date_key",),
    "dim_date_occurred": ("occurred_date_key",),
    "dim_date_reported": ("reported_date_key",),
    "dim_date_published": ("published_date_key",),
    "dim_location": ("location_key",),
    "dim_actor": ("actor_key",),
    "dim_actor_alias": ("actor_alias_key",),
    "dim_name": ("name_key",),
    "dim_event_type": ("event_type_key",),
    "dim_weapon": ("weapon_key",),
    "dim_target_type": ("target_type_key",),
    "dim_outlet": ("outlet_key",),
    "dim_article": ("article_key",),
    "fct_redaction": ("redaction_id",),
}
