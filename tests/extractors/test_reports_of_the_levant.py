"""Golden cases in the manner of local outlets of Iraq, Syria, Lebanon, Palestine and Iran."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_a_town_called_after_a_monastery_is_no_target(read: Read) -> None:
    (fact,) = read(
        "قتل جندي وأصيب اثنان في كمين لتنظيم داعش في بادية الشولا أمس، ونقل الجريحان إلى مشفى "
        "دير الزور العسكري."
    )
    assert fact.target_type == "military"


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


def test_bodies_far_behind_the_word_of_finding(read: Read) -> None:
    (fact,) = read("عثرت دوريات الشرطة الوطنية مساء أمس الثلاثاء على 19 جثة في أنحاء بغداد.")
    assert (fact.event_type, best(fact, "killed")) == ("execution", 19)


def test_a_wound_in_the_chest_is_in_no_town(read: Read) -> None:
    (fact,) = read(
        "اغتال مسلحون ناشطة وسط مدينة البصرة أمس. وتوفيت الناشطة بعد إصابتها بطلقات نارية في "
        "منطقتي الرأس والصدر."
    )
    assert fact.place.name == "البصرة"


def test_who_confirms_an_attack_did_not_do_it(read: Read) -> None:
    (fact,) = read(
        "سقطت ثلاثة صواريخ في المنطقة الخضراء ببغداد أمس. وتم تأكيد وقوع الهجوم من قبل مسؤول عسكري "
        "عراقي."
    )
    assert fact.perpetrator.name is None


def test_who_guards_settlers_is_not_who_was_hit(read: Read) -> None:
    (fact,) = read("هاجم مستوطنون قرية عوريف بحماية من قوات الاحتلال أمس وأصابوا ثلاثة.")
    assert fact.target_type == "civilians"


def test_a_child_and_two_youths_are_three(read: Read) -> None:
    (fact,) = read("اعتقلت قوات الاحتلال طفلا وفتيين خلال مداهمات في بلدة يعبد أمس.")
    assert best(fact, "arrested") == 3


def test_the_settlers_home_is_not_where_they_struck(read: Read) -> None:
    (fact,) = read("داهم عدد من مستوطني مستوطنة يش كوديش قرية جالود أمس وأضرموا النار في منزل.")
    assert fact.place.name == "جالود"


def test_a_quarter_of_gaza_that_a_town_of_egypt_is_called_like(read: Read) -> None:
    (fact,) = read("قتل شخصان في غارة إسرائيلية على منطقة الشيخ زايد شمال قطاع غزة أمس.")
    assert fact.place.country == "PS"


def test_since_when_a_side_rules_is_no_fight(read: Read) -> None:
    (fact,) = read(
        "قتل قيادي سابق برصاص مسلحين مجهولين في مدينة الصنمين أمس. وتشهد محافظة درعا فوضى منذ "
        "سيطرة النظام عليها قبل ثلاث سنوات."
    )
    assert fact.event_type != "clash"
    assert fact.perpetrator.name is None


def test_officials_as_egyptian_papers_write_them(read: Read) -> None:
    (fact,) = read(
        "قتل مسئول محلى فى انفجار عبوة ناسفة بمدينة بعقوبة أمس، وأعلن تنظيم القاعدة المسئولية عنه."
    )
    assert (fact.target_type, fact.perpetrator.status) == ("government", "claimed")


def test_in_whose_clothes_is_not_by_whom(read: Read) -> None:
    (fact,) = read(
        "أقدم عناصر من تنظيم داعش تنكروا بزي الشرطة الاتحادية على إعدام 15 شخصا وسط الموصل أمس."
    )
    assert fact.perpetrator.name == "داعش"


def test_whose_media_lay_the_blame(read: Read) -> None:
    (fact,) = read(
        "أصيب أربعة أطفال بقذيفة هاون سقطت في حي الزاهرة بدمشق أمس. وألقت وسائل إعلام النظام "
        "السوري المسؤولية على إرهابيين."
    )
    assert fact.perpetrator.name != "النظام السوري"


def test_where_a_road_leads_to(read: Read) -> None:
    (fact,) = read(
        "قتل شرطيان في هجوم على حاجز قرب ديار بكر على الطريق الذي يربط ديار بكر ببطمان أمس."
    )
    assert fact.place.name == "ديار بكر"


def test_a_school_is_in_no_far_city_that_it_is_called_after(read: Read) -> None:
    (fact,) = read("سقطت قذيفة هاون أمام مدرسة دار السلام في حي أبو رمانة وسط دمشق أمس.")
    assert fact.place.country == "SY"


def test_a_bomb_of_the_day_before_behind_a_murder(read: Read) -> None:
    first, second = read(
        "قتل ضابط في وزارة الداخلية بهجوم مسلح جنوب بغداد. وأطلق مسلحون النار صباح اليوم من رشاشات "
        "على سيارته ما أسفر عن مقتله.\n"
        "وشهدت بغداد أمس مقتل أربعة أشخاص بانفجار سيارة مفخخة في حي أور."
    )
    assert (first.event_type, first.target_type) == ("armed_attack", "police")
    assert (second.event_type, best(second, "killed")) == ("vehicle_bombing", 4)


def test_where_cars_are_parked_is_no_name(read: Read) -> None:
    (fact,) = read("أصابت غارة إسرائيلية منطقة وقوف السيارات في مبنى وسط النبطية أمس، فجرح ثمانية.")
    assert fact.place.name == "النبطية"


def test_a_raid_of_old_chronicles_is_no_air_strike(read: Read) -> None:
    assert not read(
        "تروي الوثيقة كيف أغارت قبيلة على قافلة الحجاج قرب معان ونهبت أحمالها سنة 1761."
    )
