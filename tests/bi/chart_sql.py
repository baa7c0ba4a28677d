"""What each chart of the dashboard has to show, asked of the published star by other words.

Columns: what stands on the axis, the series where there are several, the figure.
"""

from __future__ import annotations

QUERIES = {
    "publication": """
        select strftime(published_at at time zone 'UTC', '%Y-%m-%d %H:%M UTC'), version,
            first_batch || ' – ' || last_batch, batches, vintage_number, extractor_version
        from publish_info
    """,
    "incidents_by_month_and_type": """
        select incident_month, label_ar || ' · ' || label_en, count(*)
        from fct_incident join dim_event_type using (event_type_key) group by all
    """,
    "killed_by_month": """
        select incident_month, figure, total from (
            select incident_month, sum(killed_low_sum)::bigint as killed_at_least,
                sum(killed_best_sum)::bigint as killed_best_figure,
                sum(killed_high_sum)::bigint as killed_up_to
            from mart_daily_by_governorate group by all
        ) unpivot (total for figure in (killed_at_least, killed_best_figure, killed_up_to))
    """,
    "incidents_by_governorate": """
        select coalesce(admin1_name_ar, 'المحافظة غير معروفة') || ' · '
            || coalesce(admin1_name_en, 'governorate unknown')
            || ' (' || coalesce(country_code, '?') || ')', count(*)
        from mart_incidents group by all
    """,
    "actors_by_role": """
        select name_ar || ' · ' || name_en,
            case actor_role when 'perpetrator' then 'منفّذ · perpetrator'
                when 'claimed_by' then 'تبنّى · claimed'
                when 'attributed' then 'نُسب إليه · attributed'
                when 'accused' then 'متَّهم · accused'
                when 'suspected' then 'مشتبه به · suspected'
                when 'denied' then 'نفى · denied' end,
            sum(weight)
        from bridge_incident_actor join dim_actor using (actor_key)
        where actor_key <> 'unknown' group by all
    """,
    "corroboration": """
        select least(source_count, 5)::varchar || if(source_count >= 5, '+', ''), count(*)
        from fct_incident group by all
    """,
    "weapons": """
        select label_ar || ' · ' || label_en, count(*)
        from fct_incident join dim_weapon using (weapon_key) group by all
    """,
    "targets": """
        select label_ar || ' · ' || label_en, count(*)
        from fct_incident join dim_target_type using (target_type_key) group by all
    """,
    "coverage_by_outlet": """
        select published_on, outlet_name_ar || ' · ' || outlet_name_en, sum(article_count)::bigint
        from mart_source_coverage where published_on is not null group by all
    """,
    "deadliest_incidents": """
        select coalesce(strftime(occurred_on, '%Y-%m-%d'), '?'),
            event_type_ar || ' · ' || event_type_en,
            coalesce(location_ar, 'المكان غير معروف') || ' · '
                || coalesce(location_en, 'place unknown'),
            killed_low, killed_best, killed_high,
            coalesce(perpetrator_ar, 'غير معروف') || ' · ' || coalesce(perpetrator_en, 'unknown'),
            source_count, quote, primary_url
        from mart_incidents
        order by greatest(killed_low, killed_best, killed_high) desc nulls last, incident_id
        limit 20
    """,
}
#: charts that show the greatest few of a longer answer
GREATEST = {"incidents_by_governorate": 20}
