{% import "shared.jinja" as shared with context %}

-- check: as many mentions as the mentions' table has
select i.incident_id, i.mention_count, count(m.mention_id) as mentions
from {batch} as i left join build.marts.fct_incident_mention as m using (incident_id)
group by all
having count(m.mention_id) <> i.mention_count

{{ shared.coordinates_fit() }}

{# bounds.yml: a first delivery is checked as hard as the hundredth. Held incidents do not count: no
   sum that readers see has them. #}
{% for bound in bounds.tolls %}
{% for severity, limit in [("error", bound.blocks), ("warning", bound.warns)] %}
-- check: {{ bound.name }} {{ "possible" if severity == "error" else "not exceptional" }}
-- severity: {{ severity }}
-- why: Fewer than {{ "{:,}".format(limit) }} killed and {{ "{:,}".format(wounded_factor * limit) }} wounded. {{ bound.why }}
with tolls as (
    {% for measure, allowed in [("killed", limit), ("wounded", wounded_factor * limit)] %}
    select incident_id, batch_date, coalesce(occurred_on, first_reported_on) as day_of_incident,
        '{{ measure }}' as measure, {{ allowed }} as allowed,
        greatest({{ measure }}_low, {{ measure }}_best, {{ measure }}_high) as toll
    from {batch}
    where review_status <> 'held'
    {{ "union all" if not loop.last }}
    {% endfor %}
)
select {{ bound.group }}, measure, count(*) as incidents, round({{ bound.toll }}, 1) as toll
from tolls
group by {{ bound.group }}, measure, allowed
having {{ bound.toll }} >= allowed
order by {{ bound.toll }} desc

{% endfor %}
{% endfor %}
{# checked in nights of at least 50 incidents #}
{% for bound in bounds.shares %}
-- check: few {{ bound.name }}
-- severity: warning
-- why: More than {{ "{:.0%}".format(bound.warns) }} of the night's incidents. {{ bound.why }}
with counted as (
    select {{ bound.value }} as value_found
    from {batch} as i
    left join marts.dim_actor as d on i.perpetrator_actor_key = d.actor_key
    left join marts.dim_article as a on i.primary_article_key = a.article_key
    left join marts.dim_outlet as o on a.outlet_key = o.outlet_key
    where i.batch_date = {{ night }}
)
select value_found, count(*) as incidents,
    round(count(*) / (select count(*) from counted), 3) as share
from counted
where value_found is not null and (select count(*) from counted) >= 50
group by value_found
having count(*) > {{ bound.warns }} * (select count(*) from counted)

{% endfor %}
{{ shared.short_quotes("incident_id", "quote", "* exclude (place_name)") }}
{{ shared.quote_of_primary_mention() }}

-- check: no mart has a column for whole texts
select table_name, column_name
from duckdb_columns()
where schema_name = 'marts' and exists (select 1 from (select count(*) from {batch}))
    and column_name in ('text', 'body', 'part_text', 'full_text', 'raw_record', 'extra')
