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
        "شن رئيس الكتلة أمس هجوما عنيفا على وزير الداخلية، متهما إياه بالتقصير في حماية بغداد.",
        "هاجم رئيس الحكومة أمس وزير خارجية البلد الجار خلال مؤتمر في بيروت.",
        "وصف الوزير الاتهامات باستخدام غازات في دوما بأنها مسرحية كيماوية هزيلة لتبرير القصف.",
        "قالت المفوضية في تونس أمس إن خفر السواحل لم يلق القبض على أحد من المهاجرين.",
        "استذكر السفير أمس في الرياض هجمات الحادي عشر من سبتمبر التي نفذت بطائرات ركاب مخطوفة.",
        "أحرق محتجون إطارات سيارات وسط البصرة أمس وقطعوا الطريق.",
        "انفجر مستودع ذخيرة قرب الكوت أمس بسبب ارتفاع الحرارة وقتل ثلاثة.",
        "بحسب حصيلة للناشطين سقط أمس 43 قتيلا في مدن سوريا.",
        "قتل رجل حبيبته السابقة ووالدتها في القاهرة أمس، وعثرت الشرطة على السكين.",
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


def test_dots_in_a_headline_part_two_stories(read: Read) -> None:
    told = read(
        "استمر القصف أمس على شرق رفح.\nوأصيب تسعة شبان في سلوان بالرصاص المطاطي.",
        title="غارات على رفح.. و9 مصابين بسلوان",
    )

    assert [(f.place.name, best(f, "killed"), best(f, "wounded")) for f in told] == [
        ("رفح", None, None),
        ("سلوان", None, 9),
    ]


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


def test_fire_that_is_like_the_one_just_told(read: Read) -> None:
    told = read(
        "ألقت مروحيات أمس براميل متفجرة على داريا وقتلت ثلاثة.\n"
        "وطال قصف مشابه بلدة المعضمية وقتل اثنين."
    )

    assert [(f.event_type, f.place.name) for f in told] == [
        ("air_strike", "داريا"),
        ("air_strike", "المعضمية"),
    ]


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


def test_a_toll_with_one_more_is_no_more_than_its_highest(read: Read) -> None:
    (fact,) = read("قتل أربعة جنود أمس في كمين قرب بغداد، وتوفي خامس متأثرا بجروحه.")

    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best, fact.killed.high) == (4, 5, 5)


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


def test_a_town_is_in_no_governorate_that_lies_far_off(read: Read) -> None:
    school, town = read(
        "قتل ستة أمس بقصف على مدرسة في منطقة لوغانسك. وقتل رجل أمس في قصف على مدينة أوديسا."
    )

    assert (school.place.admin1_name, town.place.admin1_name) == ("لوغانسك", None)


@pytest.mark.parametrize(
    "text",
    [
        "بدأت الفصائل أمس بسحب أسلحتها الثقيلة من دبابات وصواريخ من ريف إدلب.",
        "داهمت الشرطة منزل الناشط في القاهرة أمس وصادرت حاسوبه ولعبة على شكل مسدس.",
        "قالت النيابة في جدة أمس إن الموقوفين أقروا بالتهم بعد مواجهتهم بالأدلة.",
        "عقدت لجنة القضاء على التمييز العنصري أمس جلسة في بيروت عن أحوال الجنود السابقين.",
        "ويشجب القرار إطلاق الصواريخ من قطاع غزة ويطالب بوقف النار.",
        "قتل عشرة جنود إسرائيليين منذ التوصل إلى وقف إطلاق النار مع لبنان.",
        "ردت إسرائيل بحملة جوية في أنحاء لبنان أدت إلى مقتل 3185 شخصا وجرح 9633 آخرين.",
        "استشهد الأسير بسام سالم في سجون الاحتلال أمس نتيجة الإهمال الطبي.",
        "أوقف الجيش اللبناني أمس ثلاثة من تجار المخدرات في بعلبك.",
        "كما قامت ميليشيات الحوثي أمس بتوقيف 17 سفينة تحمل مساعدات قبالة الحديدة.",
        "رصدت الحكومة مكافأة لمن يدلي بمعلومات تؤدي إلى اعتقال 12 شخصا من القاعدة في مأرب.",
        "أدى إنذار خاطئ إلى إطلاق صواريخ الدفاع الجوي قرب حمص فجر أمس.",
        "انفجر الجندي وزملاؤه من الضحك أمس فرحا بإصابة فلسطيني قرب نابلس.",
        "أعلنت السلطات السودانية أمس أنها ستفرج عن 80 سجينا كانوا اعتقلوا خلال احتجاجات الخرطوم.",
    ],
)
def test_no_arms_found_and_no_fight(read: Read, text: str) -> None:
    assert read(text) == ()


def test_an_answer_with_more_raids_is_told_apart(read: Read) -> None:
    shells, raids = read(
        "أطلقت فصائل من قطاع غزة صباح أمس 12 قذيفة على عسقلان. وردت إسرائيل بأكثر من 30 غارة"
        " على قطاع غزة قتل فيها أربعة."
    )

    assert (shells.event_type, shells.place.name) == ("shelling", "عسقلان")
    assert (raids.event_type, raids.perpetrator.name, best(raids, "killed")) == (
        "air_strike",
        "إسرائيل",
        4,
    )


def test_a_car_driven_into_people_is_no_accident_in_peace(read: Read) -> None:
    (fact,) = read("قتل أربعة أشخاص في عملية دهس في مدينة تورنتو مساء أمس.")

    assert (fact.event_type, fact.weapon) == ("other_violence", "vehicle")


def test_an_aircraft_shot_down_is_an_incident_beside_shells(read: Read) -> None:
    told = read(
        "أعلن داعش أنه أسقط أمس مروحية للجيش العراقي شمال الفلوجة. وقصف الجيش العراقي أمس"
        " براجمات صواريخ حي الأندلس في الفلوجة."
    )

    assert [(f.event_type, f.perpetrator.name) for f in told] == [
        ("armed_attack", "داعش"),
        ("shelling", "الجيش العراقي"),
    ]


def test_an_aircraft_that_falls_by_itself_is_an_accident(read: Read) -> None:
    assert read("قتل خمسة جنود أمس بتحطم مروحية عسكرية قرب كركوك لخلل فني.") == ()
