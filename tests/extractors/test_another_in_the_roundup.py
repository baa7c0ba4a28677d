"""One more attack of a roundup is told as another one, whatever it has in common: golden cases."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_in_another_attack_may_end_what_is_told_of_it(read: Read) -> None:
    """«في هجوم آخر» sets nothing apart from its own verb: one incident, with both figures."""
    facts = read(
        "قتل سبعة شرطيين وأصيب عشرة في هجوم على حاجز في الشرقاط أمس. "
        "كما قتل عامل وأصيب ثلاثة آخرون في هجوم آخر على ورشة في طوزخورماتو."
    )

    assert [(f.place.name, best(f, "killed"), best(f, "wounded")) for f in facts] == [
        ("الشرقاط", 7, 10),
        ("طوزخورماتو", 1, 3),
    ]


def test_the_toll_of_the_next_blast_begins_a_clause(read: Read) -> None:
    facts = read(
        "قتل أربعة وجرح ثمانية في تفجير السيارة المفخخة التي استهدفت منطقة الحرية ببغداد أمس، "
        "فيما قتل شخصان وأصيب ستة بانفجار سيارة مفخخة في منطقة الدورة، ووصلت حصيلة تفجير في "
        "منطقة البياع خمسة قتلى و13 جريحا."
    )

    assert [(f.place.name, best(f, "killed"), best(f, "wounded")) for f in facts] == [
        ("الحرية", 4, 8),
        ("الدورة", 2, 6),
        ("البياع", 5, 13),
    ]


def test_as_many_dead_in_another_quarter_are_not_the_same(read: Read) -> None:
    facts = read(
        "أصيب جندي بانفجار عبوة في أبو غريب أمس. وقتل ثلاثة وأصيب تسعة بجروح جراء انفجار عبوة "
        "ناسفة في الكاظمية. وقتل ثلاثة وأصيب ثمانية في انفجار سيارة مفخخة في منطقة المنصور."
    )

    assert [f.place.name for f in facts] == ["أبو غريب", "الكاظمية", "المنصور"]


def test_one_more_with_as_few_dead_and_no_place_is_another(read: Read) -> None:
    facts = read(
        "استهدف قصف مدفعي بلدة سرمين أمس وأدى إلى مقتل ثلاثة أطفال. "
        "كما قتلت عائلة من ثلاثة أشخاص في قصف روسي على مزارع الزعينية."
    )

    assert [best(f, "killed") for f in facts] == [3, 3]


def test_raids_on_several_provinces_give_way_to_where_they_hit(read: Read) -> None:
    facts = read(
        "سقط قتلى وجرحى، أمس، جراء غارات استهدفت محافظات حماة وإدلب ودرعا.\n"
        "وفي إدلب، شن الطيران الحربي غارات على مدينة بنش أدت إلى مقتل امرأة.\n"
        "كما سقط جرحى جراء قصف جوي على بلدة مورك بريف حماة."
    )

    assert [f.place.name for f in facts] == ["بنش", "مورك"]


def test_the_second_place_of_two_attacks_is_not_the_first_ones(read: Read) -> None:
    """What the head told of two together is shared out as they are told."""
    facts = read(
        "قال مصدر عسكري إن خمسة جنود قتلوا وجرح ستة بهجومين منفصلين في شبوة والجوف أمس. "
        "وأوضح أن عبوة ناسفة انفجرت بآلية للجيش وسط مدينة عتق في شبوة، مما أدى إلى مقتل أربعة "
        "جنود وجرح ستة. وفي محافظة الجوف أطلق مسلحون مجهولون النار على ضابط في الجيش في مدينة "
        "الحزم مما أدى إلى مقتله."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("عتق", 4), ("الحزم", 1)]


def test_an_attack_told_whole_in_the_pluperfect_is_an_older_one(read: Read) -> None:
    facts = read(
        "قتل ثلاثة جنود وجرح خمسة بانفجار عبوة ناسفة في مدينة سيئون بحضرموت. "
        "وكان ثلاثة جنود قتلوا وأصيب رابع في هجوم بعبوة ناسفة الأربعاء استهدف مركبة عسكرية غرب "
        "مدينة سيئون."
    )

    assert [best(f, "wounded") for f in facts] == [5, 1]


def test_indefinite_raids_take_nothing_up_though_the_shelling_is_named_behind(read: Read) -> None:
    facts = read(
        "قصف الطيران حي بستان القصر في حلب أمس وقتل أربعة. وقتل عشرة وجرح 15 في غارات شنتها "
        "مقاتلات على أحياء مدينة إدلب، وشمل القصف بلدات أخرى."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [
        ("بستان القصر", 4),
        ("إدلب", 10),
    ]


def test_people_fell_though_nobody_counts_them(read: Read) -> None:
    facts = read("كما سقط جرحى جراء قصف جوي على بلدة مورك بريف حماة.")

    assert [f.place.name for f in facts] == ["مورك"]


def test_the_dead_of_a_rumour_make_no_incident(read: Read) -> None:
    assert not read("نفى مصدر أمني وقوع انفجار في سوق بوسط طنطا وسقوط قتلى ومصابين.")


def test_a_head_that_sums_up_gives_way_to_what_it_sums_up(read: Read) -> None:
    """Though a figure of the parts is not the text's sum, and they lie far from each other."""
    facts = read(
        "قتل عشرة أشخاص وأصيب آخرون في هجومين منفصلين على الشرطة أمس في كركوك وصلاح الدين. "
        "وقال مصدر في شرطة كركوك إن سبعة شرطيين قتلوا وأصيب 11 في هجوم انتحاري بسيارة مفخخة في "
        "قضاء الدبس. وفي بلدة سليمان بيك قتل شرطيان في هجوم شنه مسلحون على منزل ضابط."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("الدبس", 7), ("سليمان بيك", 2)]


