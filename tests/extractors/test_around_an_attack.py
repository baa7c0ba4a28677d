"""Golden cases: what longer articles tell around an attack, which is none of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extractors.reading_kit import Read, best


def test_who_died_of_his_wounds_is_neither_a_second_dead_nor_wounded(read: Read) -> None:
    """The head counts him; the ministry names him."""
    (fact,) = read(
        "استشهد شاب وأصيب اثنان آخران برصاص قوات الاحتلال جنوبي نابلس أمس.\n"
        "وقالت وزارة الصحة إن الشاب كريم سالم استشهد متأثرا بإصابته برصاص الاحتلال في بلدة بيتا."
    )
    assert (best(fact, "killed"), best(fact, "wounded")) == (1, 2)


def test_a_settlement_is_not_its_settlers(read: Read) -> None:
    """The feminine looks like a settler with a pronoun."""
    (fact,) = read("سقطت قذيفة قبالة مستوطنة شلومي أمس وأصابت عاملا.")
    assert fact.perpetrator.name is None


def test_a_war_between_two_hits_neither(read: Read) -> None:
    """Who is feared to go to war was not hit by the raid."""
    (fact,) = read(
        "قتل أربعة أشخاص أمس في غارة إسرائيلية على بلدة ميفدون، "
        "على وقع مخاوف من اندلاع حرب بين حزب الله وإسرائيل."
    )
    assert fact.perpetrator.name == "إسرائيل"


def test_a_hospital_told_later_is_the_place(read: Read) -> None:
    """جنوب لبنان is more than the governorate of that name."""
    (fact,) = read(
        "قتل ثلاثة أشخاص أمس في غارة إسرائيلية استهدفت سيارة في جنوب لبنان.\n"
        "وقالت الوزارة إن الغارة على السيارة وقعت أمام مدخل مستشفى تبنين الحكومي."
    )
    assert fact.place.name == "مستشفى تبنين"


def test_those_who_are_talked_to_are_no_target(read: Read) -> None:
    """He may not speak to journalists; the bomb was not for them."""
    (fact,) = read(
        "قال مصدر غير مخول التحدث إلى الصحفيين إن عبوة ناسفة انفجرت في مدرعة للجيش بمدينة "
        "العريش أمس."
    )
    assert fact.target_type == "military"


def test_who_fired_is_no_target(read: Read) -> None:
    """Fire that came from the force named behind it."""
    (fact,) = read(
        "استشهد شاب أمس جراء عيارات نارية أطلقتها عليه قوات من الجيش الإسرائيلي شمال الخليل."
    )
    assert fact.target_type == "civilians"


def test_a_health_body_is_medical(read: Read) -> None:
    """Whoever it belongs to."""
    (fact,) = read(
        "قتل شخصان أمس في غارة إسرائيلية استهدفت مقر الهيئة الصحية الإسلامية التابعة لحزب الله "
        "في بلدة حانين."
    )
    assert fact.target_type == "medical"


def test_a_second_soldier_is_no_second_item_of_a_list(read: Read) -> None:
    """The adjective behind him begins nothing: the town is his."""
    (fact,) = read("قتل مسلحون بالرصاص أمس جنديا ثانيا في بلدة بسميل بمحافظة ديار بكر.")
    assert (fact.place.name, best(fact, "killed")) == ("بسميل", 1)


def test_the_wounded_of_one_blast_are_counted_with_its_dead(read: Read) -> None:
    """مجندان آخران goes on with who fell before; the blast is named behind both."""
    (fact,) = read(
        "وفي منطقة الجورة قتل مجند أمس، وأصيب مجندان آخران، نتيجة انفجار عبوة ناسفة في مدرعة "
        "جنوب الشيخ زويد."
    )
    assert (fact.event_type, best(fact, "killed"), best(fact, "wounded")) == ("ied_bombing", 1, 2)


def test_days_count_from_the_only_day_told(read: Read) -> None:
    """عقب ثلاثة أيام counts back from Tuesday, four sentences later too."""
    facts = read(
        "قتل جنديان الثلاثاء في هجوم على ثكنة بمدينة سور.\n"
        "وقال المحافظ إن المهاجمين فروا.\nوبدأت القوات عملية تمشيط.\nوأغلقت الطرق.\n"
        "ويأتي الهجوم عقب ثلاثة أيام من تفجير قتل فيه ستة جنود في مدينة ماردين."
    )
    (older,) = [f for f in facts if f.place.name == "ماردين"]
    assert older.date.best == dt.date(2021, 3, 6)


def test_a_raid_of_occupiers_that_ends_in_arrests_is_an_arrest(read: Read) -> None:
    """Nobody was hurt when they came into the town."""
    (fact,) = read("اقتحمت قوات الاحتلال بلدة برقين في جنين أمس، واعتقلت أربعة شبان.")
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 4)


def test_one_of_several_ahead_of_his_verb(read: Read) -> None:
    """إن أحد العمال قتل is one dead."""
    (fact,) = read(
        "وقالت المصادر إن أحد عمال النظافة قتل أمس جراء انفجار عبوة ناسفة في مدينة ماردين."
    )
    assert best(fact, "killed") == 1


@pytest.mark.parametrize("near", ["قرب", "قريبا من"])
def test_what_the_target_stands_near_is_none(read: Read, near: str) -> None:
    """The hotel was attacked, not the palace near it."""
    (fact,) = read(f"هاجم مسلحون أمس فندقا {near} القصر الرئاسي في مقديشو وقتلوا ثلاثة أشخاص.")
    assert fact.target_type == "civilians"
