{#
    How reports settle on one value (docs/linking.md, What the reports of an incident say together).
    Of `reports` those that give the `value` that most voters give; reprints of one text are one
    `voter`. Where some state the value, which the condition `states` tells, those that only infer it
    break ties and no more; so do reprints. `before_votes` and `tie_break` are expressions over the
    reports that give one value; of what is equal still, the one of the latest report. Reports that
    do not tell the value, null, stay only where none tells it.
#}
{% macro agreeing(reports, value, states='true', before_votes=[], tie_break=[]) %}
    select reported.*
    from {{ reports }} as reported
    inner join (
        select
            incident_id,
            {{ value }} as settled_value
        from {{ reports }}
        group by incident_id, settled_value
        qualify row_number() over (
            partition by incident_id
            order by
                settled_value is null asc,
                {% for expression in before_votes %}{{ expression }} asc, {% endfor %}
                count(distinct voter) filter (where {{ states }}) desc,
                count(distinct voter) desc,
                {% for expression in tie_break %}{{ expression }} asc, {% endfor %}
                count(*) desc,
                min(recency_rank) asc
        ) = 1
    ) as settled
        on
            reported.incident_id = settled.incident_id
            and {{ value }} is not distinct from settled.settled_value
{% endmacro %}


{# The mention that a field is taken from: of `reports` the first by `order_by`, then the latest. #}
{% macro first_mention(reports, order_by=[]) %}
    select
        incident_id,
        mention_id
    from {{ reports }}
    qualify row_number() over (
        partition by incident_id
        order by {% for expression in order_by %}{{ expression }} asc, {% endfor %} recency_rank asc
    ) = 1
{% endmacro %}
