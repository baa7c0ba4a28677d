"""Golden cases: where he is who says it, what goes on for weeks, figures of a period, dens that are
found, rockets from the air, the passing word on a town, weeks without victims."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best


def test_where_he_speaks_is_not_where_it_was(read: Read) -> None:
    (fact,) = read(
        "قتل ستة متمردين أمس في غارة لطائرة أميركية بدون طيار في بلدة داتا خيل. وقال مسؤول أمني في "
        "بيشاور إن الطائرة أطلقت صاروخين على منزل في الغارة."
    )

    assert fact.place.name == "داتا خيل"
    assert fact.event_type == "drone_strike"


def test_he_may_speak_where_it_was(read: Read) -> None:
    (fact,) = read("قال مسؤول أمني في بيشاور إن انفجار عبوة ناسفة أدى إلى مقتل ثلاثة أمس.")

    assert fact.place.name == "بيشاور"


DENS = [
    "ضبطت القوات العراقية أمس وكرا لداعش في قرية الخزيفي بكركوك وفي داخله 42 صاروخا.",
    "دمرت الأجهزة الأمنية العراقية أمس ثلاثة أوكار لداعش مع محتوياتها من أسلحة في كركوك.",
    "عثرت مفرزة من الشرطة أمس على كدس للعتاد في منطقة وادي حوران بالأنبار.",
]


@pytest.mark.parametrize("text", DENS)
def test_dens_that_are_found_are_seizures(read: Read, text: str) -> None:
    (fact,) = read(text)

    assert fact.event_type == "weapons_seizure"


def test_a_town_that_is_told_of_in_passing(read: Read) -> None:
    (fact,) = read(
        "قتل ضابط برصاص مجهولين أمس أثناء خروجه من متجر في مدينة عدن التي شهدت في الأشهر الماضية "
        "هجمات مسلحة."
    )

    assert best(fact, "killed") == 1
    assert fact.is_main


def test_no_week_without_victims_counts_none(read: Read) -> None:
    (fact,) = read(
        "انفجر لغم زرعه الحوثيون بأسرة في مديرية الدريهمي أمس ما أسفر عن مقتل امرأة. ولا يكاد يمر "
        "أسبوع دون سقوط ضحايا."
    )

    assert best(fact, "killed") == 1


def test_a_group_is_no_area(read: Read) -> None:
    (fact,) = read("قتل قائد إحدى مناطق طالبان في غارة شهدتها ولاية هلمند أمس.")

    assert fact.place.name == "هلمند"


def test_the_menu_names_no_army(read: Read) -> None:
    (fact,) = read(
        "رياضة فوز البرتغال على أرمينيا\n\nأعلن مسؤول في إقليم هلمند جنوب أفغانستان أمس مقتل "
        "35 مدنيا في غارة نفذتها القوات الحكومية على مخبأ للمتشددين."
    )

    assert fact.place.country == "AF"
    assert "الأرميني" not in (fact.perpetrator.name or "")


def test_both_of_them_are_no_monday(read: Read) -> None:
    (fact,) = read(
        "قتل مسلحون ضابطا في الرمادي أمس. وطاردت الشرطة المهاجمين الاثنين وتمكنت من قتلهما."
    )

    assert str(fact.date.earliest) == "2021-03-09"
