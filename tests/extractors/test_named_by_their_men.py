"""Golden cases: doers who are named by their men, their claims, those who suspect them, or by what
flies."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

DOERS = [
    ("استشهد شابان فجر أمس برصاص جنود الاحتلال في مخيم بلاطة شرق نابلس.", "إسرائيل"),
    (
        (
            "قتل شرطيان بانفجار عبوة ناسفة في حي المطرية شرقي القاهرة أمس. "
            "وتحوم الشكوك حول جماعة أجناد مصر في تفجير المطرية."
        ),
        "أجناد مصر",
    ),
    (
        (
            "قتل خمسة بقصف مدفعي على كرري شمال أم درمان أمس. "
            "واتهم والي الخرطوم المكلف الدعم السريع بتعمد قصف الأحياء."
        ),
        "قوات الدعم السريع",
    ),
    (
        (
            "قتل 14 شخصا في تفجير انتحاري في سوق بلدة نغوبوا في تشاد أمس. "
            "وقال حاكم المنطقة إن بوكو حرام هي من تقف وراء هذا العمل الجبان."
        ),
        "بوكو حرام",
    ),
    (
        "اغتال عناصر يشتبه بانتمائهم لتنظيم القاعدة ضابطا في عدن أمس.",
        "القاعدة",
    ),
    (
        "أصيب شرطي بانفجار عبوة في المنامة أمس ونشرت سرايا الأشتر صور المنفذين.",
        "سرايا الأشتر",
    ),
    (
        (
            "أعلنت المقاومة الإسلامية في العراق صباح أمس أن مجاهديها استهدفوا قاعدة عين الأسد "
            "بطائرتين مسيرتين."
        ),
        "المقاومة الإسلامية في العراق",
    ),
    (
        "وردت طائرات النظام بأربع غارات على بلدة المليحة بريف دمشق أمس فقتل ثلاثة.",
        "النظام السوري",
    ),
    (
        "أعلن البنتاغون مقتل خمسة من حركة الشباب في غارة جوية قرب كيسمايو أمس.",
        "الولايات المتحدة",
    ),
    (
        (
            "استهدفت طائرات سلاح الجو التابع للقيادة العامة فجر أمس مخزنا للذخيرة في تاجوراء "
            "شرق طرابلس في ليبيا."
        ),
        "قوات حفتر",
    ),
    (
        (
            "استشهد مدني أمس إثر إلقاء الطيران المروحي التابع لقوات النظام أربعة براميل متفجرة على "
            "حي الميسر في حلب."
        ),
        "النظام السوري",
    ),
    (
        "تصدى الثوار أمس لمحاولة قوات النظام التقدم في ريف حلب وقتلوا تسعة عناصر.",
        "النظام السوري",
    ),
    (
        (
            "استشهد مقاومان أمس في استهداف طائرة استطلاع صهيونية دراجة نارية في بيت لاهيا شمال "
            "قطاع غزة."
        ),
        "إسرائيل",
    ),
]


@pytest.mark.parametrize(("text", "doer"), DOERS)
def test_who_did_it_is_named(read: Read, text: str, doer: str) -> None:
    (fact,) = read(text)
    assert fact.perpetrator.name == doer


def test_headlines_tell_in_the_present(read: Read) -> None:
    (fact,) = read("", title="داعش يختطف ستة من جامعي الكمأ في صحراء الرطبة")
    assert (fact.event_type, fact.perpetrator.name) == ("kidnapping", "داعش")


def test_a_state_claims_in_a_headline(read: Read) -> None:
    (fact,) = read("", title="إسرائيل تعلن اغتيال قيادي في حزب الله في بلدة كفرا")
    assert (fact.perpetrator.name, fact.perpetrator.status) == ("إسرائيل", "claimed")


def test_of_whom_somebody_killed_some_claims_nothing(read: Read) -> None:
    (fact,) = read("أعلنت القيادة الأمريكية في أفريقيا قتل 22 من حركة الشباب بضربة جوية أمس.")
    assert (fact.perpetrator.name, fact.target_type) == ("الولايات المتحدة", "militants")


def test_who_only_supports_a_side_did_not_do_it(read: Read) -> None:
    (fact,) = read(
        "اندلعت اشتباكات أمس في الرمادي بين قوات من الشرطة تساندها الصحوات ومسلحين من تنظيم "
        "داعش، قتل فيها شرطي."
    )
    assert fact.perpetrator.name == "داعش"


def test_who_flies_the_one_raid_flies_the_other(read: Read) -> None:
    first, second = read(
        "استشهد ثمانية في قصف طائرات الاحتلال منزلا في مخيم النصيرات وسط قطاع غزة أمس. "
        "كما استشهد شرطيان بصاروخ أطلقته مسيرة قرب دوار العودة في رفح."
    )
    assert (first.perpetrator.name, second.perpetrator.name) == ("إسرائيل", "إسرائيل")
