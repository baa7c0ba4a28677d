"""Golden cases: who did it, where others are named beside him."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_whose_man_was_shot_did_not_shoot(read: Read) -> None:
    (fact,) = read("قتل جهاديون بالرصاص موظفا في وزارة الداخلية المصرية في العريش أمس.")
    assert (fact.perpetrator.name, fact.target_type) == (None, "government")


def test_whose_shots_they_were_is_said_right_behind(read: Read) -> None:
    (fact,) = read("قتل شاب برصاص القوات الإسرائيلية في مدينة نابلس أمس.")
    assert fact.perpetrator.name == "إسرائيل"


def test_with_whom_gunmen_are_linked_did_it(read: Read) -> None:
    (fact,) = read("هاجم مسلحون على صلة بحركة طالبان أمس حافلة في إقليم خيبر وقتلوا تسعة أشخاص.")
    assert fact.perpetrator.name == "طالبان"


def test_who_speaks_for_itself_did_it_more_than_its_friends(read: Read) -> None:
    (fact,) = read(
        "تبنت مجموعة مرتبطة بتنظيم القاعدة أمس اغتيال ضابط في القاهرة. "
        "وقالت جماعة أنصار بيت المقدس في بيان إنها قامت باغتيال الضابط."
    )
    assert (fact.perpetrator.name, fact.perpetrator.status) == ("أنصار بيت المقدس", "claimed")


def test_who_is_blamed_for_this_one_did(read: Read) -> None:
    (fact,) = read(
        "قتل مسلحون ضابطا في هجوم على نقطة للجيش في القاهرة أمس. "
        "وتتهم السلطات جماعة الإخوان المسلمين بالوقوف وراء الهجوم."
    )
    assert fact.perpetrator.name == "جماعة الإخوان"


def test_who_says_that_it_flew_a_raid_flew_it(read: Read) -> None:
    (fact,) = read(
        "أعلنت الولايات المتحدة عن شنها غارة جوية على موقع في إدلب أمس أسفرت عن مقتل شخصين."
    )
    assert (fact.perpetrator.name, fact.perpetrator.status) == ("الولايات المتحدة", "claimed")


# --- whose forces, whose aim -------------------------------------------------------------------


def test_the_forces_of_a_country_are_meant_by_their_units(read: Read) -> None:
    (fact,) = read("تمكنت الوحدات الأمنية أمس من القضاء على مسلحين اثنين في محيط مدينة بنقردان.")
    assert (fact.perpetrator.name, fact.target_type) == ("قوات الأمن التونسية", "militants")


def test_who_leads_the_operation_did_it(read: Read) -> None:
    (fact,) = read(
        "أفضت عملية أمنية تقودها قوات الجيش الوطني الليبي إلى مقتل ثلاثة إرهابيين في درنة أمس."
    )
    assert fact.perpetrator.name == "الجيش الليبي"


def test_a_front_is_no_group_where_no_group_is_called_so(read: Read) -> None:
    (fact,) = read(
        "قتل شخصان أمس في غارة إسرائيلية على سيارة في صيدا، في توتر على الجبهة الجنوبية."
    )
    assert fact.target_type == "civilians"


def test_who_holds_the_place_was_not_hit(read: Read) -> None:
    (fact,) = read(
        "قتل 12 شخصا أمس عندما هز انفجار منطقة تسيطر عليها القوات الحكومية في مدينة حلب."
    )
    assert fact.target_type == "civilians"


def test_who_is_accused_of_a_raid_flew_it(read: Read) -> None:
    (fact,) = read(
        "اتهم الجيش السوداني أمس قوات الدعم السريع بشن غارة جوية استهدفت مسجدا في الفاشر وقتلت 40."
    )
    assert fact.perpetrator.name == "قوات الدعم السريع"


def test_a_leader_among_the_dead_of_a_raid_was_its_aim(read: Read) -> None:
    (fact,) = read(
        "ضربت مسيرة أميركية سيارة في بغداد أمس، وقتل ثلاثة أشخاص بينهم قياديان في كتائب حزب الله."
    )
    assert (fact.perpetrator.name, fact.target_type) == ("الولايات المتحدة", "militants")


def test_cars_that_are_set_on_fire_are_what_was_hit(read: Read) -> None:
    (fact,) = read("أحرق مستوطنون فجر أمس مركبات للمواطنين في بلدة المزرعة الغربية شمال رام الله.")
    assert fact.target_type == "private_property"


def test_who_frees_whom_others_took_had_not(read: Read) -> None:
    (fact,) = read("أفرج مسلحو القاعدة أمس عن أربعة عمال خطفتهم عصابة في أبين في يناير الماضي.")
    assert fact.perpetrator.name is None


def test_who_tells_how_many_soldiers_his_men_killed_attacked_them(read: Read) -> None:
    (fact,) = read(
        "قال ضابط إن ثمانية جنود قتلوا في تفجير سيارتين مفخختين عند مدخل قاعدة في أفمادو أمس. "
        "وأعلنت حركة الشباب في بيان أن عناصرها قتلوا عشرين جنديا قبل أن ينسحبوا."
    )
    assert (best(fact, "killed"), fact.perpetrator.name, fact.perpetrator.status) == (
        8,
        "حركة الشباب",
        "claimed",
    )


def test_men_of_the_movement_are_its_own(read: Read) -> None:
    (fact,) = read(
        "أعلن حلف شمال الأطلسي أن جنديين من قواته قتلا أمس في انفجار عبوة ناسفة في مديرية ميوند "
        "بولاية قندهار. وقال متحدث باسم حركة طالبان إن مقاتلي الحركة دمروا دبابة للقوات الأجنبية "
        "في ميوند وقتلوا خمسة جنود."
    )
    assert (best(fact, "killed"), fact.perpetrator.name) == (2, "طالبان")


def test_other_gunmen_elsewhere_are_not_those_of_the_sentence_before(read: Read) -> None:
    _, kidnapping = read(
        "قتل ثلاثة جنود في هجوم شنته حركة الشباب على قاعدة في أفمادو أمس. "
        "من جهة أخرى اختطف مسلحون طبيبا في كيسمايو."
    )
    assert kidnapping.perpetrator.name is None


def test_who_says_that_it_stood_behind_it_claims_it(read: Read) -> None:
    (fact,) = read(
        "قتل جنديان ماليان أمس في انفجار لغم قرب مدينة كيدال. وأعلنت حركة التوحيد والجهاد في غرب "
        "أفريقيا في اتصال مع وكالة أنباء وقوفها وراء العملية."
    )
    assert (fact.perpetrator.actor_id, fact.perpetrator.status) == ("mujao", "claimed")


def test_fingers_point_at_whom_they_accuse(read: Read) -> None:
    (fact,) = read("اغتيل ضابط في الأمن السياسي في عدن أمس. وتشير أصابع الاتهام إلى تنظيم القاعدة.")
    assert (fact.perpetrator.name, fact.perpetrator.status) == ("القاعدة", "suspected")
