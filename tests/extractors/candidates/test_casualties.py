"""How many: golden cases, sentences of our own, one or more for each phenomenon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.candidates.counts.casualties import Count, summed
from tests.extractors.reading_kit import Read, best

KILLED_AND_WOUNDED = [
    # digits and the same number in words
    ("استشهاد (15) خمسة عشر مصليا وإصابة (33) ثلاثة وثلاثين آخرين بتفجير في كركوك أمس.", 15, 33),
    ("نتج عن تفجير مسجد في كركوك أمس استشهاد (12) وإصابة (31)، حسب الوزارة.", 12, 31),
    ("قتل سبعة (7) أشخاص بتفجير سيارة مفخخة في كركوك أمس.", 7, None),
    # groups that have nobody in common
    ("استشهاد 12 من منسوبي القوات إضافة إلى ثلاثة من العاملين بتفجير في كركوك أمس.", 15, None),
    ("راح ضحية التفجير الذي ضرب سوقا في كركوك أمس 15 رجل أمن و3 عمال.", 18, None),
    ("قتل جنديان تركيان وحارس مسلح بانفجار عبوة ناسفة في دياربكر أمس.", 3, None),
    # parts of a total
    (
        "قتل 15 شخصا بتفجير في كركوك أمس، خمسة منهم من رجال الأمن وستة من العمال وأربعة من المارة.",
        15,
        None,
    ),
    ("سقط أربعة قتلى وعدد من الجرحى بإطلاق نار على محتجين في كركوك أمس.", 4, None),
    # the dead of both sides
    ("أسفرت اشتباكات في الضالع أمس عن مقتل 18 حوثيا، في حين قتل 7 من رجال المقاومة.", 25, None),
    ("قتل 25 مقاتلا من المعارضة خلال معارك في حلب أمس، فيما قتل تسعة من قوات النظام.", 34, None),
    # duals and singulars without a number
    ("كان شرطيان في دورية بكركوك أمس حين قتلا بانفجار عبوة ناسفة وجرح آخران.", 2, 2),
    ("استشهد فلسطيني وأصيب آخر برصاص الجيش الإسرائيلي في الخليل أمس.", 1, 1),
    ("قتل لبناني في غارة على سيارة في النبطية أمس.", 1, None),
    ('مقتل "علي حسن" و"كريم سالم" و"جاسم محمد" بانفجار عبوة ناسفة في كركوك أمس.', 3, None),
    ("شهيد و5 جرحى في غارة على شقة في بيروت أمس.", 1, 5),
    ("قضى مدني واحد وأصيب ستة بجروح بانفجار عبوة لاصقة في بغداد أمس.", 1, 6),
    ("قتل رجل وزوجته وجرح أربعة بغارة على منزل في النبطية أمس.", 2, 4),
    ("أسفرت غارة لطائرة مسيرة في القامشلي أمس عن مقتل قيادي في التنظيم وسائقه.", 2, None),
    ("أدى القصف على مستشفى في درنة أمس إلى مقتل ممرضتين.", 2, None),
    ("قتل ضابطا شرطة ومجند بانفجار عبوة ناسفة في العريش أمس.", 3, None),
    ("إصابة ضابطي شرطة ومدني بانفجار عبوة ناسفة في القاهرة أمس.", None, 3),
    (
        "أصيب عدد من المارة بتفجير سوق في كركوك أمس، وقال مصدر إن الجرحى بلغ عددهم نحو مئة.",
        None,
        100,
    ),
    ("قالت وكالة إن شرطيا قتل وأصيب آخر بهجوم على دورية في ماردين أمس.", 1, 1),
    ("قتل 8 حوثيين، إلى جانب مقتل 7 من رجال المقاومة خلال مواجهات في تعز أمس.", 15, None),
    ("قتل 13 جنديا وشرطيا بتفجير سيارة مفخخة في دياربكر أمس.", 13, None),
    ("أصيب ثلاثة جنود، أحدهم بجروح خطيرة واثنان بجروح طفيفة، بدهس في الخليل أمس.", None, 3),
    # each side's dead with a verb of their own
    ("اشتبكت قوة مع مسلحين في بئر العبد أمس فاستشهد ضابط وقتل مسلحان.", 3, None),
    # the verb right behind a number tells what befell them
    ("قال مصدر إن 9 مدنيين قتلوا و62 أصيبوا بغارات على صنعاء أمس.", 9, 62),
    ("قتل خمسة من عناصر الشرطة وأصيب 17 يوم الاثنين بانفجار سيارة مفخخة في كركوك.", 5, 17),
    # parts after a colon
    ("مقتل 7، هم: 3 من قوات النظام و4 من الميليشيات، بغارات على مطار الديماس أمس.", 7, None),
    # a first toll that no later one replaces
    ("أسفر تفجير في كركوك أمس في حصيلة أولية عن مقتل سبعة أشخاص وإصابة 16 آخرين.", 7, 16),
    # bodies
    ("وصلت جثث 17 مقاتلا إلى المستشفى بعد معارك في ذيبان أمس، 11 منهم من العشائر.", 17, None),
    # who is said to be a case
    ("استقبل المستشفى 40 مصابا و15 حالة وفاة جراء تفجير سوق في كركوك أمس.", 15, 40),
    # who did it is no victim
    ("هاجم مسلحون حاجزا في العريش أمس وقتل مسلحان شرطيا.", 1, None),
    ("قتل مسلحون مجهولون ضابطا وأصابوا جنديين في تعز أمس.", 1, 2),
    # a risen toll in a headline's words
    ("ارتفاع شهداء تفجير مسجد القطيف أمس إلى 12 من رجال الأمن.", 12, None),
    ("تعرض سبعة من رجال حرس الحدود للإصابة بقصف على مركزهم في جازان أمس.", None, 7),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), KILLED_AND_WOUNDED)
def test_killed_and_wounded(read: Read, text: str, killed: int | None, wounded: int | None) -> None:
    fact = read(text)[0]
    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


def test_list_of_names_is_no_count(read: Read) -> None:
    (fact,) = read(
        "استشهد أربعة جنود بتفجير في كركوك أمس، وهم:\n"
        "1 – العريف / أحمد موسى\n2 – العريف / سلطان محمد\n"
        "3 – الجندي / عمر أحمد\n4 – الجندي / خالد علي"
    )
    assert best(fact, "killed") == 4


def test_larger_side_is_the_lower_bound(read: Read) -> None:
    (fact,) = read("أسفرت اشتباكات في الضالع أمس عن مقتل 18 حوثيا، في حين قتل 7 من رجال المقاومة.")
    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best, fact.killed.high) == (18, 25, 25)


def test_head_sums_up_what_is_told_later(read: Read) -> None:
    facts = read(
        "قتل 28 مدنيا في غارات على ريف حلب أمس.\n"
        "وأوضح ناشطون أن غارة على مدينة منبج أدت إلى مقتل 21 مدنيا.\n"
        "وفي بلدة دير حافر قتل سبعة مدنيين في غارة أخرى.",
        "مقتل 28 مدنيا في غارات على ريف حلب",
    )
    assert 21 in [best(f, "killed") for f in facts]
    assert 28 not in [best(f, "killed") for f in facts]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("أسفر الهجوم الانتحاري في كركوك أمس عن مقتل منفذه وإصابة 10 أشخاص.", 1),
        ("أصيب 10 بتفجير انتحاري في كركوك أمس، وقال مصدر إن منفذ الهجوم لقي مصرعه.", 1),
    ],
)
def test_dead_of_the_attackers(read: Read, text: str, dead: int) -> None:
    (fact,) = read(text)
    assert best(fact, "killed_of_perpetrators") == dead
    assert best(fact, "wounded") == 10


PERIODS = [
    "قال مسؤول إن ألف شخص قتلوا في مدينة عدن منذ بداية الحرب، حسب مكتب الصحة.",
    "أسفرت الغارات التركية خلال أسبوع عن مقتل 260 عنصرا من حزب العمال الكردستاني في دهوك.",
    "ومنذ اندلاع موجة العنف الجديدة في 20 يناير قتل 113 جنديا في هجمات في تركيا.",
    "وبين الأول من يناير و30 يونيو قتل 1592 شخصا في هجمات بأفغانستان، حسب البعثة.",
]


@pytest.mark.parametrize("text", PERIODS)
def test_figures_of_a_period_are_no_toll(read: Read, text: str) -> None:
    assert all(best(fact, "killed") is None for fact in read(text))


def test_what_sets_an_incident_apart_is_no_period(read: Read) -> None:
    (fact,) = read("قتل 20 شخصا بتفجير سيارة مفخخة في كركوك أمس هو الأعنف منذ بداية العام.")
    assert best(fact, "killed") == 20


def test_vague_member_of_a_list_leaves_the_top_open(read: Read) -> None:
    (fact,) = read("قتل ثلاثة جنود وعدد من المدنيين بتفجير سيارة مفخخة في كركوك أمس.")
    assert fact.killed is not None
    assert (fact.killed.best, fact.killed.high) == (3, None)


HELD = [
    ("احتجز مسلحون 120 مصليا في كنيسة ببغداد أمس.", "abducted", 120),
    ("قتل عشرة في اقتحام كنيسة ببغداد أمس لتحرير أكثر من 120 مصليا احتجزهم مسلحون.",
     "abducted", 120),
    ("قتل خمسة في هجوم للجيش على حركة الشباب في كيسمايو أمس، ووقع ثلاثة في الأسر.",
     "arrested", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "measure", "number"), HELD)
def test_held(read: Read, text: str, measure: str, number: int) -> None:
    assert best(read(text)[0], measure) == number


def test_who_come_free_are_no_arrest(read: Read) -> None:
    assert not read("أفرجت الشرطة في بعقوبة أمس عن تسعين موقوفا في قضايا مالية.")


def test_who_come_free_are_not_counted_with_the_arrested(read: Read) -> None:
    (arrest,) = read("أفرج الجيش الإسرائيلي في جنين أمس عن ثلاثة معتقلين واعتقل خمسة شبان.")
    assert best(arrest, "arrested") == 5


ONE_BY_ONE = [
    ("خطف مسلحون صائغاً من محله في مدينة الباب أمس.", "abducted", 1),
    ("خطف مسلحون ملثمون القاضي صادق العبيدي ونجله في طرابلس أمس.", "abducted", 2),
    ("اختطفت عناصر مسلحة مواطنَين من قرية قرب عفرين أمس.", "abducted", 2),
    ("قتلت قناصة التنظيم مصوّراً صحافياً أثناء معارك في منبج أمس.", "killed", 1),
    ("اعتقلت قوات الاحتلال المطارد سامي حسن من مخيم جنين أمس.", "arrested", 1),
    (
        "قتل ثمانية في هجوم على فندق في مقديشو أمس، وقتل المهاجمون الخمسة جميعا.",
        "killed_of_perpetrators",
        5,
    ),
]


@pytest.mark.parametrize(("text", "measure", "number"), ONE_BY_ONE)
def test_one_by_one(read: Read, text: str, measure: str, number: int) -> None:
    assert best(read(text)[0], measure) == number


def test_things_are_nobody(read: Read) -> None:
    (fact,) = read("أطلقت من غزة عشرات القذائف أمس سقط أحدها على مصنع في سديروت وأصيب عاملان.")
    assert (best(fact, "killed"), best(fact, "wounded")) == (None, 2)


OUTCOMES = [
    ("نجا قاض من محاولة اغتيال بعبوة ناسفة انفجرت قرب سيارته في بعقوبة أمس.", "attempted"),
    ("ألقى مجهولون قنبلة يدوية على مقر حزب في كركوك أمس لكنها لم تنفجر.", "attempted"),
    ("صدت قوات الجيش هجوما لداعش على قرية قرب الحويجة أمس.", "attempted"),
    ("اعترضت الدفاعات الجوية السعودية صاروخا باليستيا أطلقه الحوثيون باتجاه جازان أمس.", "foiled"),
    ("أسقطت الدفاعات الجوية طائرتين مسيرتين أطلقهما الحوثيون باتجاه مدينة أبها أمس.", "foiled"),
    ("أبطلت القوات الأمنية مفعول عبوة ناسفة في الرمادي أمس.", "foiled"),
    ("ضبط حرس الحدود شاحنة محملة بالأسلحة وأحبط محاولة تهريبها قرب القائم أمس.", "completed"),
    ("قتل ثمانية في اشتباكات قرب السويداء أمس بعدما تصدت مجموعات محلية لهجوم.", "completed"),
    ("سقط صاروخ في أرض خالية قرب سديروت أمس دون إصابات.", "completed"),
]


@pytest.mark.parametrize(("text", "outcome"), OUTCOMES)
def test_outcome(read: Read, text: str, outcome: str) -> None:
    assert read(text)[0].outcome == outcome


ARMS = [
    ("قتل ثلاثة بعبوة لاصقة انفجرت في سيارة موظف ببغداد أمس.", "ied"),
    ("استهدف صاروخ من مسيرة سيارة إسعاف في الخيام أمس فقتل مسعفان.", "drone"),
    ("أعدم تنظيم داعش رجلين ذبحا في دير الزور أمس.", "knife"),
    ("هاجم رجل بخنجر مصلين في كانو أمس وقتل اثنين.", "knife"),
    ("قتل خمسة بقذيفة آر بي جي على حافلة في عدن أمس.", "rocket"),
    ("قصفت راجمات الصواريخ حي الأندلس في طرابلس أمس وقتل أربعة.", "rocket"),
    ("قتل ستة بانفجار زورق مفخخ في ميناء الحديدة أمس.", "car_bomb"),
]


@pytest.mark.parametrize(("text", "weapon"), ARMS)
def test_weapon(read: Read, text: str, weapon: str) -> None:
    assert read(text)[0].weapon == weapon


def test_the_like_of_the_one_before_was_done_with_the_same(read: Read) -> None:
    facts = read(
        "قتل ثلاثة بانفجار عبوة ناسفة في مدينة الفلوجة أمس.\n"
        "وفي مدينة الرمادي أدى انفجار مماثل إلى إصابة خمسة أشخاص."
    )
    assert [f.weapon for f in facts] == ["ied", "ied"]


def test_arrests_for_an_attack_are_its_own(read: Read) -> None:
    facts = read(
        "قتل جنديان بانفجار سيارة مفخخة في دياربكر أمس.\n"
        "وقالت وكالة دوغان إن ستة أشخاص اعتقلوا للاشتباه بعلاقتهم بالهجوم."
    )
    assert best(facts[0], "arrested") == 6


SPARED_ARMS = [
    ("دارت معارك قرب تعز أمس قتل فيها 12 متمردا واغتنمت المقاومة دبابات وصواريخ.", "unknown"),
]


@pytest.mark.parametrize(("text", "weapon"), SPARED_ARMS)
def test_what_was_captured_was_not_used(read: Read, text: str, weapon: str) -> None:
    assert read(text)[0].weapon == weapon


def test_kidnappers_are_not_the_kidnapped(read: Read) -> None:
    (fact,) = read("خطف ثلاثة مسلحين مقنعين الأب جاك مراد من ديره في القريتين أمس.")
    assert best(fact, "abducted") != 3


@pytest.mark.parametrize(
    "text",
    [
        "ارتفع عدد قتلى التفجير الذي ضرب سوقا في كركوك أمس إلى 35 بعد وفاة جريحين.",
        "ارتفعت حصيلة التفجير في كركوك أمس إلى 35 قتيلا، بعدما توفي خمسة من المصابين.",
    ],
)
def test_who_died_of_wounds_is_in_the_new_toll(read: Read, text: str) -> None:
    (fact,) = read(text)
    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best, fact.killed.high) == (35, 35, 35)
    assert fact.wounded is None


def test_those_by_whose_hands_are_not_counted(read: Read) -> None:
    (fact,) = read("خطف موظفان في منظمة إغاثة في نيالا أمس على أيدي ثلاثة مسلحين.")
    assert fact.abducted is not None
    assert fact.abducted.best == 2


def test_the_day_behind_a_number_is_nothing_that_it_counts(read: Read) -> None:
    (fact,) = read("قتل ثلاثة جنود وأصيب خمسة، اليوم الأربعاء، بانفجار لغم قرب مدينة لودر.")
    assert fact.wounded is not None
    assert fact.wounded.best == 5


_BOUNDS = st.one_of(
    st.integers(0, 500).map(lambda n: (n, n, n)),
    st.tuples(st.integers(0, 50), st.integers(51, 500)).map(lambda b: (b[0], None, b[1])),
    st.integers(0, 500).map(lambda n: (n, n, None)),
)


@given(st.lists(_BOUNDS, min_size=1, max_size=5), st.booleans())
def test_bounds_of_a_list_hold_its_value(
    figures: list[tuple[int, int | None, int | None]], opposed: bool
) -> None:
    members = [
        Count(0, n, n, "killed", low, value, high, "total", opposed=opposed and n > 0)
        for n, (low, value, high) in enumerate(figures)
    ]
    total = summed(members)
    if total.value is not None:
        assert total.low is None or total.low <= total.value
        assert total.high is None or total.value <= total.high


def test_vague_many_beside_a_few_leave_no_value(read: Read) -> None:
    (fact,) = read("قتل عشرات المدنيين وخمسة جنود في قصف على مدينة كركوك أمس.")
    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best) == (25, None)


def test_one_man_and_some_of_his_are_counted_together(read: Read) -> None:
    (fact,) = read("قتل قائد كتيبة وخمسة من مرافقيه في غارة في صعدة أمس.")
    assert fact.killed is not None
    assert fact.killed.best == 6


def test_a_man_of_the_police_in_a_list_is_one_more(read: Read) -> None:
    (fact,) = read("أصيب ضابط وفرد شرطة في انفجار عبوة في العريش أمس.")
    assert fact.wounded is not None
    assert fact.wounded.best == 2


def test_the_twenty_second_of_a_month_are_no_twenty(read: Read) -> None:
    (fact,) = read("وفي الثاني والعشرين من شباط قتل ضابط وجندي في تفجير في بعلبك.")
    assert fact.killed is not None
    assert fact.killed.best == 2
