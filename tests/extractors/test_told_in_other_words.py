"""Golden cases by classes of wording: what a clause behind the event says, names of several words,
attacks that are called by what they hit, and people who are counted again or are no suspects."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.pipeline import Extractor
from tests.extractors.reading_kit import MakeArticle, Read, best


@pytest.mark.parametrize(
    "text",
    [
        "قتل ستة نازحين في غارة على مدرسة في غزة أمس، وفق مسعف تحدث عبر الأقمار الصناعية.",
        "سقط سبعة قتلى في تفجير بمدينة الرمادي أمس، بحسب صور التقطتها الأقمار الاصطناعية.",
    ],
)
def test_what_a_later_clause_says_takes_nothing_from_the_event(read: Read, text: str) -> None:
    (fact,) = read(text)
    assert best(fact, "killed") in (6, 7)


def test_what_the_whole_sentence_is_about_does(read: Read) -> None:
    assert not read("أصيب قمر صناعي للاتصالات بعطل أمس في مدينة بغداد.")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("قتل خمسة مدنيين بهجوم على قرية دورغا سالو في ولاية بورنو أمس.", "دورغا سالو"),
        ("قتل خمسة مدنيين بهجوم على بلدة تيغازو كورا، شمالي نيجيريا أمس.", "تيغازو كورا"),
        ("دارت معارك في منطقة أم سنينة جنوب دارفور أمس وقتل عشرون.", "أم سنينة"),
        ("اندلعت اشتباكات في طرابلس أمس في منطقة الخلاطات جنوبي العاصمة طرابلس.", "الخلاطات"),
    ],
)
def test_a_name_of_two_words_is_read_whole(read: Read, text: str, place: str) -> None:
    (fact,) = read(text)
    assert fact.place.name == place


def test_what_stands_behind_a_village_is_no_part_of_its_name(read: Read) -> None:
    (fact,) = read("قتل جنديان بتفجير في قرية شيخان تبعد عشرين كيلومترا عن كركوك أمس.")
    assert fact.place.name == "شيخان"


def test_those_who_fled_are_from_both_places(read: Read) -> None:
    (fact,) = read(
        "قتل عشرة أشخاص أمس في قصف بمدينة الفاشر على مركز يؤوي الفارين من مخيم زمزم وبلدة شقرة."
    )
    assert fact.place.name == "الفاشر"


def test_a_government_gives_no_governorate(read: Read) -> None:
    (fact,) = read(
        "قتل عشرون في معارك بين قبيلتين في إقليم دارفور أمس.\nوكانت جماعات حملت السلاح ضد الخرطوم."
    )
    assert fact.place.admin1_name is None


def test_the_source_who_speaks_is_no_footer(read: Read) -> None:
    (fact,) = read(
        "سقط سبعة أشخاص بين قتيل وجريح بانفجار عبوة ناسفة في بغداد أمس.\n"
        "المصدر، أشار إلى أن العبوة انفجرت في حي الفرات، ما أسفر عن مقتل شخصين وإصابة خمسة آخرين."
    )
    assert (best(fact, "killed"), best(fact, "wounded")) == (2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "اندلعت معارك في نيالا أمس، من دون أن يقدم المسؤول حصيلة بالضحايا.",
        "اندلعت معارك في نيالا أمس دون أن تحدد الشرطة عدد القتلى.",
        "وقع تفجير في كركوك أمس من دون أن يتضح حجم الخسائر.",
    ],
)
def test_who_gives_no_figures_does_not_say_that_nobody_fell(
    extractor: Extractor, make_article: MakeArticle, text: str
) -> None:
    assert all(best(fact, "killed") is None for fact in extractor.extract(make_article(text)))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("قتل ثلاثة أشخاص وأصيب 3 آخرون بهجوم مسلح على قرية في ديالى أمس.", "civilians"),
        (
            "قتل أربعون شخصا بهجوم مسلح أمس على قرية بولاية بورنو على يد الإرهابيين.",
            "civilians",
        ),
    ],
)
def test_those_who_did_it_are_not_those_who_fell(read: Read, text: str, target: str) -> None:
    (fact,) = read(text)
    assert fact.target_type == target


@pytest.mark.parametrize(
    "text",
    [
        "أسفر الانفجار في العريش أمس عن مقتل سبعة من الأهالي، ثلاثة رجال وسيدتان وطفلان.",
        "قتل سبعة مدنيين، أربعة رجال وثلاث نساء، بقصف على حي الروضة في تعز أمس.",
    ],
)
def test_who_is_told_one_by_one_is_counted_once(read: Read, text: str) -> None:
    (fact,) = read(text)
    assert best(fact, "killed") == 7


def test_dead_and_wounded_are_told_apart_behind_their_sum(read: Read) -> None:
    (fact,) = read("خلف هجوم في كابل أمس 40 ضحية، 12 قتيلا و28 جريحا.")
    assert (best(fact, "killed"), best(fact, "wounded")) == (12, 28)


def test_cars_that_blew_up_are_the_blasts_that_were_told(read: Read) -> None:
    (fact,) = read(
        "قتل 23 شخصا في سلسلة تفجيرات هزت مقديشو أمس.\n"
        "وقالت مصادر إن عددا من السيارات المفخخة انفجرت في محيط فندق."
    )
    assert (fact.event_type, fact.weapon) == ("vehicle_bombing", "car_bomb")


def test_an_attack_is_called_by_the_site_that_it_hit(read: Read) -> None:
    (fact,) = read(
        "قتل 32 شخصا وأصيب 145 بتفجير انتحاري في مسجد بمدينة بيشاور أمس.\n"
        "وكان طبيب أكد وصول أكثر من 70 جريحا إلى المستشفى بعد تفجير المسجد."
    )
    assert best(fact, "wounded") == 145


def test_the_day_of_a_denial_is_not_the_event_s(read: Read) -> None:
    facts = read(
        "نفى التحالف أمس استهداف منزل في صعدة بعد أن قال مسؤول إن تسعة مدنيين قتلوا في غارة جوية.\n"
        "وكان المسؤول قال إن ثلاث نساء وستة أطفال قتلوا يوم الجمعة في غارة جوية على منزلهم بصعدة."
    )
    assert [fact.date.best for fact in facts] == [dt.date(2021, 3, 5)]


def test_an_arrest_that_a_fight_came_of_is_none(read: Read) -> None:
    (fact,) = read("أدى اعتقال قائد اللواء إلى اشتباكات مسلحة في طرابلس أمس قتل فيها خمسة.")
    assert fact.event_type == "clash"


def test_a_network_of_doctors_was_not_uncovered(read: Read) -> None:
    facts = read("كشفت شبكة أطباء السودان مقتل 13 مدنيا بقصف مدفعي على الفاشر أمس.")
    assert [fact.event_type for fact in facts] == ["shelling"]


def test_houses_blown_up_by_a_force(read: Read) -> None:
    (fact,) = read("فجرت قوة إسرائيلية في وقت متأخر مساء أمس 3 منازل في بلدة حولا جنوب لبنان.")
    assert (fact.event_type, fact.place.name) == ("bombing_other", "حولا")


def test_arms_of_several_kinds_are_a_seizure(read: Read) -> None:
    facts = read(
        "ألقى الجيش الجزائري القبض على إرهابيين اثنين في ولاية خنشلة أمس.\n"
        "وأضافت الوزارة أنه تم في ولاية تمنراست ضبط بندقية آلية ومسدس وكمية من الذخيرة."
    )
    assert ("weapons_seizure", "تمنراست") in [(f.event_type, f.place.name) for f in facts]


@pytest.mark.parametrize(
    "text",
    [
        (
            "قتل 56 في تفجير انتحاري بمسجد في بيشاور أمس.\n"
            "ولم تعلن أي جهة مسؤوليتها، لكن حركة طالبان الباكستانية نفذت سابقا هجمات مماثلة."
        ),
        (
            "قتل 17 جنديا في هجوم شمال بوركينا فاسو أمس.\n"
            "وأدت أعمال العنف التي تقوم بها المجموعات المسلحة المرتبطة بالقاعدة إلى نزوح الآلاف."
        ),
    ],
)
def test_who_does_such_things_did_not_do_this_one(read: Read, text: str) -> None:
    assert read(text)[0].perpetrator.name is None


@pytest.mark.parametrize(
    "fired", ["وقنابل الغاز", "وقنابل الصوت", "وقنابل الغاز المسيل للدموع", "والقنابل الضوئية"]
)
def test_what_drives_off_a_crowd_is_no_bomb(read: Read, fired: str) -> None:
    (fact,) = read(
        f"أصيب شاب برصاص الجيش الإسرائيلي أمس في بلدة الظاهرية، وأطلقت القوة الرصاص {fired}."
    )
    assert (fact.event_type, fact.weapon) == ("armed_attack", "firearm")


@pytest.mark.parametrize(
    "name", ["طائرات الجيش التركي", "الطائرات الحربية والمسيرة التركية", "الطائرات الحربية التركية"]
)
def test_whose_aircraft_they_are_stands_behind_them(read: Read, name: str) -> None:
    (fact,) = read(f"قتل تسعة مسلحين في غارات شنتها {name} على قضاء سيدكان بمحافظة أربيل أمس.")
    assert fact.perpetrator.name is not None
    assert fact.perpetrator.actor_id not in (None, "iraqi_air_force")


def test_so_many_of_two_callings_are_no_more(read: Read) -> None:
    (fact,) = read("خطف مسلحون 100 طالب ومدرس من مدرسة في ولاية كادونا أمس.")
    assert best(fact, "abducted") == 100


def test_a_village_may_be_called_after_a_man(read: Read) -> None:
    (fact,) = read("قتل جندي بهجوم على نقطة أمنية قرب قرية يوسف هيلان شرقي ديالى أمس.")
    assert fact.place.name == "يوسف هيلان"


def test_a_wave_of_arrests_is_no_sum_of_killings(read: Read) -> None:
    facts = read(
        "اعتقلت قوات إسرائيلية الليلة الماضية 27 فلسطينيا في مناطق مختلفة بالضفة الغربية.\n"
        "على صعيد متصل، قتل فتى فلسطيني أمس برصاص القوات الإسرائيلية في الخليل.\n"
        "وفي نابلس، قتل شاب برصاص مستوطنين أمس."
    )
    assert [best(f, "arrested") for f in facts if f.event_type == "arrest"] == [27]


def test_what_is_told_in_detail_was_told_before(read: Read) -> None:
    (fact,) = read(
        "نجا ثلاثة مدنيين أمس من محاولة اغتيال في ريف درعا.\n"
        "وفي التفاصيل، أطلق مسلحون النار على ثلاثة شبان في مدينة نوى، ما أسفر عن إصابتهم بجروح."
    )
    assert fact.place.name == "نوى"


def test_raids_that_go_on_around_do_not_make_a_shot_one(read: Read) -> None:
    fact = read(
        "أعلنت كتائب القسام قنص جندي إسرائيلي أمس في منطقة الزرقا شمال قطاع غزة.\n"
        "وتواصل إسرائيل عدوانها على المدينة، إذ يستمر القصف الجوي."
    )[0]
    assert (fact.event_type, fact.perpetrator.actor_id) == ("armed_attack", "hamas")


def test_a_police_station_is_called_after_its_town(read: Read) -> None:
    (fact,) = read("حاول مسلحون أمس اقتحام مركز شرطة سراوان في إيران، وقتل شرطي.")
    assert fact.place.name == "سراوان"


def test_drones_may_stand_before_their_verb(read: Read) -> None:
    (fact,) = read("قال مصدر إن مسيرات تابعة للجيش السوداني دمرت فجر أمس طائرة شحن بمطار نيالا.")
    assert (fact.event_type, fact.weapon) == ("drone_strike", "drone")


def test_guns_beside_bombs_are_an_armed_attack(read: Read) -> None:
    (fact,) = read("شن مسلحون أمس هجوما بالأسلحة النارية والقنابل على محكمة في زاهدان، فقتل ستة.")
    assert (fact.event_type, fact.weapon) == ("armed_attack", "firearm")


def test_an_area_of_a_foreign_name_lies_where_it_is_said_to(read: Read) -> None:
    (fact,) = read(
        "وقع انفجار أمس قرب مدرسة في منطقة خير زانا، شمالي العاصمة كابول، وأصيب خمسة أشخاص."
    )
    assert (fact.place.name, fact.place.admin1_name) == ("خير زانا", "كابول")


def test_who_is_missing_is_not_dead(read: Read) -> None:
    (fact,) = read("سقط 95 قتيلا و19 مفقودا في هجوم على قرية في ولاية موبتي بمالي أمس.")
    assert best(fact, "killed") == 95


def test_the_next_bomb_of_an_attack_is_no_other_attack(read: Read) -> None:
    (fact,) = read(
        "ارتفعت حصيلة ضحايا القنابل التي زرعت خارج مدرسة في كابول إلى خمسين قتيلا.\n"
        "وقال متحدث إن سيارة مفخخة انفجرت أمام المدرسة أمس وعندما هرب الطلاب انفجرت قنبلتان أخريان."
    )
    assert fact.date.best == dt.date(2021, 3, 9)


def test_a_rocket_that_blew_up_is_shelling(read: Read) -> None:
    (fact,) = read(
        "قتل خمسة مدنيين وأصيب 23 جراء انفجار صاروخ باليستي أطلقه الحوثيون على مأرب أمس."
    )
    assert fact.event_type == "shelling"


def test_mountains_lie_in_the_governorate_that_is_told(read: Read) -> None:
    (fact,) = read("قتل جنديان في محافظة صلاح الدين أمس، بهجوم في جبال حمرين.")
    assert fact.place.admin1_name == "صلاح الدين"


def test_a_night_is_the_one_whose_weekday_stands_beside_it(read: Read) -> None:
    (fact,) = read("قتل سبعة جنود في هجوم استهدف بلدة بلدوين الليلة الماضية (الأربعاء).")
    assert fact.date.best == dt.date(2021, 3, 10) - dt.timedelta(
        (dt.date(2021, 3, 10).weekday() - 2) % 7
    )


def test_an_unknown_camp_lies_with_its_soldiers_not_beyond_the_border(read: Read) -> None:
    (fact,) = read(
        "أعلن الجيش المالي مقتل 4 جنود ماليين أمس في هجوم على مركز قرب الحدود مع النيجر.\n"
        'وأفاد الجيش المالي أن الهجوم على معسكر "تندوغارا" نفذه مسلحون، وقتل فيه 4 جنود.'
    )
    assert fact.place.country == "ML"


def test_a_dateline_behind_the_introduction_is_no_place(read: Read) -> None:
    (fact,) = read(
        "هجوم جديد لتنظيم داعش يوقع ضحايا من الشرطة في محيط داقوق\n"
        "أربيل (وكالة الجبل 7)- أفاد مصدر أمني بأن مسلحي داعش هاجموا نقطة للشرطة جنوب كركوك أمس "
        "وقتلوا شرطيين."
    )
    assert fact.place.admin1_name == "كركوك"


@pytest.mark.parametrize(
    "text",
    [
        "قال المسؤول إن مجموعة من عناصر تنظيم داعش اقتحمت قرية في ناحية العظيم أمس وقتلت ثلاثة.",
        "أفاد مصدر بأن عددا من مسلحي داعش هاجم نقطة للشرطة في بلدة بهرز أمس وقتل شرطيان.",
    ],
)
def test_some_of_its_men_are_the_subject_of_the_verb_behind_them(read: Read, text: str) -> None:
    (fact,) = read(text)
    assert fact.perpetrator.name == "داعش"
    assert fact.target_type != "militants"
