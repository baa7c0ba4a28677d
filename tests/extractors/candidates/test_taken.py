"""How many were arrested or abducted: golden cases, sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from extractors.pipeline import Extractor
    from extractors.records import Article, IncidentFact

    MakeArticle = Callable[..., Article]
    Read = Callable[[str], tuple[IncidentFact, ...]]

#: without it a single sentence would be taken for ordinary crime
TITLE = "تقرير عن الإرهاب"


@pytest.fixture(scope="module")
def read(extractor: Extractor, make_article: MakeArticle) -> Read:
    """Text of 10 March 2021 → its incidents."""
    return lambda text: extractor.extract(make_article(text, TITLE))


def best(facts: tuple[IncidentFact, ...], measure: str) -> int | None:
    """The first figure that is told."""
    tolls = [getattr(fact, measure) for fact in facts]
    return next((t.best for t in tolls if t is not None and t.best is not None), None)


ARRESTED = [
    # who is taken stands behind the subject, whoever it is
    ("أوقفت السلطات التركية 23 شخصا، بينهم تسع نساء، في عمليات دهم في مدينة إسطنبول.", 23),
    ("أوقفت دورية من الجيش سائق شاحنة محملة بالسلاح ومساعده عند حاجز اللبوة.", 2),
    ("أوقف الأمن العام اللبناني شقيقين في بلدة مجدل عنجر للاشتباه في صلتهما بالنصرة.", 2),
    ("قبضت القوات الأمنية على امرأة كانت تستعد لتفجير نفسها في مدينة تكريت.", 1),
    ("أسر الجيش الوطني اليمني سبعة من مسلحي الحوثي في جبهة نهم شرق صنعاء.", 7),
    # the verb of the present, in a headline
    ("الأمن المصري يوقف 9 من عناصر الإخوان في بني سويف.", 9),
    # how many a cell has
    ("ضبطت قوات الأمن المصرية خلية إرهابية تضم سبعة عناصر في مدينة العريش.", 7),
    ("فككت قوات الأمن خلية مؤلفة من أربعة عناصر كانت تخطط لهجمات في مدينة سبها.", 4),
    # how far a campaign went
    ("شنت قوات الأمن حملة اعتقالات في مدينة الحسكة طالت 30 شابا.", 30),
    ("طالت الاعتقالات في بلدة سلواد شرق رام الله ستة شبان.", 6),
    # a numeral behind those whom it counts
    ("قالت الشرطة إنها ألقت القبض على منفذي الهجوم الثلاثة في مدينة حمص.", 3),
    # a pronoun means him who was told of
    ("أطلق رجل النار على دورية للشرطة في مدينة إربد فقتل شرطيا، وتم القبض عليه.", 1),
    # what they are charged with is no verdict
    ("اعتقلت السلطات الأردنية 13 متهما بالتخطيط لهجوم إرهابي في مدينة إربد.", 13),
    # a campaign, and the word of the Maghreb
    ("شملت حملة الاعتقالات في مدينة القدس 25 فلسطينيا بينهم أربعة أطفال.", 25),
    ("تم إيقاف شخصين يشتبه في تبنيهما الفكر التكفيري في مدينة بنزرت.", 2),
    ("سلم إرهابي نفسه للسلطات العسكرية في ولاية تمنراست وبحوزته رشاش.", 1),
    ("اعتقلت الميليشيات الحوثية خمسة من أعضاء حزب الإصلاح في مدينة ذمار.", 5),
    # a name behind what stands between; a companion; some of a group, far from the verb
    ("ألقت الشرطة القبض في وقت متأخر أمس على المتمرد سالم حسن في مدينة عدن.", 1),
    ("اعتقل جهاز الأمن المطارد سالم حسن ورفيقاً له في مدينة جنين.", 2),
    ("اعتقلت الشرطة في المدينة أمس ثلاثة من سائقي الحافلات بعد تفجير في بغداد.", 3),
    # those may hold people who enforce the law; others abduct them
    ("احتجزت الشرطة الباكستانية رجلين مشتبها بهما في مدينة كراتشي.", 2),
    ("اعتقل الأمن السوداني عشرات المتظاهرين في مدينة أم درمان.", None),
]


@pytest.mark.parametrize(("text", "arrested"), ARRESTED)
def test_arrested(read: Read, text: str, arrested: int | None) -> None:
    facts = read(text)

    assert best(facts, "arrested") == arrested
    assert best(facts, "abducted") is None


ABDUCTED = [
    ("اقتاد مسلحون ستة شبان من قرية البوناصر إلى جهة مجهولة.", 6),
    ("مسلحون يخطفون 11 عاملا هنديا في أبيدجان.", 11),
    ("أعلن المتمردون احتجاز 43 جنديا من قوات حفظ السلام في الجولان.", 43),
    ("خطفت مجموعة مسلحة نجل مسؤول محلي في مدينة السويداء.", 1),
    ("اقتحم مسلحون منزلا في بلدة بلد شمال بغداد واقتادوا صاحبه إلى جهة مجهولة.", 1),
    ("اعترض مسلحون سيارة القاضي حسن سليم في طرابلس واختطفوه مع سائقه.", 2),
    ("احتجز مسلحون سفينة صيد إيرانية وعلى متنها 20 بحارا قبالة سواحل بونتلاند.", 20),
    ("اختفى ناشطان مدنيان في مدينة الناصرية بعد أن اعترضت سيارة طريقهما وخطفتهما.", 2),
]


@pytest.mark.parametrize(("text", "abducted"), ABDUCTED)
def test_abducted(read: Read, text: str, abducted: int) -> None:
    facts = read(text)

    assert best(facts, "abducted") == abducted
    assert best(facts, "arrested") is None


def test_who_drove_the_arms_is_arrested_with_them(read: Read) -> None:
    (fact,) = read("ضبط الجيش على حاجز اللبوة شاحنة محملة بالأسلحة والذخائر، وأوقف سائقها ومرافقه.")

    assert fact.event_type == "weapons_seizure"
    assert best((fact,), "arrested") == 2


def test_a_doer_behind_a_verb_with_its_object_is_no_victim(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    doc = extractor.explain(make_article("هذه قضية الفتاة التي قتلها شقيقها في هجوم مسلح.", TITLE))

    assert doc.annotations["counts"] == ()


def test_the_number_before_a_noun_is_the_number(read: Read) -> None:
    facts = read("الغارات التركية تقتل 39 متمردا كرديا في جبل قنديل.")

    assert best(facts, "killed") == 39


def test_whose_car_is_stopped_is_not_arrested(read: Read) -> None:
    facts = read("أوقف مسلحون سيارة الضابط على الطريق قرب مدينة ديار بكر وخطفوه.")

    assert best(facts, "arrested") is None
    assert best(facts, "abducted") == 1


@pytest.mark.parametrize(
    "denial",
    [
        "ولم توقف الأجهزة الأمنية أحدا حتى الآن",
        "ولم يتم اعتقال أحد",
        "ولم يُعتقل أحد على خلفية التفجير",
        "من دون القبض على أحد من المنفذين",
        "دون أن تعتقل الشرطة أحدا",
        "ولم تجر أي اعتقالات",
    ],
)
def test_nobody_is_nobody(read: Read, denial: str) -> None:
    facts = read(f"قتل أربعة أشخاص بانفجار عبوة ناسفة في بعقوبة أمس، {denial}.")

    assert [f.event_type for f in facts] == ["ied_bombing"]
    assert best(facts, "killed") == 4
    assert best(facts, "arrested") is None


def test_one_of_several_is_somebody(read: Read) -> None:
    facts = read("اعتقلت الشرطة أحد قياديي الخلية في بعقوبة أمس دون وقوع إصابات.")

    assert best(facts, "arrested") == 1


def test_an_arrest_before_the_death_is_none_of_the_news(read: Read) -> None:
    facts = read("مات معتقل تحت التعذيب في سجن قرب دمشق أمس، بعد اعتقاله قبل خمسة أشهر.")

    assert best(facts, "arrested") is None


def test_dawn_blows_up_no_house(read: Read) -> None:
    facts = read("اقتحمت قوات الاحتلال بلدة سلواد فجر اليوم وداهمت منازل واعتقلت ثلاثة شبان.")

    assert "bombing_other" not in {f.event_type for f in facts}
