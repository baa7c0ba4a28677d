-- check: the incident shows the same figures
{% for m in measures %}
select i.incident_id, '{{ m }}' as measure, t.value_best, i.{{ m }}_best as shown
from marts.fct_incident as i
left join {batch} as t on i.incident_id = t.incident_id and t.measure = '{{ m }}'
where t.value_low is distinct from i.{{ m }}_low
    or t.value_best is distinct from i.{{ m }}_best
    or t.value_high is distinct from i.{{ m }}_high
{{ "union all" if not loop.last }}
{% endfor %}
