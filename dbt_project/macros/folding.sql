{#
    The distinct values of a column with their folded form: `name`, `folded_name`. Folded as the
    extractors fold (reference.letter_folding), then cut to words: what is neither letter nor
    digit is one blank.
#}
{% macro folded_names(relation, column) -%}
    select
        spelled.name,
        trim(
            regexp_replace(
                string_agg(coalesce(folding.folded, spelled.letter), '' order by spelled.place),
                '[^\p{L}\p{N}]+', ' ', 'g'
            )
        ) as folded_name
    from (
        select
            name,
            unnest(list_transform(range(1, length(name) + 1), lambda i : substring(name, i, 1)))
                as letter,
            unnest(range(1, length(name) + 1)) as place
        from (select distinct {{ column }} as name from {{ relation }} where {{ column }} is not null)
    ) as spelled
    left join {{ ref('int_letter_folding') }} as folding on spelled.letter = folding.letter
    group by spelled.name
{%- endmacro %}
