{{ config(tags=["seeds_only"]) }}

with folding as (

    select * from {{ ref('letter_folding') }}

),

final as (

    select
        chr(code_point) as letter,
        coalesce(
            array_to_string(
                list_transform(string_split(folded, ' '), lambda code: chr(cast(code as integer))),
                ''
            ),
            ''
        ) as folded
    from folding
    -- no name holds a NUL
    where code_point > 0

)

select * from final
order by letter
