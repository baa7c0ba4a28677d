"""Golden cases: what is told beside another incident, or in words that are rarely used for it."""

from __future__ import annotations

import pytest

from extractors.pipeline import Extractor
from tests.extractors.reading_kit import MakeArticle

BESIDE = [
    (
        (
            "أصيبت طفلة برصاصة قناص في حي الروضة في تعز أمس.\n"
            "وسقطت قذيفة هاون على ملعب في حي المسبح فقتلت مدربا."
        ),
        [("armed_attack", "الروضة"), ("shelling", "المسبح")],
    ),
    (
        (
            "قتل شخصان في تفجير نفذه مسلحون بحي الزهراء في حمص أمس.\n"
            "وطعن شاب إمام مسجد في حي الغوطة بسكين."
        ),
        [("bombing_other", "الزهراء"), ("other_violence", "الغوطة")],
    ),
    (
        (
            "أطلق الحوثيون صواريخ باليستية سقط أحدها على حي الروضة في مأرب أمس وقتل طفلين.\n"
            "وشن طيران التحالف غارتين على مديرية صرواح."
        ),
        [("shelling", "الروضة"), ("air_strike", "صرواح")],
    ),
    (
        (
            "قتل شخصان في اشتباكات بين مجموعتين مسلحتين في الزاوية أمس.\n"
            "وفي صبراتة، تعرض منزل عضو المجلس البلدي لإطلاق نار."
        ),
        [("clash", "الزاوية"), ("armed_attack", "صبراتة")],
    ),
    (
        (
            "انفجرت عبوة ناسفة أمس قرب دورية للشرطة في بعقوبة ما أدى إلى إصابة شرطيين.\n"
            "وقال مصدر إن مجهولين ألقوا رمانة يدوية على منزل في المقدادية فأصيبت امرأة."
        ),
        [("ied_bombing", "بعقوبة"), ("bombing_other", "المقدادية")],
    ),
    (
        (
            "ضبطت الشرطة في كسلا أمس شاحنة محملة بالأسلحة.\n"
            "وحررت القوة 9 رهائن في مزرعة قرب حلفا الجديدة."
        ),
        [("weapons_seizure", "كسلا"), ("kidnapping", "حلفا الجديدة")],
    ),
    (
        (
            "سقطت صواريخ أمس في محيط بلدة المطلة من دون إصابات.\n"
            "ورد الجيش الإسرائيلي بقصف مدفعي على أطراف بلدة عيترون."
        ),
        [("shelling", "المطلة"), ("shelling", "عيترون")],
    ),
    (
        (
            "أصيب 18 جنديا بانفجار عبوة ناسفة استهدفت حافلتهم في العريش أمس.\n"
            "وأبطلت القوات مفعول عبوة أخرى عثر عليها في المكان."
        ),
        [("ied_bombing", "العريش"), ("weapons_seizure", "العريش")],
    ),
    (
        (
            "قتل مدرب بقذيفة هاون في حي المسبح في تعز أمس.\n"
            "وأصيبت طفلة برصاصة قناص في حي الروضة شرقي المدينة."
        ),
        [("shelling", "المسبح"), ("armed_attack", "الروضة")],
    ),
]

ALONE = [
    # since when he was held is not since when it has gone on
    (
        "قضى شاب من بلدة سقبا تحت التعذيب في سجون النظام بريف دمشق بعد اعتقاله منذ خمسة أشهر.",
        "other_violence",
        "ريف دمشق",
    ),
    ("أحرق مستوطنون مركبة في قرية برقة شرق رام الله أمس.", "other_violence", "برقة"),
    ("قطع مستوطنون مئة شجرة زيتون في قرية برقة أمس.", "other_violence", "برقة"),
    ("قنص عنصر من قسد مدنيا كان يعمل في أرضه بقرية العريشة أمس.", "armed_attack", "العريشة"),
    ("توفي شاب في سجن للشرطة العسكرية في عفرين تحت وطأة التعذيب.", "other_violence", "عفرين"),
    ("تعرضت سفينة شحن لهجوم بزورقين مفخخين قبالة المخا أمس.", "shelling", "المخا"),
    ("أسقطت القوات المشتركة مسيرة حوثية فوق الدريهمي أمس.", "drone_strike", "الدريهمي"),
    # a village that no gazetteer has is a place too
    ("عثر الجيش على كدس عتاد في قرية شيخ إبراهيم بمحافظة نينوى.", "weapons_seizure", "شيخ إبراهيم"),
    ("أردى مجهولون أمس ضابطا متقاعدا بثلاث طلقات أمام منزله في بنغازي.", "armed_attack", "بنغازي"),
    ("أغار مسلحون على قرية قرب بلدة جيبو أمس وقتلوا 12 مدنيا.", "armed_attack", "جيبو"),
    ("تعرض خط الغاز قرب بلدة صافر أمس لتفجير نفذه مسلحون قبليون.", "bombing_other", "صافر"),
    ("تضرر برج لنقل الكهرباء بعبوة ناسفة قرب قرية الملحة بكركوك أمس.", "ied_bombing", "الملحة"),
    ("أسلحة ومتفجرات كثيرة عثر عليها أمس في بلدة القائم.", "weapons_seizure", "القائم"),
    (
        (
            "ضبط الجيش أمس مستودعا من مخلفات التنظيمات الإرهابية يحتوي على 14 قذيفة في جرود عرسال، "
            "وتولى الخبير العسكري تفجير العبوات في مكانها."
        ),
        "weapons_seizure",
        "جرود عرسال",
    ),
    (
        "قال ضابط إن انتحاريا حاول الوصول إلى خطوط القوات في سرت أمس لكن قذيفة أصابت سيارته.",
        "suicide_bombing",
        "سرت",
    ),
    ("ذكر الجيش أن ضرباته في محور الخلاطات قتلت 15 مسلحا أمس.", "air_strike", "محور الخلاطات"),
]


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_what_is_told_beside_is_of_its_own(
    extractor: Extractor, make_article: MakeArticle, text: str, expected: list[tuple[str, str]]
) -> None:
    facts = extractor.extract(make_article(text))
    assert [(f.event_type, f.place.name) for f in facts] == expected


@pytest.mark.parametrize(("text", "event_type", "place"), ALONE)
def test_rare_words_tell_it_too(
    extractor: Extractor, make_article: MakeArticle, text: str, event_type: str, place: str
) -> None:
    facts = extractor.extract(make_article(text))
    assert [(f.event_type, f.place.name) for f in facts] == [(event_type, place)]


def test_hours_before_is_news_of_the_day(extractor: Extractor, make_article: MakeArticle) -> None:
    facts = extractor.extract(
        make_article(
            "انفجرت عبوة ناسفة بدورية قرب الحويجة أمس فأصيب ثلاثة جنود.\n"
            "وسبق ذلك بساعات هجوم على حاجز في الرشاد قتل فيه شرطي."
        )
    )
    assert [(f.place.name, f.is_main) for f in facts] == [("الحويجة", True), ("الرشاد", True)]
