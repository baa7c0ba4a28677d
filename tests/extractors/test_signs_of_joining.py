"""Golden cases: what ties two sentences to one attack or parts them, sign by sign, and the file
that says what each weighs. The passages are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.joining import weights
from tests.extractors.reading_kit import Read, best

JOINING = Path(weights.__file__).parent

APART = [
    # two in one word, and of another kind, beside a blast in which other people fell
    (
        (
            "قتل شرطيان وجرح أربعة أمس حين انفجرت عبوة بدوريتهم في بعقوبة.\n"
            "وسقط مدنيان قتيلين بهجومين مسلحين منفصلين في حيي التحرير والكاطون بالمدينة."
        ),
        [(2, 4), (2, None)],
    ),
    # others than those who fell
    (
        (
            "قتل أربعة جنود وجرح تسعة أمس في اشتباكات مع مسلحين في مدينة سرت.\n"
            "وأعلن المستشفى أن أربعة جنود آخرين قتلوا في انفجار لغم داخل مدرسة."
        ),
        [(4, 9), (4, None)],
    ),
    # it is called another one
    (
        (
            "أصابت غارات جوية أمس مخزنا في منطقة الراهدة بتعز وقتل ثمانية مسلحين.\n"
            "وقال شهود إن غارات جوية أخرى استهدفت جبل صبر."
        ),
        [(8, None), (None, None)],
    ),
    # it came soon after: no toll that fell to a tenth
    (
        (
            "ارتفع عدد ضحايا تفجير سوق الدورة في بغداد أمس إلى 90 قتيلا و150 جريحا.\n"
            "وبعد تفجير الدورة بنصف ساعة، انفجرت عبوة ناسفة في حي البياع وقتل 7 وأصيب 11."
        ),
        [(90, 150), (7, 11)],
    ),
    # another kind of event set against it, and told again at length
    (
        (
            "جرح عقيد أمس بتفجير سيارته في شمال سيناء تبناه تنظيم ولاية سيناء، فيما قتل الجيش "
            "مسلحين في تبادل لإطلاق النار.\n"
            "وجاء في بيان أن قوات الجيش قتلت ثلاثة من العناصر الإرهابية في وسط سيناء، وأن كتيبة "
            "ضبطت وكرا عثر بداخله على أسلحة."
        ),
        [(None, 1), (3, None)],
    ),
]


@pytest.mark.parametrize(("text", "tolls"), APART)
def test_two_attacks_stay_two(
    read: Read, text: str, tolls: list[tuple[int | None, int | None]]
) -> None:
    facts = read(text)

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == tolls


ONE = [
    # the dead and the wounded agree: a source tells more closely where
    (
        (
            "قتل شرطي وجرح زميله أمس في انفجار عبوة لاصقة غربي الموصل.\n"
            "وأضاف الضابط أن عبوة لاصقة انفجرت بعجلة للشرطة في حي الرفاعي غربي الموصل، وأسفرت عن "
            "مقتل أحد أفرادها وإصابة آخر بجروح."
        ),
        (1, 1),
    ),
    # the only blast that was told, in a place that no map has in the first one's region
    (
        (
            "قتل ستة حراس وجرح عشرون أمس لدى انفجار سيارة مفخخة جنوب طرابلس.\n"
            "ولم يتبن أحد العملية.\n"
            "وتتنازع حكومتان السلطة في البلاد.\n"
            "وأوضح المسؤول أن الانفجار استهدف بوابة ترهونة."
        ),
        (6, 20),
    ),
    # one toll begun by a clause and ended by the next, at a border
    (
        (
            "أعلنت الطبابة في إدلب أمس مقتل أربعة أشخاص وإصابة آخرين في قصف شنته طائرة مسيرة على "
            "تجمع للنازحين قرب الحدود مع تركيا."
        ),
        (4, None),
    ),
    # who was caught beside those who were killed
    (
        "انتهت حملة للجيش المصري على قرى رفح أمس إلى مقتل 14 مسلحا والقبض على خمسة آخرين.",
        (14, None),
    ),
]


@pytest.mark.parametrize(("text", "toll"), ONE)
def test_one_attack_stays_one(read: Read, text: str, toll: tuple[int | None, int | None]) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "wounded")) == toll


def test_another_subject_may_come_back_to_what_the_head_told(read: Read) -> None:
    text = (
        "انفجرت دراجة مفخخة في مدينة الباب أمس وقتل خمسة أشخاص، فيما قتل ستة أشخاص في قصف على بلدة "
        "طفس.\n"
        "وقال مسعف إن الجرحى نقلوا إلى تركيا.\n"
        "إلى ذلك، تحدث ناشطون عن مقتل ستة أشخاص في بلدة طفس جراء قصف بالراجمات."
    )

    facts = read(text)

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("الباب", 5), ("طفس", 6)]


PARTS = [
    # two that are told apart, one region each
    (
        (
            "قتل جندي بانفجار عبوة في سامراء أمس.\n"
            "من جهة ثانية، قتل أحد عشر شخصا في هجومين منفصلين طالا أمس نقاطا للشرطة في بعقوبة "
            "والأنبار.\n"
            "وقالت شرطة بعقوبة إن ثمانية من أفرادها قتلوا في هجوم انتحاري بسيارة مفخخة.\n"
            "وفي الرطبة بالأنبار أطلق مسلحون النار على حاجز وقتلوا ثلاثة من الحراس."
        ),
        [1, 8, 3],
    ),
    # the head's toll of two strikes, and what they come to with those of some days
    (
        (
            "قتل أربعة أشخاص في غارتين أمس، لترتفع بذلك حصيلة القتلى في سلسلة غارات مماثلة منذ "
            "السبت إلى 17.\n"
            "وأعلنت وزارة الصحة مقتل ثلاثة مواطنين بغارة على شاحنة في بلدة قانا.\n"
            "وأضافت أن غارة على دراجة في بلدة الهرمل أدت إلى سقوط قتيل."
        ),
        [3, 1],
    ),
]


@pytest.mark.parametrize(("text", "killed"), PARTS)
def test_what_sums_up_gives_way_to_its_parts(
    read: Read, text: str, killed: list[int | None]
) -> None:
    assert [best(f, "killed") for f in read(text)] == killed


def test_a_toll_told_behind_two_attacks_is_of_neither(read: Read) -> None:
    text = (
        "وفي كركوك أدى انفجار عبوتين في حي دوميز أمس إلى مقتل ضابط وإصابة أربعة آخرين.\n"
        "كما أصيب ثلاثة جنود بانفجار عبوة استهدفت دوريتهم في حي واحد حزيران.\n"
        "وأكد طبيب معالجة سبعة أصيبوا جراء الهجومين."
    )

    assert [best(f, "wounded") for f in read(text)] == [4, 3]


def test_a_town_by_which_another_is_measured_is_not_the_town(read: Read) -> None:
    text = (
        "وفي تكريت (160 كلم شمال بغداد) قتل جنديان أمس بانفجار لغم.\n"
        "وقال الضابط إن مسلحين اغتالوا قاضيا وسط المدينة."
    )

    assert [f.place.name for f in read(text)] == ["تكريت", "تكريت"]


def test_each_sign_has_a_weight_and_each_weight_a_sign() -> None:
    known = set(weights.weights())
    words = {
        word
        for path in JOINING.glob("*.py")
        for word in re.findall(r'"([a-z_]{3,})"', path.read_text(encoding="utf-8"))
    }
    built = {f"{number}_{what}" for number in ("one", "same") for what in ("toll", "wounded")}

    assert known <= words | built


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("definite,much,الهجوم\n", "the weight of definite is 'much'"),
        ("definite,1,الهجوم\ndefinite,2,الهجوم\n", "definite stands twice"),
    ],
)
def test_a_faulty_weight_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rows: str, told: str
) -> None:
    (tmp_path / "joining.csv").write_text("sign,weight,says\n" + rows, encoding="utf-8")
    monkeypatch.setattr(
        weights,
        "read_seed",
        lambda name, columns: read_from(tmp_path, name, columns),
    )
    with pytest.raises(LexiconError, match=told):
        weights.weights.__wrapped__()


def read_from(root: Path, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a seed of another folder."""
    from extractors.seedfiles import read_seed

    return read_seed(name, columns, root=root)
