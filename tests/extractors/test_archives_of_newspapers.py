"""What whole articles out of newspapers' archives hold besides plain reports: headings between
paragraphs, several headlines, other desks' datelines, and one event by the words of several."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read

_YESTERDAY = dt.date(2021, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        "قالت المفوضية في تونس أمس إن خفر السواحل لم يلق القبض على أحد من المهاجرين.",
        "استذكر السفير أمس في الرياض هجمات الحادي عشر من سبتمبر التي نفذت بطائرات ركاب مخطوفة.",
    ],
)
def test_no_incident(read: Read, text: str) -> None:
    assert read(text) == ()


def test_what_stands_below_a_heading_is_what_it_is_the_heading_of(read: Read) -> None:
    (fact,) = read(
        "عقد مجلس بلدية بعقوبة أمس اجتماعا عن خدمات الأحياء وحضره عدد كبير من الأهالي.\n"
        "تفجير وسط المدينة\n"
        "وقتل سبعة أشخاص وأصيب عشرون أمس حين انفجرت سيارة مفخخة في سوق بعقوبة، وفق الشرطة.\n"
        "وبحث المجتمعون أيضا في حال الطرق."
    )

    assert (fact.event_type, best(fact, "killed")) == ("vehicle_bombing", 7)


def test_further_headlines_tell_the_same_event(read: Read) -> None:
    (fact,) = read(
        "سبعة قتلى في تفجير سوق بعقوبة\n"
        "إصابة عشرين شخصا بينهم نساء\n"
        "الشرطة تغلق الطرق\n"
        "قالت الشرطة إن سبعة أشخاص قتلوا وأصيب عشرون أمس حين انفجرت سيارة مفخخة في سوق وسط مدينة"
        " بعقوبة، مركز محافظة ديالى.",
        title="يوم دام في ديالى",
    )

    assert (best(fact, "killed"), best(fact, "wounded")) == (7, 20)


def test_a_desk_abroad_is_not_where_it_happened(read: Read) -> None:
    (fact,) = read("لندن: قتل أربعة جنود أمس في كمين قرب معان جنوب الأردن.")

    assert (fact.place.country, fact.place.name) == ("JO", "معان")


def test_another_country_where_somebody_speaks_of_it(read: Read) -> None:
    (fact,) = read(
        "شنت طائرات إسرائيلية أمس غارة على جنوب لبنان وقتلت ثلاثة.\n"
        "وعبر الأمين العام من روما عن صدمته للغارة."
    )

    assert fact.place.country == "LB"


def test_the_dead_of_both_sides_of_a_fight(read: Read) -> None:
    (fact,) = read(
        "استشهد ضابط أمس خلال اشتباك في جبل الشعانبي.\n"
        "وتمكن الجيش خلال الاشتباك من القضاء على إرهابيين اثنين."
    )

    assert (fact.event_type, best(fact, "killed")) == ("clash", 3)


def test_the_wounded_of_those_whose_dead_were_told_before(read: Read) -> None:
    (fact,) = read("لقي تسعة أشخاص مصرعهم أمس في بغداد، كما أصيب عشرون آخرون في انفجار سيارتين.")

    assert (best(fact, "killed"), best(fact, "wounded")) == (9, 20)


def test_one_more_of_what_went_off_is_another(read: Read) -> None:
    told = read(
        "انفجرت سيارة ملغومة أمس في الحلة فقتل 11 شخصا.\n"
        "وبعد ساعات انفجرت أخرى في كربلاء وقتلت سبعة."
    )

    assert [(f.place.name, best(f, "killed")) for f in told] == [("الحلة", 11), ("كربلاء", 7)]


def test_a_day_since_which_something_else_is_reckoned(read: Read) -> None:
    (fact,) = read(
        "قتل شرطي أمس بتفجير عبوة في الفلوجة، وهو الأول من نوعه منذ إقرار الهدنة قبل تسعة أيام."
    )

    assert fact.date.best == _YESTERDAY


def test_an_army_is_no_other_than_its_state(read: Read) -> None:
    (fact,) = read(
        "ذكر ناشط أن 12 نازحا قتلوا أمس بقصف مدفعي تركي طال مستشفى مدينة عفرين.\n"
        "وأضاف أن 12 نازحا قتلوا في قصف للجيش التركي على عفرين."
    )

    assert fact.perpetrator.name == "الجيش التركي"
    assert fact.place.country == "SY"


def test_when_it_was_said_is_not_when_it_happened(read: Read) -> None:
    (fact,) = read(
        "هاجم مقاتلو طالبان أمس ثكنة في ولاية بغلان وقتلوا ستة جنود.\n"
        "وفي وقت سابق، ذكر طبيب هناك أن الهجوم دام طويلا، وقتل فيه 15 جنديا."
    )

    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.high) == (6, 15)


def test_who_was_shot_of_those_who_attacked(read: Read) -> None:
    (fact,) = read(
        "هاجم خمسة انتحاريين أمس سوقا في النهروان وقتلوا 11 شخصا، وقد أردت الشرطة ثلاثة منهم."
    )

    assert (best(fact, "killed"), best(fact, "killed_of_perpetrators")) == (11, 3)


def test_an_attack_with_a_car_that_was_driven_into_people(read: Read) -> None:
    (fact,) = read(
        "جرح ثلاثة شرطيين أمس بعدما دهس رجل حاجزهم بشاحنته عند مدخل بيت لحم.",
        title="هجوم بسيارة على حاجز للشرطة في بيت لحم",
    )

    assert (fact.event_type, fact.weapon) == ("other_violence", "vehicle")


def test_an_attack_with_a_car_that_blew_up(read: Read) -> None:
    (fact,) = read(
        "قتل شرطيان أمس في هجوم بسيارة ملغومة على مقر للشرطة في بغداد.",
        title="هجوم بسيارة على مقر للشرطة في بغداد",
    )

    assert (fact.event_type, fact.weapon) == ("vehicle_bombing", "car_bomb")


def test_the_head_and_tail_of_a_page_in_one_line_tell_nothing(read: Read) -> None:
    (fact,) = read(
        "أخبار رياضة فيديو غارة على مدرسة وسط المدينة تقتل ثلاثين ثقافة تاريخ النشر: 10.03.2021 |"
        " 21:27 GMT قتل ستة جنود أمس في كمين قرب الموصل. وقال ضابط إن المهاجمين فروا. المصدر:"
        " وكالات إقرأ المزيد مقتل عشرين في تفجير سيارة مفخخة في كركوك أمس"
    )

    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 6)


def test_a_link_inside_a_page_in_one_line_ends_with_its_sentence(read: Read) -> None:
    told = read(
        "قتل ستة جنود أمس في كمين قرب الموصل. اقرأ المزيد مقتل عشرين في تفجير في كركوك أمس. "
        + "وقال مسؤول محلي إن المجلس ناقش أحوال الطرق والمدارس والماء في المدينة منذ الصباح. " * 12
        + "وفي البصرة خطف مسلحون أمس أربعة مهندسين من حقل نفط. المصدر: وكالات مقتل ثلاثة في تفجير"
        " في تكريت أمس"
    )

    assert [(f.event_type, f.place.name) for f in told] == [
        ("armed_attack", "الموصل"),
        ("kidnapping", "البصرة"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "داهمت الشرطة منزل الناشط في القاهرة أمس وصادرت حاسوبه ولعبة على شكل مسدس.",
        "قالت النيابة في جدة أمس إن الموقوفين أقروا بالتهم بعد مواجهتهم بالأدلة.",
        "كما قامت ميليشيات الحوثي أمس بتوقيف 17 سفينة تحمل مساعدات قبالة الحديدة.",
        "رصدت الحكومة مكافأة لمن يدلي بمعلومات تؤدي إلى اعتقال 12 شخصا من القاعدة في مأرب.",
        "انفجر الجندي وزملاؤه من الضحك أمس فرحا بإصابة فلسطيني قرب نابلس.",
    ],
)
def test_no_arms_found_and_no_fight(read: Read, text: str) -> None:
    assert read(text) == ()


def test_a_car_driven_into_people_is_no_accident_in_peace(read: Read) -> None:
    (fact,) = read("قتل أربعة أشخاص في عملية دهس في مدينة تورنتو مساء أمس.")

    assert (fact.event_type, fact.weapon) == ("other_violence", "vehicle")
