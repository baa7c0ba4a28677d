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