def test_what_the_head_told_is_told_again_with_its_toll(read: Read) -> None:
    facts = read(
        "أعلنت وزارة الصحة في ولاية الخرطوم، أمس، مقتل 17 شخصا وإصابة 38 آخرين في قصف مدفعي على "
        "شمال أم درمان. وقال ناطق باسم الوزارة إن قوات الدعم السريع قصفت سوق الحارة في كرري. "
        "وأشار إلى أن العدد الأولي للضحايا بلغ 17 قتيلا."
    )

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == [(17, 38)]


def test_a_bomb_that_singles_somebody_out_is_one_bombing(read: Read) -> None:
    facts = read(
        "قتل ضابط متقاعد في انفجار سيارته أمس في حي الفويهات بمدينة بنغازي. "
        "وقال ناطق إن مجهولين اغتالوا الضابط بتفجير سيارته في حي الفويهات بمدينة بنغازي."
    )

    assert [best(f, "killed") for f in facts] == [1]
    assert facts[0].event_type in ("bombing_other", "vehicle_bombing")


def test_gunmen_who_kill_one_more_in_the_same_city(read: Read) -> None:
    facts = read(
        "اغتال مسلحون مجهولون أحد أفراد التدخل السريع في بنغازي أمس.\n"
        "كما اغتال مسلحون مجهولون ضابطا سابقا في الاستخبارات وأصيب شقيقه في بنغازي."
    )

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == [(1, None), (1, 1)]


def test_two_drones_and_those_that_were_fired_at(read: Read) -> None:
    facts = read(
        "أفادت مصادر أمنية أمس بأن مسيرتين للدعم السريع استهدفتا محطة كهرباء في مدينة مروي. "
        "وتصدت المضادات الأرضية للجيش لمسيرات في سماء مدينة عطبرة."
    )

    assert [(f.event_type, f.place.name) for f in facts] == [
        ("drone_strike", "مروي"),
        ("drone_strike", "عطبرة"),
    ]
    assert facts[1].outcome == "foiled"


def test_a_like_attack_is_another_one(read: Read) -> None:
    facts = read(
        "وفي بغداد اغتيل ضابط في الشرطة أمس أثناء قيادته سيارته، وقال مسؤولون إن غربي المدينة شهد "
        "هجوما مشابها على دورية مما أدى إلى إصابة ستة."
    )

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == [(1, None), (None, 6)]


def test_what_befalls_people_all_the_time_takes_nothing_from_one_event(read: Read) -> None:
    facts = read(
        "أصيب صياد بعد أن فتحت زوارق حربية النار على مراكب الصيد في بحر بيت لاهيا أمس، ما يفاقم "
        "معاناة الصيادين الذين يتعرضون للاستهداف بشكل متكرر."
    )

    assert [best(f, "wounded") for f in facts] == [1]


def test_the_same_man_is_told_of_at_length(read: Read) -> None:
    facts = read(
        "وأصيب مؤذن بجروح بهجوم شنه مسلحون عليه شرق بعقوبة أمس. وقال مصدر أمني إن مسلحين أطلقوا "
        "النار على المؤذن لدى خروجه من منزله بقرية الهاشميات، ما أسفر عن إصابته بجروح خطيرة."
    )

    assert [best(f, "wounded") for f in facts] == [1]
