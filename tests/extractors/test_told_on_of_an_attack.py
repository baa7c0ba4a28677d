"""Golden cases: what is told on of an attack, and what is another story."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_who_the_dead_were_is_no_event_of_its_own(read: Read) -> None:
    (fact,) = read(
        "أسفرت اشتباكات اندلعت أمس بين مجموعتين مسلحتين في مدينة الزاوية الليبية عن سقوط ستة قتلى "
        "بينهم مدنيان. وقال مصدر طبي إن أحد القتيلين المدنيين سيدة أصيبت بشظايا قذيفة سقطت على "
        "منزلها في حي ضمان."
    )
    assert (fact.event_type, best(fact, "killed"), best(fact, "wounded")) == ("clash", 6, None)


def test_one_of_his_was_hit_with_him(read: Read) -> None:
    (fact,) = read(
        "اغتال مسلحان مجهولان كانا على متن دراجة نارية أمس القيادي في المقاومة سالم محسن بمديرية "
        "المنصورة في محافظة عدن. وأصاباه بأربع رصاصات في الرأس، كما أصيب مرافقه برصاصة في الكتف."
    )
    assert (best(fact, "killed"), best(fact, "wounded")) == (1, 1)


def test_who_shoots_down_one_man_in_a_title_killed_him(read: Read) -> None:
    (fact,) = read(
        "اغتال مسلحان أمس القيادي في المقاومة سالم محسن في محافظة عدن.",
        "مسلحان يغتالان قياديا في عدن",
    )
    assert best(fact, "killed") == 1


def test_bombs_far_behind_their_verb_are_destroyed(read: Read) -> None:
    (fact,) = read(
        "كشفت مفرزة للجيش الوطني الشعبي ودمرت أمس، خلال عملية بحث وتمشيط ببلدية بني سليمان بولاية "
        "المدية، خمس (05) قنابل تقليدية الصنع."
    )
    assert fact.event_type == "weapons_seizure"


def test_until_noon_is_no_day(read: Read) -> None:
    facts = read(
        "شن مسلحون أول أمس هجوما على معسكر للجيش المالي في بلدة سوكولو، واستمرت الاشتباكات حتى "
        "منتصف النهار وقتل 21 جنديا."
    )
    assert {str(f.date.earliest) for f in facts} == {"2021-03-08"}


def test_a_belt_that_went_off_was_the_bomb(read: Read) -> None:
    (fact,) = read(
        "فجر انتحاري نفسه أمس قرب حاجز للجيش المالي في مدينة غاو ما أدى إلى إصابة جندي. وقال ضابط "
        "إن الجنود أطلقوا النار على المهاجم قبل وصوله إلى الحاجز وانفجر حزامه."
    )
    assert (fact.event_type, fact.weapon) == ("suicide_bombing", "explosive_belt")
