"""Golden cases: what a page holds beside its article, captives who come free, and figures
that are those of a report."""

from __future__ import annotations

import datetime as dt

from tests.extractors.reading_kit import Read, best


def test_the_day_of_the_release_is_not_that_of_the_kidnapping(read: Read) -> None:
    (taken,) = read("أفرج مسلحون أمس عن طبيب خطفوه قبل شهر في مدينة سبها.")
    assert taken.date.best != dt.date(2021, 3, 9)


def test_taking_people_to_have_others_freed_is_news(read: Read) -> None:
    (taken,) = read("خطف مسلحون أمس خمسة عمال في مدينة سبها وطالبوا بالإفراج عن سجناء.")
    assert taken.is_main
    assert taken.date.best == dt.date(2021, 3, 9)


def test_a_capital_where_it_happened_stays_though_a_source_speaks_there(read: Read) -> None:
    (attack,) = read("قتل خمسة أشخاص أمس بانفجار في بغداد. وقال مصدر أمني في بغداد إنه انتحاري.")
    assert attack.place.name == "بغداد"


def test_what_a_ministry_calls_dealing_with_them_is_a_shooting(read: Read) -> None:
    (fight,) = read(
        "قالت الوزارة إن التعامل مع العناصر الإرهابية أمس في منطقة الأميرية بالقاهرة أسفر عن مقتل "
        "ضابط وإصابة ضابط آخر وفردين من الشرطة."
    )
    assert (fight.event_type, best(fight, "killed"), best(fight, "wounded")) == ("clash", 1, 3)


def test_an_arrest_that_was_tried_is_none(read: Read) -> None:
    (fight,) = read(
        "قتلت الشرطة المصرية أمس خمسة مسلحين في اشتباك بمدينة العبور. "
        "وقالت الوزارة إن الشرطة حاولت القبض على المسلحين في مخزن بالمدينة."
    )
    assert fight.event_type == "clash"


def test_fighting_that_breaks_out_anew_and_a_first_count_of_its_dead(read: Read) -> None:
    (fight,) = read(
        "تجدد القتال أمس في بلدة كرينك وبلغ عدد الضحايا حسب الإحصاءات الأولية ستة قتلى."
    )
    assert (fight.event_type, best(fight, "killed")) == ("clash", 6)


def test_a_suburb_holds_its_quarters(read: Read) -> None:
    (bomb,) = read(
        "قتل أربعة أشخاص أمس في تفجير انتحاري في الضاحية الجنوبية لبيروت. "
        "وفجر الانتحاري سيارته في شارع بمنطقة حارة حريك."
    )
    assert best(bomb, "killed") == 4


def test_who_makes_haste_to_claim_it_did_it(read: Read) -> None:
    (bomb,) = read(
        'قتل أربعة في تفجير انتحاري بحارة حريك أمس. وسارعت "جبهة النصرة" إلى تبني الهجوم.'
    )
    assert (bomb.perpetrator.name, bomb.perpetrator.status) == ("جبهة النصرة", "claimed")


def test_fire_on_tents_and_houses_that_nobody_names_comes_from_afar(read: Read) -> None:
    (fire,) = read("استشهد مواطن أمس جراء استهداف الاحتلال منزلا في مخيم جباليا.")
    assert fire.event_type == "shelling"


def test_where_somebody_was_born_is_no_place_of_it(read: Read) -> None:
    facts = read("قتل شخص أمس في هجوم بسكين في باريس، ومنفذه من مواليد الشيشان.")
    assert {fact.place.country for fact in facts} == {"FR"}


def test_those_who_came_free_alone_give_no_day_of_the_kidnapping(read: Read) -> None:
    (taken,) = read("أفرج مسلحون أمس عن 30 رهينة في ولاية زمفرا.")
    assert (best(taken, "abducted"), taken.date.best) == (30, None)


def test_a_building_that_every_town_has_is_no_name(read: Read) -> None:
    (bomb,) = read("قتل ستة أشخاص أمس بانفجار سيارة مفخخة قرب المطار الدولي في مقديشو.")
    assert bomb.place.name == "مقديشو"
    (raid,) = read("قتل شرطيان أمس في هجوم على السجن المركزي في مدينة بعقوبة.")
    assert raid.place.name == "السجن المركزي"


def test_an_axe_is_no_town_and_the_town_no_axe(read: Read) -> None:
    (attack,) = read("هاجم رجل بفأس أمس مارة في مدينة نيس وأصاب اثنين وأعلن داعش مسؤوليته.")
    assert (attack.place.name, attack.weapon) == ("نيس", "knife")
    (attack,) = read("قتل خمسة أشخاص أمس بفاس المغربية في هجوم مسلح تبناه داعش.")
    assert (attack.place.country, attack.weapon) == ("MA", "unknown")


def test_an_ambush_on_a_side_of_a_country(read: Read) -> None:
    (ambush,) = read("قتل خمسة جنود أمس في كمين جنوب اليمن.")
    assert ambush.place.name == "جنوب اليمن"


def test_who_finishes_an_extremist_off_is_no_target(read: Read) -> None:
    (fight,) = read("قضت قوات الجيش الجزائري أمس على متطرف خطير في محافظة جيجل.")
    assert (fight.target_type, best(fight, "killed")) == ("militants", 1)
    assert fight.perpetrator.name == "الجيش الجزائري"


def test_hideouts_that_are_found_with_what_bombs_are_made_with(read: Read) -> None:
    (found,) = read(
        "عثرت قوة تابعة للجيش أمس على ثلاثة مخابئ خاصة بإرهابيين و15 قنبلة ومعدات تفجير بولاية "
        "جيجل."
    )
    assert found.event_type == "weapons_seizure"
