"""Golden cases: who took whom, who fell later, who answered, and what was beaten off."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

TAKEN = [
    ("أربعة مسلحين خطفوا مهندسين اثنين في طرابلس أمس.", 2),
    ("ستة ملثمين خطفوا طبيبا من عيادته في حمص أمس.", 1),
    # these were taken
    ("اختطف مسلحون خمسة رجال في كربلاء أمس.", 5),
    ("قال مصدر أمني إن خمسة رجال اختطفوا على أيدي مسلحين في كربلاء أمس.", 5),
    ("اختطف عشرة عمال في كركوك أمس على يد مسلحين.", 10),
]


@pytest.mark.parametrize(("text", "abducted"), TAKEN)
def test_those_who_take_are_not_taken(read: Read, text: str, abducted: int) -> None:
    (fact,) = read(text)

    assert (fact.event_type, best(fact, "abducted")) == ("kidnapping", abducted)


DIED_LATER = [
    # a toll that has the later death already, and wounded of whom none died
    ("ارتفعت حصيلة تفجير الحلة أمس إلى ستة قتلى وتسعة جرحى بعد وفاة أحد المصابين.", 6, 9),
    ("قتل شخص وأصيب اثنان أحدهما في حالة خطرة بانفجار في الحلة أمس.", 1, 2),
    ("قتل خمسة وأصيب عشرة في تفجير بالحلة أمس، وكان أحدهم يقود سيارة.", 5, 10),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), DIED_LATER)
def test_who_dies_of_wounds_is_counted_once(
    read: Read, text: str, killed: int, wounded: int | None
) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


VICTIMS = [
    ("أسفر هجوم في كابل أمس عن سقوط 40 ضحية، 12 قتيلا و28 جريحا.", 12, 28),
    ("بلغت حصيلة الضحايا 17 شخصا هم ستة قتلى و11 جريحا في انفجار بعدن أمس.", 6, 11),
    ("خلف انفجار في سوق بمقديشو أمس عشرين ضحية بينهم خمسة قتلى.", 5, None),
    ("سقط عشرة ضحايا بين قتلى وجرحى في قصف على دوما أمس.", None, None),
    # no part of them is called dead: who else fell is none of theirs
    ("أوقع انفجار في البصرة أمس 15 ضحية من المدنيين.", 15, None),
    ("أسفر انفجار في البصرة أمس عن 15 ضحية بينهم ثلاثة أطفال.", 15, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), VICTIMS)
def test_victims_are_the_dead_only_where_no_dead_are_told(
    read: Read, text: str, killed: int | None, wounded: int | None
) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


ANSWERED = [
    (
        "أطلقت الشرطة النار على المهاجم بعد طعنه ثلاثة أشخاص في القدس أمس وأردته قتيلا.",
        (None, 1),
        "knife",
    ),
    (
        "طعن شاب شرطيين في القدس أمس وأصابهما بجروح قبل أن يطلق شرطي آخر النار عليه ويقتله.",
        (None, 1),
        "knife",
    ),
    (
        "أصيب جنديان في عملية دهس قرب الخليل أمس وأطلق الجنود النار على منفذها وأردوه قتيلا.",
        (None, 1),
        "vehicle",
    ),
    # the attackers shot
    ("أطلق مسلحون النار على شرطي في كركوك أمس وأردوه قتيلا.", (1, None), "firearm"),
    (
        (
            "أطلق مهاجم النار على المارة في كركوك أمس فقتل اثنين، وأطلقت الشرطة النار على المهاجم "
            "وقتلته."
        ),
        (2, 1),
        "firearm",
    ),
]


@pytest.mark.parametrize(("text", "dead", "weapon"), ANSWERED)
def test_those_who_answer_are_not_the_attack(
    read: Read, text: str, dead: tuple[int | None, int | None], weapon: str
) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "killed_of_perpetrators")) == dead
    assert fact.weapon == weapon


OUTCOMES = [
    ("اعترضت الدفاعات الجوية السعودية مساء أمس فوق مدينة الرياض صاروخا باليستيا.", "foiled"),
    ("أسقطت الدفاعات الجوية التابعة للتحالف أمس في سماء مأرب طائرة مسيرة مفخخة.", "foiled"),
    ("اعترضت الدفاعات الجوية أمس صواريخ أطلقت على نجران وسقط أحدها على مزرعة.", "completed"),
    ("اعترضت الدفاعات صاروخا أطلق على نجران أمس وسقطت شظاياه على مزرعة.", "foiled"),
    ("تصدت القوات لهجوم انتحاري على قاعدة في مأرب أمس، وقتل ستة جنود.", "completed"),
    ("صد الجيش هجوما بسيارة مفخخة على حاجز في مأرب أمس دون وقوع إصابات.", "attempted"),
]


@pytest.mark.parametrize(("text", "outcome"), OUTCOMES)
def test_what_was_beaten_off_and_what_got_through(read: Read, text: str, outcome: str) -> None:
    (fact,) = read(text)

    assert fact.outcome == outcome


NOBODY = [
    "سقطت قذائف على حي سكني في طرابلس أمس ولم تسجل أي حالة ضرر أو إصابة.",
    "انفجرت عبوة ناسفة في كركوك أمس دون أن تسجل أي إصابة.",
    "سقط صاروخ قرب مطار أربيل أمس ولم يتسبب بأي ضرر بشري أو مادي.",
    "سقط صاروخ في الأنبار أمس، وأكد الجيش عدم وقوع أي خسائر بشرية.",
    "سقط صاروخ في الأنبار أمس ولم يتعرض أحد لأذى.",
]
UNKNOWN = [
    "انفجرت عبوة ناسفة في كركوك أمس دون معلومات عن خسائر بشرية.",
    "سقطت قذائف على حي في طرابلس أمس وأدت إلى أضرار مادية.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_was_hurt(read: Read, text: str) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "wounded")) == (0, 0)


@pytest.mark.parametrize("text", UNKNOWN)
def test_nothing_is_known_of_who_was_hurt(read: Read, text: str) -> None:
    (fact,) = read(text)

    assert (fact.killed, fact.wounded) == (None, None)


def test_the_day_after_is_news_still(read: Read) -> None:
    (fact,) = read("أغلقت أسواق بعقوبة أمس غداة مقتل ستة مدنيين في تفجير بالمدينة.")

    assert fact.is_main


ALIKE = [
    ("انفجرت سيارة مفخخة في الكرادة أمس وقتل خمسة.\nووقع انفجار آخر في المنصور وقتل ثلاثة.",
     "bombing_other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), ALIKE)
def test_a_like_blast_is_of_the_same_kind(read: Read, text: str, kind: str) -> None:
    _, second = read(text)

    assert second.event_type == kind


BLADES = [
    ("ذبح مهاجم بسكين ثلاثة أشخاص داخل كنيسة في نيس أمس.", "armed_attack"),
    ("قام إرهابي بذبح معلم قرب مدرسته في باريس أمس.", "armed_attack"),
    ("ذبح تنظيم الدولة ثلاثة جنود في سرت أمس.", "execution"),
]


@pytest.mark.parametrize(("text", "kind"), BLADES)
def test_a_blade_in_an_attack_is_no_execution(read: Read, text: str, kind: str) -> None:
    (fact,) = read(text)

    assert (fact.event_type, fact.weapon) == (kind, "knife")
