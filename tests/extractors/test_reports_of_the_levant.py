"""Golden cases in the manner of local outlets of Iraq, Syria, Lebanon, Palestine and Iran."""

from __future__ import annotations

import datetime as dt

from tests.extractors.reading_kit import Read, best


def test_a_town_called_after_a_monastery_is_no_target(read: Read) -> None:
    (fact,) = read(
        "قتل جندي وأصيب اثنان في كمين لتنظيم داعش في بادية الشولا أمس، ونقل الجريحان إلى مشفى "
        "دير الزور العسكري."
    )
    assert fact.target_type == "military"


def test_a_first_toll_of_another_attack_is_none_of_the_one_before(read: Read) -> None:
    first, second = read(
        "قتل مدنيان وأصيب سبعة بانفجار عبوة ناسفة في بلدة السعدية أمس. وقالت الشرطة إن ثلاث عبوات "
        "انفجرت في جنازة شمالي مدينة بعقوبة ما أدى إلى مقتل تسعة أشخاص كحصيلة أولية."
    )
    assert [best(f, "killed") for f in (first, second)] == [2, 9]
    assert second.place.name == "بعقوبة"


def test_who_speaks_the_day_before_speaks_of_another_strike(read: Read) -> None:
    first, second = read(
        "قتل شخص في غارة إسرائيلية على سيارة قرب بلدة البيسارية صباح اليوم الأربعاء.\n"
        "وأعلنت وزارة الصحة اللبنانية، الثلاثاء، مقتل مواطن في قصف إسرائيلي على بلدة خربة سلم."
    )
    assert (first.place.name, second.place.name) == ("البيسارية", "خربة سلم")
    assert second.date.earliest == dt.date(2021, 3, 9)


def test_militants_killed_and_taken_in_one_raid(read: Read) -> None:
    (fact,) = read('أعلن الأمن مقتل ثلاثة "إرهابيين" واعتقال خمسة آخرين في مدينة السلط أمس.')
    assert (fact.event_type, best(fact, "killed"), best(fact, "arrested")) == ("armed_attack", 3, 5)


def test_what_somebody_had_a_hand_in_is_no_news(read: Read) -> None:
    (fact,) = read(
        "اعتقلت الشرطة أمس في الرمادي أربعة مسلحين يشتبه بضلوعهم في هجوم على حاجز في الفلوجة."
    )
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 4)
    assert fact.place.name == "الرمادي"


def test_how_large_a_cell_is_says_not_how_many_were_taken(read: Read) -> None:
    (fact,) = read("اعتقلت شرطة الأنبار أمس في الرمادي أربعة إرهابيين يعملون في خلية تضم 12 عنصرا.")
    assert best(fact, "arrested") == 4


def test_spellings_of_an_iranian_province(read: Read) -> None:
    for name in ("سيستان-بلوشستان", "سستان وبلوخستان", "سيستان بلوشستان", "سيستان - بالوشيستان"):
        (fact,) = read(f"قتل شرطيان في هجوم مسلح في محافظة {name} الحدودية مع باكستان أمس.")
        assert (fact.place.country, fact.place.admin1_code) == ("IR", "IR-11"), name


def test_a_pronoun_that_stands_for_two(read: Read) -> None:
    (fact,) = read("طاردت قوات الاحتلال شابين قرب بلدة عزون أمس وأطلقت النار عليهما فقتلتهما.")
    assert best(fact, "killed") == 2


def test_rockets_with_cluster_bombs_come_from_the_ground(read: Read) -> None:
    (fact,) = read("قتلت امرأة في قصف بالصواريخ المحملة بالقنابل العنقودية على بلدة كفرنبل أمس.")
    assert fact.event_type == "shelling"


def test_near_a_town_that_its_governorate_is_called_after(read: Read) -> None:
    (fact,) = read("قتل مستوطن بإطلاق نار على مركبته وسط قلقيلية أمس.")
    assert (fact.place.name, fact.place.precision) == ("قلقيلية", 1)


def test_the_explosion_is_the_one_told_before(read: Read) -> None:
    (fact,) = read(
        "انفجرت سيارة ملغومة في سوق ببلدة عفرين أمس، فقتلت أربعة أشخاص.\n"
        "وقال سكان إن الطريق أغلقت لساعات.\n"
        "ووقع الانفجار قرب مدخل السوق، وقالت مصادر طبية إن 12 شخصا أصيبوا."
    )
    assert (fact.event_type, best(fact, "killed"), best(fact, "wounded")) == (
        "vehicle_bombing",
        4,
        12,
    )


def test_a_source_that_calls_it_a_suicide_attack_tells_no_second_one(read: Read) -> None:
    (fact,) = read(
        "فجر انتحاري نفسه وسط أنقرة أمس ما أدى إلى إصابة ستة شرطيين بجروح. وقال قائد الشرطة "
        "«نعتقد أنه هجوم انتحاري»، مضيفا أن اثنين من الجرحى في حال خطرة."
    )
    assert best(fact, "wounded") == 6


def test_whose_shelling_a_noun_of_aiming_tells(read: Read) -> None:
    (fact,) = read("قتل ستة مدنيين جراء استهداف قوات النظام قرية سرجة جنوب إدلب بالقذائف أمس.")
    assert (fact.perpetrator.name, fact.target_type) == ("النظام السوري", "civilians")


def test_who_is_blamed_for_dallying_did_not_attack(read: Read) -> None:
    (fact,) = read(
        "تتعرض إدلب للقصف رغم اتفاق هدنة، واتهمت دمشق أنقرة بالتلكؤ في تنفيذه. وقتل 12 مدنيا في "
        "قصف مدفعي على مدينة كفرنبل أمس."
    )
    assert fact.perpetrator.name != "تركيا"


def test_what_a_movement_rules_is_not_where_it_struck(read: Read) -> None:
    (fact,) = read(
        "قتل مستوطن بالرصاص في الضفة الغربية أمس. وذكرت الحركة التي تسيطر على قطاع غزة أن أحد "
        "عناصرها أطلق النار عليه قرب مستوطنة دوليف غربي رام الله."
    )
    assert fact.place.name == "دوليف"


def test_a_town_that_nobody_knows_is_nearer_than_the_side_of_the_seat(read: Read) -> None:
    (fact,) = read("قتل مدني وأصيب آخرون في قصف مدفعي على بلدة تحتايا جنوب إدلب أمس.")
    assert (fact.place.name, fact.place.admin1_code) == ("تحتايا", "SY-ID")


def test_the_next_sentence_names_the_village(read: Read) -> None:
    (fact,) = read(
        "قتل خمسة مدنيين في قصف مدفعي لقوات النظام جنوب إدلب أمس. وقال ناشط إن القوات قصفت "
        "بالمدفعية قرية إحسم، ما أدى إلى وقوع المجزرة."
    )
    assert fact.place.name == "إحسم"


def test_a_short_while_after_another_strike(read: Read) -> None:
    (fact,) = read(
        "قتل ستة مدنيين في قصف على محيط بلدة الفوعة أمس، بعد وقت قصير من استهداف بلدة إبلين."
    )
    assert (fact.place.name, best(fact, "killed")) == ("الفوعة", 6)
