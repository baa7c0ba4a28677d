"""Golden cases: one attack that an article tells in several sentences, and two that it tells."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

ONCE = [
    # the other side's dead, in a sentence of their own
    (
        (
            "قتل سبعة جنود وأصيب عشرة بهجوم بسيارتين مفخختين على حاجز قرب رفح أمس.\n"
            "في المقابل، تمكن الجيش من قتل أكثر من 20 مسلحا."
        ),
        (7, 10, 20),
    ),
    (
        (
            "قتل ثمانية جنود أمس عندما هاجم مسلحون نقطة أمنية قرب العريش.\n"
            "وقال البيان إن القوات اشتبكت مع المهاجمين وقتلت ثلاثة منهم."
        ),
        (8, None, 3),
    ),
    # what a source adds to it
    (
        (
            "قتل 15 جنديا أمس في هجوم لمسلحين على نقطة تفتيش قرب العريش.\n"
            "وأشار المتحدث إلى أن 14 جنديا قتلوا نتيجة تبادل إطلاق النار."
        ),
        (15, None, None),
    ),
    (
        (
            "هاجم مسلحون معسكرا للجيش في شمال سيناء أمس.\n"
            "وأضافت المصادر أن دوي انفجارات سمع في المعسكر القريب من رفح وأن جنديين أصيبا."
        ),
        (None, 2, None),
    ),
    (
        (
            "استهدف هجوم انتحاري حاجزا للشرطة في بعقوبة أمس وقتل شرطيان.\n"
            "وذكر مصدر أن الهجوم الانتحاري أعقبه تبادل كثيف لإطلاق النار."
        ),
        (2, None, None),
    ),
]


@pytest.mark.parametrize(("text", "toll"), ONCE)
def test_an_attack_told_on_is_one(
    read: Read, text: str, toll: tuple[int | None, int | None, int | None]
) -> None:
    (fact,) = read(text)

    measures = ("killed", "wounded", "killed_of_perpetrators")
    assert tuple(best(fact, m) for m in measures) == toll


TWICE = [
    # militants who fell elsewhere, or in another story
    (
        ("قتل سبعة جنود بهجوم على حاجز قرب رفح أمس.\nوقتل الجيش 20 مسلحا في غارات على جبل الحلال."),
        [7, 20],
    ),
    (
        (
            "قتل شرطي برصاص مسلحين في حي الدورة ببغداد أمس.\n"
            "وأضاف المصدر أن ثلاثة مدنيين قتلوا بانفجار عبوة ناسفة في حي الكرادة."
        ),
        [1, 3],
    ),
    (
        (
            "قتل شرطي برصاص مسلحين في كركوك أمس.\n"
            "من جهة أخرى، قتلت القوات الأمنية خمسة مسلحين في جبال حمرين."
        ),
        [1, 5],
    ),
]


@pytest.mark.parametrize(("text", "killed"), TWICE)
def test_what_is_told_of_elsewhere_is_another(read: Read, text: str, killed: list[int]) -> None:
    assert [best(fact, "killed") for fact in read(text)] == killed


def test_the_number_of_a_rifle_counts_nobody(read: Read) -> None:
    (fact,) = read("قتل أربعة مسلحين مجهزين ببنادق إيه كيه-47 قتلوا برصاص الشرطة في مقديشو أمس.")

    assert best(fact, "killed") == 4


def test_nobody_says_how_many_were_wounded(read: Read) -> None:
    (fact,) = read("انفجرت سيارة مفخخة في الحلة أمس دون تحديد لعدد القتلى والجرحى.")

    assert (fact.killed, fact.wounded) == (None, None)


def test_a_number_of_soldiers_some_of_whom_are_named_has_its_verb_behind_them(read: Read) -> None:
    (fact,) = read("قالت مصادر إن عشرة على الأقل من الجيش بينهم ضابط قتلوا في هجوم قرب رفح أمس.")

    assert best(fact, "killed") == 10


REPORTS = [
    (
        "أفادت معطيات حقوقية بأن قوات الاحتلال قتلت مدنيا وأصابت 88 مواطنا في الضفة الغربية.\n"
        "وقال المركز في تقريره الأسبوعي إن قوات الاحتلال اعتقلت 55 مواطنا."
    ),
    "وثق المركز في تقريره الشهري مقتل تسعة مواطنين برصاص قوات الاحتلال.",
]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_on_some_weeks_tells_of_no_incident(read: Read, text: str) -> None:
    assert read(text) == ()
