"""Golden cases: who did it, where others are named beside him."""

from __future__ import annotations

from tests.extractors.reading_kit import Read


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


def test_who_is_blamed_for_attacks_as_a_whole_did_not_do_this_one(read: Read) -> None:
    (fact,) = read(
        "قتل مسلحون ضابطا في هجوم على نقطة للجيش في القاهرة أمس. "
        "وتتهم السلطات جماعة الإخوان المسلمين بالوقوف وراء معظم الهجمات."
    )
    assert fact.perpetrator.name is None


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


def test_a_claim_is_of_the_attack_that_it_calls_by_its_site(read: Read) -> None:
    bus, church = read(
        "قتل 17 شخصا أمس في انفجار قنبلة في حافلة في بيشاور. "
        "وقتل 80 شخصا الأحد الماضي في عملية انتحارية استهدفت كنيسة في بيشاور. "
        "وتبنت حركة طالبان الباكستانية الهجوم على الكنيسة."
    )
    assert (bus.perpetrator.name, church.perpetrator.name) == (None, "طالبان باكستان")
