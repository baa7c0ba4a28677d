"""Tolls told in words that are rarer for it, or in another order: golden cases of our own."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

CASES = [
    # one who was killed, others who were wounded
    ("قال ضابط إن جنديا قتل وأصيب أربعة آخرون بانفجار عبوة في الفلوجة أمس.", 1, 4),
    ("وقالت الشرطة إن عاملين قتلا وجرح ثالث حين انفجرت قنبلة في الكرادة أمس.", 2, 1),
    # فيه is no فئة
    ("اقتحم انتحاري مقر الشرطة في بعقوبة أمس وقتل فيه 8 من رجال الشرطة.", 8, None),
    ("نفذ سلاح الجو غارة على مخزن في الموصل أدت إلى هلاك أكثر من 20 إرهابيا.", 20, None),
    ("نفذ الطيران غارات على مقر في تلعفر، وقضت الغارات على أكثر من ثلاثين مسلحا.", 30, None),
    ("سقطت قذيفة على حي السد في درعا، ما أدى لارتقاء ثلاثة مدنيين.", 3, None),
    # a toll behind the part of another one
    ("سقطت قذيفة على حيفان في تعز، وأحصي خمسة شهداء، بينهم امرأة، وسبعة جرحى.", 5, 7),
    ("ألقى مجهول قنبلة يدوية في شارع بطرابلس أمس، فأصيب عابران بشظايا.", None, 2),
    ("انفجرت سيارة قرب مركز في عدن، فقتل اثنان من الحراس وبائعة قات.", 3, None),
    ("قتل أب وأبناؤه الثلاثة بقذيفة سقطت على منزلهم في تعز أمس.", 4, None),
    ("قتل رجل وابناه بقذيفة هاون سقطت على منزلهم في تعز أمس.", 3, None),
    ("أدى تفجير في سوق ببعقوبة أمس إلى مقتل الاثني عشر عاملا الذين كانوا فيه.", 12, None),
    (
        "قضت مفرزة للجيش الوطني الشعبي، صباح اليوم، على ثلاثة إرهابيين قرب أزفون بولاية تيزي وزو.",
        3,
        None,
    ),
    # the present of headlines, and rarer verbs
    ("قال مصدر إن مسلحين على دراجة نارية يقتلون ضابطا في حي القادسية بتكريت.", 1, None),
    ("وأجهز مسلحون بكواتم الصوت على موظف في حي السيدية ببغداد أمس.", 1, None),
    # what hit him counts nobody
    ("أصيب قيادي برصاص مسلحين في الميناء بطرابلس وقضى متأثرا بثلاث رصاصات.", 1, 1),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), CASES)
def test_tolls_in_other_words(
    read: Read, text: str, killed: int | None, wounded: int | None
) -> None:
    facts = read(text, "تقرير عن الإرهاب")

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == [(killed, wounded)]


@pytest.mark.parametrize(
    "text",
    [
        "اندمج المصرفان أمس ويقضي القرار على تسعمئة وظيفة، وكان السهم قصف بالمضاربات في أبوظبي.",
        "وقتل المصلين أصبح ديدن الجماعات الإرهابية التي فجرت مسجدا في عسير أمس.",
        "هاجمت أسراب من الطيور حقول الأرز في مقاطعة روصو وشكا المزارعون.",
    ],
)
def test_what_hurts_nobody(read: Read, text: str) -> None:
    assert not [f for f in read(text) if best(f, "killed")]


def test_whom_a_force_took_where(read: Read) -> None:
    """Who did it and where stand between the verb and the number; what they were up to did not
    happen."""
    (fact,) = read(
        "أوقفت مخابرات الجيش اللبناني في محلة أبي سمراء بطرابلس خمسة أشخاص ينتمون إلى خلية "
        "لتنظيم داعش كانت تعد لتنفيذ عمليات انتحارية في بيروت."
    )

    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 5)


def test_a_year_counts_nobody(read: Read) -> None:
    facts = read(
        "قتل ثلاثة جنود بهجوم على حاجز في سرت أمس، وكان المهاجمون اعتقلوا في 2012 متهمين بالإرهاب."
    )

    assert not any(best(f, "arrested") == 2012 for f in facts)
