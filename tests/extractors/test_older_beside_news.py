"""What happened before, told in the sentence of the news: golden cases of our own."""

from __future__ import annotations

from datetime import date

from tests.extractors.reading_kit import Read, best


def test_the_day_before_was_another_attack(read: Read) -> None:
    facts = read(
        "قال مسؤولون إن مسلحين قتلوا ضابطا في عدن يوم الاثنين، غداة مقتل العشرات في تفجير انتحاري "
        "استهدف مجندين."
    )

    assert facts[0].event_type == "armed_attack"
    assert (best(facts[0], "killed"), facts[0].date.best) == (1, date(2021, 3, 8))


def test_hours_later_is_news_of_the_same_day(read: Read) -> None:
    _, later = read(
        "قتل عشرون شخصا في انفجار سيارة مفخخة في بعقوبة أمس.\n"
        "وبعد ساعات قتل شخصان في انفجار عبوة ناسفة داخل مقهى في حي التحرير."
    )

    assert later.is_main
    assert later.date.best == date(2021, 3, 9)


def test_hours_after_an_attack_recalls_it(read: Read) -> None:
    facts = read("بعد ساعات من تفجير سوق الدجاج في بعقوبة، قتل شرطيان بهجوم مسلح في المقدادية أمس.")

    assert [(f.event_type, f.place.name) for f in facts if f.is_main] == [
        ("armed_attack", "المقدادية")
    ]


def test_where_the_dead_are_taken_is_not_where_they_fell(read: Read) -> None:
    facts = read(
        "قتل خمسة جنود بهجوم على نقطة في العريش أمس.\n"
        "وبعد ساعتين انفجرت عبوة ناسفة بمدرعة وقتل ضابط، ونقل جثمانه إلى القاهرة."
    )

    assert [f.place.name for f in facts] == ["العريش", "العريش"]


def test_since_when_a_place_is_held_dates_nothing(read: Read) -> None:
    facts = read(
        "نفذ طيران التحالف غارتين على المدينة التي يسيطر عليها تنظيم القاعدة منذ عام، المكلا."
    )

    assert all(f.date.best is None for f in facts)


def test_what_was_only_planned_did_not_happen(read: Read) -> None:
    assert not read("كشف مصدر أن الخلية خططت لتنفيذ تفجيرات في الرياض واغتيال مسؤولين فيها.")


def test_what_the_street_saw_a_week_ago_is_another_bomb(read: Read) -> None:
    fact = read(
        "أصيب جنديان بانفجار عبوة ناسفة في الشيخ عثمان بعدن صباح اليوم.\n"
        "وكان الشارع نفسه شهد قبل أسبوع انفجار سيارة ملغومة أمام مركز الشرطة."
    )[0]

    assert (fact.event_type, fact.weapon, best(fact, "wounded")) == ("ied_bombing", "ied", 2)


def test_whom_they_came_to_arrest_was_not_taken(read: Read) -> None:
    facts = read(
        "تعرضت قوة من الجيش الإسرائيلي لإطلاق نار لدى دخولها البلدة القديمة في نابلس أمس لاعتقال "
        "مطلوب. وأصيب ثلاثة فلسطينيين."
    )

    assert not any(best(f, "arrested") for f in facts)


def test_who_did_it_is_told_of_behind_the_claim(read: Read) -> None:
    (fact,) = read(
        "أعلن تنظيم الدولة الإسلامية الثلاثاء مسؤوليته عن الهجوم الذي أوقع 36 قتيلا قبل يومين في "
        "عدن.\nوجاء في البيان أن منفذ العملية دخل بين الجنود وفجر سترته."
    )

    assert (fact.event_type, best(fact, "killed")) == ("suicide_bombing", 36)


def test_a_title_is_of_no_event_that_the_text_only_recalls(read: Read) -> None:
    facts = read(
        "قتل تسعة مدنيين في انفجار سيارة مفخخة في منطقة الشعب ببغداد أمس.\n"
        "يذكر أن تنظيم داعش سيطر على الرمادي في أيار الماضي.",
        "العراق: مقتل العشرات في هجمات والجيش يتقدم في الرمادي",
    )

    assert [f.place.name for f in facts] == ["الشعب"]


def test_since_an_attack_began_is_a_period(read: Read) -> None:
    strike, shells = read(
        "قتل سبعة مدنيين في غارات تركية على مدينة رأس العين أمس، ما يرفع الحصيلة منذ بدء الهجوم "
        "الجمعة إلى 17.\nوقتل ثلاثة أشخاص بقذائف هاون سقطت على مدينة نصيبين."
    )

    assert best(strike, "killed") == 7
    assert shells.date.best == date(2021, 3, 9)


def test_what_went_off_by_accident_is_no_incident(read: Read) -> None:
    assert not read("أعلنت الوزارة وفاة مواطن وإصابة اثنين في انفجار عرضي بورشة في خان يونس أمس.")
