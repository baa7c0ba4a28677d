"""Golden cases: what takes up an attack that was told of, what tells its cause or the rest of its
toll, and what only looks so. The passages are made up."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

ONE = [
    # fire from afar was the cause of blasts that were told of
    (
        (
            "هزت انفجارات عنيفة فجر أمس مدينة ذمار وسط اليمن.\n"
            "وجاءت الانفجارات عقب قصف طيران التحالف لمعسكر في المدينة بعدد من الغارات."
        ),
        ("air_strike", None, None),
    ),
    (
        (
            "هز انفجار ضخم أمس حي القصبة في مدينة درنة.\n"
            "وقال شهود إن الانفجار نتج عن قصف مدفعي لقوات الجيش على الحي."
        ),
        ("shelling", None, None),
    ),
    # who else was hurt in what was told
    (
        (
            "قتلت طفلة أمس في هجوم بقنابل حارقة في الضفة الغربية.\n"
            "كما أصيب والدها وشقيقاها في الهجوم على منزل الأسرة في قرية قصرة."
        ),
        ("armed_attack", 1, None),
    ),
    # a policeman's name that is a town's elsewhere
    (
        (
            "قتل تسعة أشخاص أمس في تبادل لإطلاق النار بين مسلحين في منطقة خنجان في ولاية بغلان.\n"
            "وأعلن قائد شرطة المنطقة غولستان نوري أن مشادة وقعت قبل بدء تبادل إطلاق النار."
        ),
        ("clash", 9, None),
    ),
    # the pluperfect tells it again
    (
        (
            "قتل ثلاثون مدنيا وأصيب خمسون أمس في قصف للحوثيين على حي المنصورة في عدن.\n"
            "وقال طبيب إن المستشفى امتلأ بالجرحى.\n"
            "وكان الحوثيون قصفوا أمس أحياء في شمال عدن، مما أدى إلى سقوط عشرات القتلى والجرحى."
        ),
        ("shelling", 30, 50),
    ),
]


@pytest.mark.parametrize(("text", "told"), ONE)
def test_one_attack_is_told(
    read: Read, text: str, told: tuple[str, int | None, int | None]
) -> None:
    (fact,) = read(text)

    kind, killed, wounded = told
    assert (fact.event_type, best(fact, "killed")) == (kind, killed)
    assert wounded is None or best(fact, "wounded") == wounded


APART = [
    # the attack that was told only says when another one was
    (
        (
            "قتل عشرون طالبا أمس حين فجر انتحاري نفسه أمام أكاديمية الشرطة في كابول.\n"
            "وقبل أقل من عشر ساعات على هذا الهجوم دمر انفجار شاحنة مفخخة مباني في وسط كابول وتسبب "
            "بمقتل تسعة أشخاص."
        ),
        [20, 9],
    ),
    # … reminds of an older one, of which the dead are told next
    (
        (
            "قتل تسعة جنود أمس في غارة جوية على حاجز للجيش في ولاية لوغار.\n"
            "ويذكر هذا الحادث بحادث مماثل وقع في مارس 2018 في ولاية لوغار. "
            "وقد قتل آنذاك خمسة جنود بصاروخ أطلقته القوة الدولية."
        ),
        [9, 5],
    ),
    # an ambush among air raids
    (
        (
            "شنت مقاتلات التحالف أمس 20 غارة على مواقع تنظيم داعش في الأنبار.\n"
            "وقتل ستة جنود عراقيين في كمين لداعش في منطقة الطاش جنوب الرمادي."
        ),
        [None, 6],
    ),
    # the first that nobody claims, and the second that somebody does
    (
        (
            "قتل العشرات في كابول في سلسلة هجمات.\n"
            "ولم تعلن حركة طالبان مسؤوليتها عن هجوم أول أوقع 15 قتيلا في حي سكني في كابول صباح أمس "
            "لكنها تبنت الهجوم الثاني الذي أدى إلى مقتل عشرين شرطيا مساء أمس."
        ),
        [15, 20],
    ),
]


@pytest.mark.parametrize(("text", "dead"), APART)
def test_two_attacks_are_told(read: Read, text: str, dead: list[int | None]) -> None:
    facts = read(text)

    assert [best(f, "killed") for f in facts] == dead


def test_what_it_reminds_of_is_no_news(read: Read) -> None:
    facts = read(APART[1][0])

    assert [f.is_main for f in facts] == [True, False]


def test_who_is_caught_for_a_bombing_is_no_ordinary_criminal(read: Read) -> None:
    (fact,) = read("اعتقلت الشرطة أمس منفذي تفجير السوق في ناحية بني سعد بمحافظة ديالى.")

    assert (fact.event_type, fact.place.name if fact.place else None) == ("arrest", "بني سعد")


def test_what_a_group_did_while_it_could_is_no_incident(read: Read) -> None:
    facts = read(
        "قتل جنديان أمس في اشتباكات مع مسلحين في مدينة بنغازي.\n"
        "واستغل تنظيم داعش الفوضى في البلاد بأن سيطر على بلدات وأعدم أجانب وشن هجمات على سفارات في "
        "طرابلس."
    )

    assert [best(f, "killed") for f in facts] == [2]


BESIDE = [
    # prisoners are counted right behind a fight
    (
        (
            "قتل 17 حوثيا وأصيب ثمانية أمس في مواجهات مع المقاومة في محافظة مأرب.\n"
            "كما تم أسر ثلاثة من مقاتلي الحوثي."
        ),
        [("clash", 17)],
    ),
    # the head says near what town, a source in what place
    (
        (
            "قال بيان للجيش التركي إن جنديين قتلا وأصيب أربعة آخرون حينما انفجرت سيارة ملغومة قرب "
            "مدينة دياربكر أمس.\n"
            "وقال مكتب المحافظ إن سيارة مفخخة انفجرت في منطقة ليجي عند مرور الجنود."
        ),
        [("vehicle_bombing", 2)],
    ),
    # who died in a crash is counted again
    (
        (
            "قتل خمسة جنود أمس في انفجار عبوة ناسفة في قندهار.\n"
            "وفي غضون ذلك، قتل 14 شخصا في تحطم مروحية عسكرية في ولاية زابل بسبب عطل تقني.\n"
            "وقال جنرال إن 14 شخصا قتلوا في مقاطعة شينكاي في ولاية زابل."
        ),
        [("ied_bombing", 5)],
    ),
    # what was stored did not go off
    (
        (
            "قتل 12 مسلحا أمس في مداهمات للقوات المسلحة في مدينة الشيخ زويد بشمال سيناء.\n"
            "وأوضح المتحدث أن الحملة أسفرت عن مقتل 12 مسلحا وتدمير مخزنين للمواد المتفجرة."
        ),
        [("armed_attack", 12)],
    ),
    # what is got ready for
    (
        (
            "قتل ستة جنود أمس في كمين في مدينة زنجبار.\n"
            "ووصلت تعزيزات إلى منطقة بيت عياض في لحج، وتجري الاستعدادات لاقتحامها."
        ),
        [("armed_attack", 6)],
    ),
]


@pytest.mark.parametrize(("text", "told"), BESIDE)
def test_what_stands_beside_is_no_incident_of_its_own(
    read: Read, text: str, told: list[tuple[str, int]]
) -> None:
    facts = read(text)

    assert [(f.event_type, best(f, "killed")) for f in facts] == told


def test_what_was_claimed_before_is_not_of_the_raids(read: Read) -> None:
    facts = read(
        "شنت مقاتلات تركية أمس غارات على مواقع للمتمردين في محافظة دهوك.\n"
        "وأكدت الحكومة أنها لن تتهاون معهم، خصوصا بعد تبني حزب العمال الكردستاني قتل شرطيين تركيين "
        "عثر على جثتيهما قرب الحدود السورية."
    )

    assert best(facts[0], "killed") is None
    assert [f.is_main for f in facts[1:]] in ([], [False])


def test_who_comes_free_in_an_exchange_is_not_arrested(read: Read) -> None:
    facts = read(
        "أعلن المرصد أن عملية تبادل جرت أمس بين جبهة النصرة وقوات النظام في حي القابون في دمشق، "
        "أفرج بموجبها النظام عن سبعة أسرى لديه بينهم سيدة."
    )

    assert facts == ()


def test_fire_in_the_meantime_is_not_the_attack(read: Read) -> None:
    facts = read(
        "قتل جنديان تركيان أمس في هجوم استهدف قافلة عسكرية في محافظة شرناق، في وقت واصلت أنقرة "
        "قصفها لقواعد المتمردين في شمال العراق."
    )

    assert (facts[0].event_type, best(facts[0], "killed")) == ("armed_attack", 2)


def test_since_what_attack_it_goes_on_is_recalled(read: Read) -> None:
    facts = read(
        "قصف الطيران التركي أمس مواقع للمتمردين في محافظة دهوك ليتواصل بذلك العنف منذ الاعتداء "
        "الانتحاري في سوروتش الذي أودى بحياة 32 شابا."
    )

    assert [best(f, "killed") for f in facts if f.is_main] == [None]
