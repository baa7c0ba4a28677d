"""Golden cases in the style of news agencies: who beat an attack off, pairs, what was aimed at."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best


def test_a_bomber_who_is_shot_first_is_foiled(read: Read) -> None:
    (fact,) = read(
        "أعلنت قيادة شرطة كركوك أن قوة من الجيش قتلت انتحاريا حاول تفجير نفسه عند نقطة تفتيش "
        "في الحويجة أمس، من دون خسائر."
    )
    assert (fact.event_type, fact.outcome) == ("suicide_bombing", "foiled")
    assert fact.perpetrator.name is None
    assert best(fact, "killed_of_perpetrators") == 1


def test_the_body_of_an_attacker_is_no_execution(read: Read) -> None:
    (fact,) = read(
        "قتل تسعة أشخاص في تفجير انتحاري استهدف مقهى في مدينة بعقوبة أمس. وعثرت الشرطة على جثة "
        "انتحاري ثان لم يتمكن من تفجير نفسه."
    )
    assert (fact.event_type, best(fact, "killed")) == ("suicide_bombing", 9)


def test_who_beats_an_attack_off_was_attacked(read: Read) -> None:
    (fact,) = read(
        "أعلنت قوات البيشمركة صد هجوم شنه تنظيم داعش على مواقعها قرب مخمور أمس، مؤكدة مقتل تسعة من "
        "مسلحي التنظيم."
    )
    assert (fact.perpetrator.name, fact.target_type) == ("داعش", "military")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("نجا محافظ ديالى من تفجير عبوة ناسفة استهدفت موكبه في بعقوبة أمس.", "government"),
        ("أصيب ثلاثة بانفجار عبوة استهدفت موكب قائد في الجيش في عدن أمس.", "military"),
        ("قتل ستة بانفجار سيارتين مفخختين أمام مسجدين في طرابلس شمال لبنان أمس.", "religious_site"),
        ("تعرضت محطتا ضخ في بيجي لهجوم بطائرات مسيرة أمس.", "infrastructure"),
    ],
)
def test_what_was_aimed_at(read: Read, text: str, target: str) -> None:
    (fact,) = read(text)
    assert fact.target_type == target


def test_whose_the_thing_is_that_was_hit_did_not_do_it(read: Read) -> None:
    (fact,) = read("استهدفت ثلاث طائرات مسيرة منشآت نفطية سعودية في مدينة ينبع أمس.")
    assert (fact.event_type, fact.perpetrator.name) == ("drone_strike", None)


def test_what_somebody_is_accused_of_is_the_attack_just_told(read: Read) -> None:
    (fact,) = read(
        "انفجرت عبوة ناسفة بسيارة صحفي في بيروت أمس فقتلته. واتهم نواب في المعارضة أجهزة المخابرات "
        "السورية بتدبير الاغتيال."
    )
    assert (fact.event_type, fact.perpetrator.name) == ("ied_bombing", "النظام السوري")


def test_that_nobody_claimed_it_leaves_the_blame(read: Read) -> None:
    (fact,) = read(
        "قتل ضابط بانفجار عبوة ناسفة في عدن أمس. وقال مسؤول إن أحدا لم يعلن مسؤوليته مرجحا أن يكون "
        "الضابط هو المقصود، فيما حمل وزير الإعلام جماعة الحوثي المسؤولية."
    )
    assert fact.perpetrator.name == "الحوثيون"


def test_gunmen_who_kill_are_no_victims(read: Read) -> None:
    (fact,) = read("قتل مسلحون مجهولون تسعة عمال في بلدة الطارمية أمس.")
    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 9)
    assert fact.target_type == "civilians"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("اقتحم ثلاثة مسلحين مستشفى للولادة في كابول أمس وقتلوا تسعة أشخاص.", "medical"),
        ("قتل العقيد سالم أحمد بعبوة زرعت على جانب الطريق في الضالع أمس.", "military"),
        ("اندلعت اشتباكات في مخيم عين الحلوة أمس وأسفرت عن مقتل اثنين.", "militants"),
    ],
)
def test_where_it_happened_is_not_always_what_was_hit(read: Read, text: str, target: str) -> None:
    (fact,) = read(text)
    assert fact.target_type == target


def test_a_base_whose_soldiers_were_killed_did_not_attack(read: Read) -> None:
    (fact,) = read("هاجم مسلحون قاعدة للجيش فقتلوا سبعة جنود في الضلوعية أمس.")
    assert fact.perpetrator.name is None


def test_who_kills_the_attackers_is_not_one(read: Read) -> None:
    (fact,) = read(
        "شن مسلحون من تنظيم داعش هجوما على سجن في مدينة الحسكة أمس بدأ بتفجير سيارة مفخخة. وقالت "
        "قوات سوريا الديمقراطية إن 17 من الحراس قتلوا وإنها قتلت 35 من المهاجمين وأعادت اعتقال 104."
    )
    assert (fact.perpetrator.name, best(fact, "killed")) == ("داعش", 17)
    assert best(fact, "killed_of_perpetrators") == 35


def test_who_opened_fire_stands_between(read: Read) -> None:
    (fact,) = read("قتل ستة محتجين حين فتحت قوات الأمن العراقية النار في مدينة الناصرية أمس.")
    assert fact.perpetrator.name == "القوات العراقية"


def test_a_crowd_angry_about_a_film_is_no_fiction(read: Read) -> None:
    (fact,) = read(
        "قتل أربعة دبلوماسيين في هجوم شنه مسلحون على مبنى القنصلية الأميركية في بنغازي أمس احتجاجا "
        "على فيلم مسيء."
    )
    assert (fact.event_type, fact.target_type) == ("armed_attack", "government")


def test_one_man_with_two_offices(read: Read) -> None:
    (fact,) = read("اغتال مسلحون الشيخ خالد سالم إمام وخطيب جامع النور في قضاء الزبير أمس.")
    assert best(fact, "killed") == 1


def test_who_speaks_is_none_of_those_he_counts(read: Read) -> None:
    (fact,) = read("قال ضابط في الشرطة إن خمسة جنود قتلوا في هجوم مسلح في كركوك أمس.")
    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best, fact.killed.high) == (5, 5, 5)


def test_a_force_that_kills_the_attackers_did_not_attack(read: Read) -> None:
    (fact,) = read(
        "قتل تسعة أشخاص حين اقتحم مسلحون مستشفى في كابول أمس. وقتلت القوات الأفغانية المهاجمين "
        "الثلاثة بعد ساعات."
    )
    assert (fact.perpetrator.name, fact.target_type) == (None, "medical")
    assert best(fact, "killed_of_perpetrators") == 3


def test_a_group_tells_of_its_man(read: Read) -> None:
    (fact,) = read(
        "قتل 20 شخصا في تفجير انتحاري في حي الكرادة ببغداد أمس. وقال تنظيم داعش في بيان إن "
        "انتحاريا عراقيا استهدف تجمعا في المكان."
    )
    assert (fact.perpetrator.name, fact.perpetrator.status) == ("داعش", "claimed")


def test_an_earlier_toll_is_of_the_attack_just_told(read: Read) -> None:
    (fact,) = read(
        "قتل 13 جنديا في هجوم على حاجز للجيش في الشيخ زويد أمس. وكانت مصادر طبية تحدثت عن سقوط "
        "أكثر من 30 قتيلا."
    )
    assert fact.event_type == "armed_attack"


def test_guns_against_aircraft_do_not_fly(read: Read) -> None:
    (fact,) = read(
        "هاجم مسلحون معسكرا للجيش في سرت أمس ودمرت القوات ثلاث عربات عليها مدافع مضادة للطائرات."
    )
    assert fact.event_type != "air_strike"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("قتل ثمانية في تفجير استهدف حافلة تقل جنودا في حمص أمس.", "military"),
        ("فجر انتحاري نفسه داخل حافلة تقل أعوانا من الحرس في تونس أمس فقتل ثمانية.", "police"),
        ("قتل ستون في هجوم بطائرات مسيرة على الكلية الحربية في حمص أمس.", "military"),
        (
            "استهدف انتحاريان وزارة العدل في بغداد أمس فقتل 90 شخصا. وأوقف 11 ضابطا من حراسها.",
            "government",
        ),
    ],
)
def test_whose_thing_it_was(read: Read, text: str, target: str) -> None:
    assert read(text)[0].target_type == target


def test_bombings_called_suicidal_are_no_bombers(read: Read) -> None:
    (fact,) = read("قتل 73 شخصا في أربعة تفجيرات، ثلاثة منها انتحارية، في مدينة جبلة أمس.")
    assert best(fact, "killed") == 73
    assert best(fact, "killed_of_perpetrators") is None


def test_a_bus_that_is_blown_up_is_no_car_bomb(read: Read) -> None:
    (fact,) = read("قتل أربعة سياح في تفجير حافلة قرب معبر طابا أمس.")
    assert (fact.event_type, fact.target_type) == ("bombing_other", "transport")
