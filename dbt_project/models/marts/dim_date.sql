with versions as (

    select * from {{ ref('int_article_versions') }}

),

mentions as (

    select * from {{ ref('int_incident_mentions') }}

),

names as (

    select * from {{ ref('calendar_names') }}

),

used_days as (

    select published_on as calendar_day from versions
    union all
    select first_batch_date as calendar_day from versions
    union all
    select last_batch_date as calendar_day from versions
    union all
    select occurred_on as calendar_day from mentions
    union all
    select date_earliest as calendar_day from mentions
    union all
    select date_latest as calendar_day from mentions

),

-- whole years, from the first that any row speaks of to the last
bounds as (

    select
        date_trunc('year', min(calendar_day)) as first_day,
        last_day(date_trunc('year', max(calendar_day)) + interval 11 month) as last_day
    from used_days

),

spine as (

    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as calendar_day
    from bounds

),

members as (

    select
        {{ date_key('spine.calendar_day') }} as date_key,
        spine.calendar_day as date_day,
        cast(year(spine.calendar_day) as integer) as year_number,
        cast(quarter(spine.calendar_day) as integer) as quarter_number,
        cast(month(spine.calendar_day) as integer) as month_number,
        {{ month_of('spine.calendar_day') }} as month_label,
        months.name_en as month_name_en,
        months.name_ar as month_name_ar,
        months.name_ar_levant as month_name_ar_levant,
        cast(day(spine.calendar_day) as integer) as day_of_month,
        cast(isodow(spine.calendar_day) as integer) as iso_weekday,
        weekdays.name_en as weekday_name_en,
        weekdays.name_ar as weekday_name_ar,
        cast(isoyear(spine.calendar_day) as integer) as iso_year,
        cast(week(spine.calendar_day) as integer) as iso_week
    from spine
    inner join names as months
        on months.unit = 'month' and month(spine.calendar_day) = months.number
    inner join names as weekdays
        on weekdays.unit = 'weekday' and isodow(spine.calendar_day) = weekdays.number

),

unknown_member as (

    select
        {{ unknown_date_key() }} as date_key,
        'unknown' as month_label,
        'Unknown' as month_name_en,
        'غير معروف' as month_name_ar,
        'غير معروف' as month_name_ar_levant,
        'Unknown' as weekday_name_en,
        'غير معروف' as weekday_name_ar

),

final as (

    select * from members
    union all by name
    select * from unknown_member

)

select * from final
order by date_key
