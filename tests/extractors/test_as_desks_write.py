"""Golden cases: recalls and updates, kin, places behind the news, what several attacks share."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_what_goes_on_where_it_happened_is_told_apart(read: Read) -> None:
    (fact,) = read(
        "قتل خمسة جنود أمس بانفجار عبوة ناسفة في محافظة شرناق جنوب شرق تركيا. وقال الجيش إن الهجوم "
        "وقع في مدينة سيلوبي التي تشهد اشتباكات بين الشرطة والمسلحين منذ الأسبوع الماضي."
    )
    assert (fact.event_type, fact.place.name) == ("ied_bombing", "سيلوبي")


def test_a_country_that_attacks_is_not_where_it_happened(read: Read) -> None:
    (fact,) = read("قصفت تركيا أمس مواقع في سوريا وقتلت ثلاثة مسلحين.")
    assert (fact.place.country, fact.perpetrator.name) == ("SY", "تركيا")


def test_of_them_are_those_counted_before(read: Read) -> None:
    first, second = read(
        "قتل 11 من داعش أمس بغارة جوية في الميادين شرق سوريا. "
        "كما قتل 29 منهم بغارة قرب الطبقة بريف الرقة."
    )
    assert (first.target_type, second.target_type) == ("militants", "militants")


def test_kin_of_an_officer_are_no_officers(read: Read) -> None:
    for text, dead in (
        ("قتل شقيق ضابط في الجيش بنيران مسلحين في بعقوبة أمس.", 1),
        ("قتل والد جندي وزوجته بهجوم مسلح في بعقوبة أمس.", 2),
        ("قتل ابن عم قائد الشرطة بتفجير عبوة ناسفة في بعقوبة أمس.", 1),
        ("قتل اثنان من أقارب ضابط شرطة بتفجير عبوة ناسفة في بعقوبة أمس.", 2),
    ):
        (fact,) = read(text)
        assert (fact.target_type, best(fact, "killed")) == ("civilians", dead), text


def test_who_told_it_ends_the_sentence(read: Read) -> None:
    (fact,) = read("قتل سبعة جنود في تفجير عبوة في العريش أمس، كما أعلن مصدر أمني لفرانس برس.")
    assert fact.attribution_source == "مصدر أمني"


def test_what_somebody_tells_more_is_another_sentence(read: Read) -> None:
    first, second = read(
        "قتل سبعة جنود في تفجير عبوة في العريش أمس، كما أعلن الجيش مقتل ثلاثة مسلحين في رفح."
    )
    assert (best(first, "killed"), best(second, "killed")) == (7, 3)


def test_a_first_toll_is_no_statistic(read: Read) -> None:
    (fact,) = read(
        "انفجرت سيارة مفخخة أمس في مدينة عفرين وقتل ثلاثة مدنيين.",
        title="تفجير عنيف وسط عفرين وحصيلة أولية للضحايا",
    )
    assert (fact.event_type, best(fact, "killed")) == ("vehicle_bombing", 3)


def test_one_bomb_sums_up_no_others(read: Read) -> None:
    facts = read(
        "بغداد: استشهاد 5 أشخاص بانفجار سيارة مفخخة في منطقة البلديات أمس.\n"
        "الموصل: مقتل جنديين بتفجير انتحاري في منطقة الغابات.\n"
        "كركوك: مقتل ثلاثة مدنيين بانفجار عبوة في حي الواسطي."
    )
    assert [best(f, "killed") for f in facts] == [5, 2, 3]


def test_the_worst_of_them_is_one_of_them(read: Read) -> None:
    facts = read(
        "شهدت بغداد أمس عدة هجمات. وكان أعنفها انفجار سيارة مفخخة أودى بحياة أحد عشر شخصا. "
        "وفي الدورة قتل شرطي بعبوة. وقتل موظف برصاص مسلحين في شارع فلسطين."
    )
    assert 11 in [best(f, "killed") for f in facts]


def test_where_the_hurt_were_taken_is_not_where_it_was(read: Read) -> None:
    facts = read(
        "نجا قيادي أمس من محاولة اغتيال في مدينة طفس غربي درعا بعد انفجار عبوة في سيارته. "
        "وأصيب اثنان من مرافقيه ونقل أحدهما إلى دمشق."
    )
    assert {f.place.name for f in facts} == {"طفس"}


def test_a_later_toll_opens_the_attack_that_it_tells(read: Read) -> None:
    facts = read(
        "ارتفع عدد قتلى المسجد الذي طاولته المدفعية في حي التيجانية في الفاشر إلى 22 قتيلا أمس."
    )
    assert [best(f, "killed") for f in facts] == [22]


def test_what_flies_over_and_looks_is_a_drone(read: Read) -> None:
    (fact,) = read("استشهد شاب بصاروخ أطلقته طائرة استطلاع إسرائيلية في رفح أمس.")
    assert (fact.event_type, fact.weapon) == ("drone_strike", "drone")


def test_barrels_fall_from_the_air_and_ships_shell(read: Read) -> None:
    (barrels,) = read("طال القصف بالبراميل حي الصاخور في حلب أمس وقتل ثلاثة.")
    (ships,) = read("قصفت البوارج سواحل مدينة شقرة في محافظة أبين أمس فقتل أربعة.")
    assert (barrels.event_type, ships.event_type) == ("air_strike", "shelling")


def test_a_district_is_one_that_something_happened_in(read: Read) -> None:
    (fact,) = read("قال مصدر في بغداد إن عشرة قتلوا أمس بانفجار سيارة مفخخة في ناحية الحسينية.")
    assert fact.place.name == "الحسينية"


def test_a_day_that_adds_up_is_nobodys_toll(read: Read) -> None:
    facts = read(
        "استشهد صياد أمس برصاص الزوارق الحربية الإسرائيلية قبالة رفح. "
        "وبذلك ترتفع حصيلة الشهداء في قطاع غزة منذ فجر أمس إلى 27 شهيدا."
    )
    assert [best(f, "killed") for f in facts] == [1]


def test_what_an_article_opens_with_is_recorded_though_it_names_only_a_country(read: Read) -> None:
    told = "قصفت فرنسا أمس الثلاثاء مواقع لتنظيم داعش في سوريا."
    (fact,) = read(told, "فرنسا تقصف مواقع لداعش في سوريا")
    assert (fact.place.country, fact.perpetrator.name) == ("SY", "فرنسا")


def test_fights_on_several_fronts_sum_up_those_told_next(read: Read) -> None:
    facts = read(
        "تجددت المعارك أمس على أكثر من جبهة في اليمن. ففي محافظة مأرب قتل ستة من الحوثيين في "
        "مواجهات في جبهة الكسارة. وفي محافظة الضالع قتل جنديان بقصف شنته الجماعة على جبهة مريس.",
        "معارك في مأرب والضالع",
    )
    assert [best(fact, "killed") for fact in facts] == [6, 2]


def test_who_fell_of_a_party_of_workers_were_fighters(read: Read) -> None:
    (fact,) = read("قتل ثلاثة من حزب العمال الكردستاني أمس بغارة على سيارة في السليمانية.")
    assert fact.target_type == "militants"


def test_a_front_for_a_liberation_is_no_fight(read: Read) -> None:
    (fact,) = read("قتل ثلاثة من الجبهة الشعبية لتحرير فلسطين أمس بغارة على موقع في غزة.")
    assert (fact.event_type, fact.target_type) == ("air_strike", "militants")


def test_a_student_demands_nothing(read: Read) -> None:
    (fact,) = read("قتل الطالب سامر حسن أمس برصاص مسلحين في كركوك.")
    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 1)


def test_a_revolution_is_no_bull(read: Read) -> None:
    (fact,) = read("قتل ثلاثة جنود أمس في هجوم شنه كتائب ثورة العشرين في الموصل.")
    assert fact.perpetrator.name == "كتائب ثورة العشرين"
