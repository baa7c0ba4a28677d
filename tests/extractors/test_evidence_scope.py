"""The words that a fact rests on are of its own incident, and bear its value."""

from __future__ import annotations

import pytest

from extractors.records import IncidentFact
from tests.extractors.reading_kit import Read


def _words(fact: IncidentFact, name: str) -> list[str]:
    return [e.span.words for e in fact.evidence if e.field == name]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("قتل خمسة جنود بانفجار عبوة في كركوك أمس، وقال المتحدث العسكري في بيان إن البحث مستمر.",
         "المتحدث العسكري"),
        ("وأفاد مصدر طبي بوصول جثث خمسة جنود قتلوا بانفجار عبوة في كركوك أمس.", "مصدر طبي"),
        ("قتل خمسة جنود بانفجار عبوة في كركوك أمس، وكانت مصادر أمنية قد قالت إنهم أربعة.",
         "مصادر أمنية"),
        ("قال مساعد وزير الداخلية إن خمسة جنود قتلوا بانفجار عبوة في كركوك أمس.",
         "مساعد وزير الداخلية"),
        ("قتل خمسة أشخاص بقذيفة سقطت أمس على مبنى تابع للجيش في كركوك، بحسب شهود.", "شهود"),
    ],
)  # fmt: skip
def test_source_is_named_as_far_as_its_name_goes(read: Read, text: str, source: str) -> None:
    (fact,) = read(text)
    assert fact.attribution_source == source


def test_who_tells_of_the_incident_before_tells_nothing_of_the_next(read: Read) -> None:
    first, second = read(
        "قتل خمسة جنود بانفجار عبوة في كركوك أمس، بحسب مصدر أمني.\n"
        "وفي البصرة خطف مسلحون طبيبا من منزله."
    )
    assert first.attribution_source == "مصدر أمني"
    assert second.attribution_source is None


def test_day_since_when_is_not_the_event_s(read: Read) -> None:
    (fact,) = read(
        "قتل متظاهران برصاص الشرطة في الخرطوم في يوم هو الأعنف منذ إجراءات 25 تشرين الأول الماضي."
    )
    assert fact.date.best is None


def test_side_that_was_hit_is_told_by_its_own_name(read: Read) -> None:
    (fact,) = read(
        "أعلنت قوات البيشمركة أمس صد هجوم شنه تنظيم داعش على مواقعها في مخمور ومقتل 22 من التنظيم."
    )
    assert fact.target_type == "military"
    assert _words(fact, "target_type") == ["قوات البيشمركة", "صد هجوم"]


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("قتل خمسة جنود وأصيب 11 آخرون بانفجار عبوة في كركوك أمس.", "wounded",
         {"11 آخرون", "وأصيب"}),
        ("لقي شرطيان مصرعهما بانفجار عبوة في كركوك أمس.", "killed",
         {"شرطيان", "لقي شرطيان مصرعهما"}),
        ("عثرت الشرطة على سبع جثث عليها آثار رصاص في كركوك أمس.", "killed", {"سبع جثث"}),
        ("خطف مسلحون ثلاثة مهندسين من منازلهم في كركوك أمس.", "abducted",
         {"ثلاثة مهندسين", "خطف"}),
        ("سقط خمسة قتلى بقصف شنته قوات الدعم السريع أمس على حي في الفاشر.", "perpetrator",
         {"قوات الدعم السريع", "شنته", "بقصف"}),
        (("قتل جنديان بهجوم في مأرب أمس، واتهمت السلطات المحلية في بيان جماعة "
         "الحوثي بتدبيره."), "perpetrator",
         {"جماعة الحوثي", "واتهمت السلطات المحلية في بيان جماعة الحوثي بتدبيره"}),
        (("أعلنت جماعة ولاية سيناء الموالية لتنظيم الدولة الإسلامية يوم الجمعة مسؤوليتها عن تفجير "
         "قتل فيه خمسة من الشرطة في العريش."), "perpetrator",
         {"جماعة ولاية سيناء",
          "أعلنت جماعة ولاية سيناء الموالية لتنظيم الدولة الإسلامية يوم الجمعة مسؤوليتها"}),
        ("قتل ثمانية جنود بتفجير انتحاري في كركوك أمس، وعثر على جثة يرجح أنها للمنفذ.",
         "killed_of_perpetrators", {"جثة", "للمنفذ"}),
        ("أصيبت الطفلة سعاد علي برصاصة قناص أمس وهي تجلب الماء لأسرتها في تعز.", "target_type",
         {"أصيبت الطفلة"}),
        ("أسفرت اشتباكات أمس بين مسلحين من حيين في طرابلس عن سبعة قتلى و41 جريحا بينهم جنديان.",
         "target_type", {"اشتباكات", "مسلحين"}),
        ("قتل جنديان بهجوم انتحاري في العاصمة الصومالية مقديشو أمس.", "place",
         {"العاصمة الصومالية", "مقديشو"}),
        ("قال مصدر إن انتحاريا يقود سيارة مفخخة هاجم أمس حاجزا في كركوك فقتل جنديين.", "weapon",
         {"انتحاريا يقود سيارة مفخخة"}),
    ],
)  # fmt: skip
def test_words_beside_a_value_say_what_it_is(
    read: Read, text: str, field: str, words: set[str]
) -> None:
    (fact,) = read(text)
    assert set(_words(fact, field)) == words


