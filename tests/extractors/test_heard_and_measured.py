"""Golden cases: blasts that are only heard, places that are only measured from, tolls that the
head gives for several attacks, and the stamp of a page."""

from __future__ import annotations

import datetime as dt

from extractors.pipeline import Extractor
from tests.extractors.reading_kit import MakeArticle, Read, best


def test_blasts_that_are_heard_are_those_of_the_attack_told_beside(read: Read) -> None:
    (attack,) = read(
        "استهدفت طائرات مسيرة مدينة كوستي فجر اليوم. وسمع دوي انفجارات هزت أحياء عدة في كوستي."
    )
    assert attack.event_type == "drone_strike"
    (attack,) = read(
        "سمع دوي انفجارات في كوستي فجر اليوم. وقال شاهد إن طائرات مسيرة استهدفت المدينة."
    )
    assert (attack.event_type, attack.place.name) == ("drone_strike", "كوستي")


def test_a_blast_with_its_dead_is_told_though_it_was_heard_too(read: Read) -> None:
    (bomb,) = read("سمع دوي انفجار في حي الكرادة ببغداد أمس، وقتل اثنان بانفجار عبوة ناسفة.")
    assert (bomb.event_type, best(bomb, "killed")) == ("ied_bombing", 2)


def test_a_village_is_the_place_and_not_what_it_is_measured_from(read: Read) -> None:
    (attack,) = read(
        "قتل سبعة جنود أمس في هجوم على بلدة كورمبي التي تبعد عن واغادوغو 210 كيلومترات."
    )
    assert attack.place.name == "كورمبي"


def test_a_measured_town_is_the_place_where_no_other_is_named(read: Read) -> None:
    (fight,) = read("اندلع قتال أمس في ريف يبعد 20 كيلومترا عن مدينة بعقوبة وقتل فيه أربعة مسلحين.")
    assert fight.place.name == "بعقوبة"


def test_a_village_by_name_is_finer_than_the_seat_in_the_title(read: Read) -> None:
    (mine,) = read("انفجر لغم أمس في طريق بقرية الزواتنية وقتل جنديان.", "انفجار لغم في القصرين")
    assert (mine.place.name, mine.place.admin1_name) == ("الزواتنية", "القصرين")


def test_names_that_end_as_plurals_do_and_adjectives_that_are_none(read: Read) -> None:
    (strike,) = read("قتل اثنان أمس في غارة إسرائيلية ضربت منزلا ببلدة عرمتين، جنوب لبنان.")
    assert strike.place.name == "عرمتين"
    (attack,) = read("هاجم مسلحون أمس قرية معزولة في ولاية بورنو وقتلوا خمسة أشخاص.")
    assert attack.place.name == "بورنو"


def test_a_raid_of_raiders_is_none_from_the_air(read: Read) -> None:
    (raid,) = read("قتل سبعة أشخاص في غارة لمسلحين على قرية في ولاية بورنو أمس.")
    assert (raid.event_type, raid.weapon) == ("armed_attack", "unknown")
    (strike,) = read("قتل سبعة مسلحين في غارة على مسلحي بوكو حرام في ولاية بورنو أمس.")
    assert strike.event_type == "air_strike"


def test_the_heads_joint_toll_is_shared_out_where_the_body_has_the_parts(read: Read) -> None:
    first, second = read(
        "قتل ثلاثة أشخاص في غارتين إسرائيليتين على جنوب لبنان أمس. "
        "وقالت الوزارة إن شخصا قتل وجرح 7 في غارة على بلدة الدوير. "
        "وفي حادث منفصل، أعلنت الوزارة مقتل شخصين في غارة على بلدة عيتا الشعب."
    )
    assert (best(first, "killed"), best(first, "wounded")) == (1, 7)
    assert best(second, "killed") == 2


def test_who_was_killed_by_shots_had_been_said_to_stab(read: Read) -> None:
    (shots,) = read("قتل شاب أمس برصاص الجيش الإسرائيلي على حاجز حوارة بعد تنفيذه عملية طعن.")
    assert shots.weapon == "firearm"
    (knife,) = read("قتل جندي طعنا بسكين أمس قرب حاجز حوارة جنوب نابلس.")
    assert knife.weapon == "knife"


def test_an_official_who_says_so_is_no_victim_of_the_army(read: Read) -> None:
    (shots,) = read(
        "وأوضح المسؤول أن الجيش اللبناني أطلق النار أمس على سيارة في باب التبانة وقتل أحد ركابها."
    )
    assert shots.perpetrator.name == "الجيش اللبناني"


def test_attempts_on_his_life_before_are_no_news(read: Read) -> None:
    (bomb,) = read(
        "قتل عسكريان أمس في هجوم بسيارة مفخخة على معسكر في بنغازي. "
        "وكان قائد المعسكر قد تعرض لمحاولتي اغتيال."
    )
    assert bomb.event_type == "vehicle_bombing"


def test_what_a_charge_says_of_freedoms_is_no_attack(read: Read) -> None:
    assert not read(
        "وجهت النيابة في الجيزة إلى المتهمين تهم الاعتداء على حريات المواطنين وحيازة مفرقعات."
    )


def test_older_attacks_together_are_not_the_news_summed_up(read: Read) -> None:
    news = read(
        "قتل 12 جنديا أمس في هجوم على حاجز في بئر العبد. وأكد مسؤول طبي وقوع تسعة قتلى. "
        "ويأتي الهجوم بعد أسبوعين من مقتل خمسة شرطيين في هجوم في العريش. "
        "وفي 10 فبراير الماضي قتل أربعة شرطيين في هجوم في العريش."
    )
    assert best(news[0], "killed") == 12


def test_the_stamp_of_a_page_is_not_the_day_of_the_attack(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    (attack,) = extractor.extract(
        make_article("date 2021-03-10 قتل 15 شخصا في قصف على سوق في مدينة الفاشر الثلاثاء.")
    )
    assert attack.date.best == dt.date(2021, 3, 9)
    assert best(attack, "killed") == 15


def test_paris_has_its_region(read: Read) -> None:
    (attack,) = read("تبنى تنظيم داعش هجوما بسكين في باريس أمس قتل فيه شخص وأصيب أربعة.")
    assert attack.place.admin1_name == "إيل دو فرانس"
