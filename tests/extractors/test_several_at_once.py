"""Golden cases: several attacks in one breath, and what each of them is told by."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_what_they_were_about_is_no_supposition(read: Read) -> None:
    """The patrol was doing its duty when it was shot at."""
    (fact,) = read(
        "أثناء أداء إحدى دوريات الأمن لمهامها أمس ببلدة الجش بمحافظة القطيف تعرضت لإطلاق نار من "
        "سيارة، ما نتج عنه مقتل الجندي سالم حسن."
    )
    assert (fact.place.name, best(fact, "killed")) == ("الجش", 1)


def test_a_head_that_counts_the_dead_of_two_places(read: Read) -> None:
    """Four in the head are three here and one there."""
    facts = read(
        "قتل أربعة مدنيين أمس في قصف جوي روسي استهدف مدينة جسر الشغور وبلدة معرشورين.\n"
        "وأفاد المراسل بأن ثلاثة مدنيين قتلوا في غارات على بلدة معرشورين.\n"
        "وشن الطيران عددا من الغارات على مدينة جسر الشغور، ما أدى إلى مقتل مدني وإصابة سبعة."
    )
    assert [(f.place.name, best(f, "killed")) for f in facts] == [
        ("معرشورين", 3),
        ("جسر الشغور", 1),
    ]


def test_the_dead_of_another_day_and_region(read: Read) -> None:
    """They are no other side of the blast told first."""
    first, *_ = read(
        "أفادت السلطات بمقتل أربعة مدنيين الأحد في انفجار عبوة على طريق في ولاية قندهار جنوب "
        "أفغانستان، بينما قتل 11 مقاتلا السبت في ولاية هلمند."
    )
    assert (first.place.name, best(first, "killed")) == ("قندهار", 4)


def test_the_strip_is_that_of_gaza(read: Read) -> None:
    """Not the town that was named last."""
    facts = read(
        "قتل ثلاثة أشخاص أمس في قصف إسرائيلي على مدينة خان يونس.\n"
        "من جهة أخرى، قتل مزارع بقصف مدفعي إسرائيلي شمال القطاع."
    )
    assert [f.place.name for f in facts] == ["خان يونس", "قطاع غزة"]


def test_the_town_is_the_seat_of_the_region_ahead(read: Read) -> None:
    """وفي محافظة إب … شرق المدينة is east of Ibb."""
    facts = read(
        "قتل شرطي أمس بانفجار سيارة مفخخة في مدينة عدن.\n"
        "وفي محافظة إب قتل اثنان وأصيب عشرة بانفجار دراجة نارية مفخخة شرق المدينة."
    )
    assert [f.place.admin1_name for f in facts] == ["عدن", "إب"]


def test_rockets_fall_where_they_fly_to(read: Read) -> None:
    """What stands in a bracket behind the soil that they came from is no place of theirs."""
    (fact,) = read(
        "أعلن المتحدث سقوط صاروخ أطلقه الحوثيون أمس من داخل الأراضي اليمنية (محافظة صعدة) باتجاه "
        "محافظة صامطة بمنطقة جازان وإصابة مواطن."
    )
    assert fact.place.name == "صامطة"


def test_a_police_chiefs_house_is_the_polices(read: Read) -> None:
    """Whose house it is says what was aimed at."""
    (fact,) = read(
        "انفجرت سيارة مفخخة أمس أمام منزل مدير أمن مدينة عدن وأصيب أحد المارة في حي التواهي."
    )
    assert fact.target_type == "police"


def test_a_house_near_a_mosque_is_a_house(read: Read) -> None:
    """The mosque only says where."""
    (fact,) = read("أصيب خمسة أشخاص أمس جراء قصف الطيران لمنزل في محيط مسجد النور بحي الصبرة.")
    assert fact.target_type == "private_property"


def test_what_a_group_is_called_in_the_media_is_no_target(read: Read) -> None:
    """إعلاميا is no journalist."""
    (fact,) = read(
        "قصفت القوات العراقية أمس بالمدفعية مقرات للتنظيم المعروف إعلاميا بداعش في منطقة الفحيلات "
        "بالرمادي."
    )
    assert fact.target_type != "journalists"


def test_bombs_that_were_found_and_destroyed_are_a_seizure(read: Read) -> None:
    """Nothing went off."""
    (fact,) = read(
        "كشفت ودمرت مفارز للجيش الجزائري أمس سبع قنابل تقليدية الصنع بولاية تبسة في إطار مكافحة "
        "الإرهاب."
    )
    assert fact.event_type == "weapons_seizure"


def test_militants_of_a_group_are_its_dead(read: Read) -> None:
    """The force is the subject, they are the object."""
    (fact,) = read(
        "ولفتت المصادر إلى أن قوة عراقية مشتركة قتلت ثلاثة إرهابيين من داعش ودمرت سيارتين "
        "شرقي مدينة الرمادي أمس."
    )
    assert fact.perpetrator.name != "داعش"


def test_those_who_cut_throats_ahead_of_their_verb(read: Read) -> None:
    """مسلحين ذبحوا 17 is an execution."""
    (fact,) = read("أعلنت الداخلية أن مسلحين ذبحوا 17 مدنيا أمس في إقليم هلمند بأفغانستان.")
    assert (fact.event_type, best(fact, "killed")) == ("execution", 17)


def test_how_a_region_was_taken_years_ago_is_not_the_attack(read: Read) -> None:
    """Neither its day nor its town are those of the attack."""
    (fact,) = read(
        "شن تنظيم داعش سلسلة هجمات بسيارات مفخخة على ثكنة في الأنبار وقتل عشرة جنود.\n"
        "وكان التنظيم قد سيطر على أجزاء من محافظة الأنبار عام 2014، وسيطر في أيار 2015 على مدينة "
        "الرمادي."
    )
    assert (fact.place.name, fact.date.best) == ("الأنبار", None)