def test_another_one_like_it_rests_on_the_words_that_say_who_did_the_first(read: Read) -> None:
    _, second = read(
        "قتل طفلان بقصف على حي الميدان في كركوك أمس، واتهم متحدث حكومي تنظيم داعش بالوقوف وراءه.\n"
        "وقتل ستة أشخاص بقصف مماثل في الحويجة الخميس."
    )
    words = _words(second, "perpetrator")
    assert second.perpetrator.name == "داعش"
    assert any(w.startswith("واتهم متحدث") for w in words)
    assert words[-1] == "بقصف مماثل"


def test_what_somebody_says_of_a_place_in_passing_is_not_his_report(read: Read) -> None:
    (fact,) = read(
        "قال مدير الناحية إن الغارات استهدفت أمس مواقع يقول الجيش التركي إنها تابعة لحزب العمال "
        "الكردستاني في العمادية."
    )
    assert fact.attribution_source == "مدير الناحية"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("محافظة حلب – المرصد السوري لحقوق الإنسان: قتل خمسة مدنيين بقصف على حي السكري أمس.",
         "المرصد السوري لحقوق الإنسان"),
        ("أعلنت مديرية الاستخبارات العسكرية اليوم مقتل خمسة جنود بانفجار عبوة في الموصل.",
         "مديرية الاستخبارات العسكرية"),
        ("ذكرت خدمة الإسعاف الإسرائيلية أن عاملين قتلا بقصف صاروخي على بلدة المطلة أمس.",
         "خدمة الإسعاف الإسرائيلية"),
        ('قالت غرفة عمليات "فجر الحرية" إن ستة جنود قتلوا بانفجار عبوة قرب منبج أمس.',
         'غرفة عمليات "فجر الحرية"'),
    ],
)  # fmt: skip
def test_who_says_so_by_the_whole_name(read: Read, text: str, source: str) -> None:
    (fact,) = read(text)
    assert fact.attribution_source == source


def test_words_of_a_figure_hold_of_whom_and_nothing_behind(read: Read) -> None:
    (fact,) = read("قتل 18 من رجال الشرطة أمس بانفجار عبوة في كركوك، وارتفع عدد الجرحى إلى 14.")
    assert _words(fact, "killed")[0] == "18 من رجال الشرطة"


def test_infiltrators_beaten_off_are_a_clash(read: Read) -> None:
    (fact,) = read("أعلنت الفرقة الثالثة أمس أنها صدت تسللا للحوثيين قرب مأرب وقتلت ستة منهم.")
    assert fact.event_type == "clash"


def test_a_part_of_a_group_s_name_is_no_fight(read: Read) -> None:
    (fact,) = read("قتل قيادي في هيئة تحرير الشام برصاص ملثمين في إدلب أمس.")
    assert fact.event_type in ("armed_attack", "assassination")
