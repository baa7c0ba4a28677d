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


def test_who_is_caught_for_a_bombing_is_no_ordinary_criminal(read: Read) -> None:
    (fact,) = read("اعتقلت الشرطة أمس منفذي تفجير السوق في ناحية بني سعد بمحافظة ديالى.")

    assert (fact.event_type, fact.place.name if fact.place else None) == ("arrest", "بني سعد")


BESIDE = [
    # the head says near what town, a source in what place
    (
        (
            "قال بيان للجيش التركي إن جنديين قتلا وأصيب أربعة آخرون حينما انفجرت سيارة ملغومة قرب "
            "مدينة دياربكر أمس.\n"
            "وقال مكتب المحافظ إن سيارة مفخخة انفجرت في منطقة ليجي عند مرور الجنود."
        ),
        [("vehicle_bombing", 2)],
    ),
]


@pytest.mark.parametrize(("text", "told"), BESIDE)
def test_what_stands_beside_is_no_incident_of_its_own(
    read: Read, text: str, told: list[tuple[str, int]]
) -> None:
    facts = read(text)

    assert [(f.event_type, best(f, "killed")) for f in facts] == told


def test_who_comes_free_in_an_exchange_is_not_arrested(read: Read) -> None:
    facts = read(
        "أعلن المرصد أن عملية تبادل جرت أمس بين جبهة النصرة وقوات النظام في حي القابون في دمشق، "
        "أفرج بموجبها النظام عن سبعة أسرى لديه بينهم سيدة."
    )

    assert facts == ()
