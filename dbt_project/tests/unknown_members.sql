-- Each dimension has its unknown member, under the fixed key.
{% set dimensions = {
    'dim_actor': 'actor_key',
    'dim_article': 'article_key',
    'dim_event_type': 'event_type_key',
    'dim_location': 'location_key',
    'dim_outlet': 'outlet_key',
    'dim_target_type': 'target_type_key',
    'dim_weapon': 'weapon_key',
} %}

{% for dimension, key in dimensions.items() %}
    select '{{ dimension }}' as dimension_name
    from {{ ref(dimension) }}
    having count(*) filter (where {{ key }} = {{ unknown_key() }}) <> 1
    union all
{% endfor %}
select 'dim_date' as dimension_name
from {{ ref('dim_date') }}
having count(*) filter (where date_key = {{ unknown_date_key() }}) <> 1
