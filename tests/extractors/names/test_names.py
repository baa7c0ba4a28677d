"""Names of private persons: which are found, which stand, what a quote shows instead."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.names import MASK, masked_quote, masked_value, quote_around
from extractors.names.vocabulary import Vocabulary
from extractors.pipeline import Extractor
from extractors.records import Article, Span
from extractors.seedfiles import SEEDS_DIR


def article(text: str, title: str = "") -> Article:
    day = dt.date(2026, 1, 1)
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Article("a", "https://x.example/1", "x", at, day, text, title)


def masked(extractor: Extractor, text: str) -> str:
    """The whole text as a quote would show it."""
    names = extractor.names_in(article(text))
    return masked_quote("text", text, 0, len(text), names)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قتل سالم خلف الجبوري أمام منزله", "قتل [اسم] أمام منزله"),
        ("أصيب الطفل زعنون وشقيقته ميادة", "أصيب الطفل [اسم] وشقيقته [اسم]"),
        ("اعتقل المدعو أبو قتادة", "اعتقل المدعو [اسم]"),
        ("وأضاف الجبوري أن ابنه نجا", "وأضاف [اسم] أن ابنه نجا"),
        ("القبض على المتهم م. ع. سالم", "القبض على المتهم [اسم]"),
        ("استهدف منزل عائلة العواودة", "استهدف منزل عائلة [اسم]"),
        ("بحسب رواية جاره نوفل فإن", "بحسب رواية جاره [اسم] فإن"),
        ("فارق الشاب ريبوار حمه أمين الحياة", "فارق الشاب [اسم] الحياة"),
        ("وتضيف جميلة أن الجنود رحلوا", "وتضيف [اسم] أن الجنود رحلوا"),
        ("اعتقلوا سالم خلف الملقب ب«التشادي»", "اعتقلوا [اسم] الملقب ب«[اسم]»"),
        ("وإلى جانب سالم جلس أخوه", "وإلى جانب [اسم] جلس أخوه"),
        ("كانت بيان تصلي", "كانت [اسم] تصلي"),
        ("غادر طلال حرير السجن", "غادر [اسم] السجن"),
        # places and groups that bear a person's name
        ("حافلة لشركة عبد الرحيم احترقت", "حافلة لشركة عبد الرحيم احترقت"),
        ("في مدرستي ابن خلدون وخولة بنت الأزور", "في مدرستي ابن خلدون وخولة بنت الأزور"),
        ("أعلنت كتيبة الحمزة بن عبد المطلب", "أعلنت كتيبة الحمزة بن عبد المطلب"),
        ("أطلقت حملة باسم مهسا أميني", "أطلقت حملة باسم مهسا أميني"),
        ("انفجار في شارع صلاح الدين", "انفجار في شارع صلاح الدين"),
        ("أعلنت كتائب الشهيد عز الدين القسام", "أعلنت كتائب الشهيد عز الدين القسام"),
        ("قصف قرب مسجد الشيخ أحمد ياسين", "قصف قرب مسجد الشيخ أحمد ياسين"),
        # officials: in their role, harmed, and their kin
        ("قال وزير الصحة فراس سالم إن", "قال وزير الصحة فراس سالم إن"),
        ("أكد اللواء سعد معن أن", "أكد اللواء سعد معن أن"),
        ("عينت الحكومة فراس سالم محافظا لنينوى", "عينت الحكومة فراس سالم محافظا لنينوى"),
        ("ووزير الصحة فراس سالم زار المكان", "ووزير الصحة فراس سالم زار المكان"),
    ],
)
def test_who_is_masked_and_who_stands(extractor: Extractor, text: str, shown: str) -> None:
    assert masked(extractor, text) == shown


@pytest.mark.parametrize(
    "text",
    [
        # an adjective of a thing, a relative clause, a wish, a conjunction: no name follows
        "العملية الإرهابية الدنيئة التي نفذها الانتحاري الذي فجر نفسه",
        "نسأل أن يتقبل الشهداء ويشفي الجرحى، رحم الله الشهداء وجبر مصاب أهلهم",
        "سلم جثمان الجندي تغمده الله برحمته إلى ذويه",
        # groups and provinces whose names hold words that introduce a person
        "قصفت الطائرات مواقع حزب العمال الكردستاني في الجبل",
        "وقع التفجير في مسجد بمنطقة عسير",
        # public figures and what is called by them
        "قال الرئيس رجب طيب أردوغان إن الجيش سيرد، وأضاف أردوغان أن ثلاثة قتلوا",
        "غارات على قوات الرئيس المخلوع علي عبد الله صالح، وقتل خمسة من قوات صالح",
        "رفعت حكومة نتنياهو حالة التأهب بعد الهجوم",
    ],
)
def test_ordinary_words_and_public_figures_stand(extractor: Extractor, text: str) -> None:
    assert masked(extractor, text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قتل المواطن عمران خان في انفجار عبوة", "قتل المواطن [اسم] في انفجار عبوة"),
        ("أصيب نجل أشرف غني في الهجوم", "أصيب نجل [اسم] في الهجوم"),
        ("نعت الصحيفة مراسلها جمعة الزغموط", "نعت الصحيفة مراسلها [اسم]"),
    ],
)
def test_a_namesake_who_is_harmed_or_kin_is_masked(
    extractor: Extractor, text: str, shown: str
) -> None:
    assert masked(extractor, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("القبض على م. ر. بعد الهجوم", "القبض على [اسم]. بعد الهجوم"),
        ("المتهم «محمود ع س» والطفلة (ر.م)", "المتهم «[اسم]» والطفلة ([اسم])"),
        ("أصيب الجندي ع/س", "أصيب الجندي [اسم]"),
        ("المتهمان (أ – س) و(ع – م)", "المتهمان ([اسم]) و([اسم])"),
        ("الشاب الذي عرف بالأحرف ش أ أ", "الشاب الذي عرف بالأحرف [اسم]"),
        ("من «خ عميروش» و«ب، كريم»", "من «[اسم]» و«[اسم]»"),
        ("السائق م.ع.غصن", "السائق [اسم]"),
        ('الطفلة "ف خ" والشاب', 'الطفلة "[اسم]" والشاب'),
        # an agency, an hour, an item of a list
        ("قالت (أ ف ب) و(د.ب.أ) إن القتلى ثلاثة", "قالت (أ ف ب) و(د.ب.أ) إن القتلى ثلاثة"),
        ("وقع الانفجار عند الساعة 6 ت.غ", "وقع الانفجار عند الساعة 6 ت.غ"),
        ("في المنطقتين أ - ب من الضفة", "في المنطقتين أ - ب من الضفة"),
    ],
)
def test_initials_are_masked(extractor: Extractor, text: str, shown: str) -> None:
    assert masked(extractor, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("سفينة بحمولة تبلغ 19 ألف طن", "سفينة بحمولة تبلغ 19 ألف طن"),
        ("عمل الصحفي جابر الحازبي مراسلاً للإذاعة", "عمل الصحفي [اسم] مراسلاً للإذاعة"),
        ("البنات: زينة، لين، رزان", "البنات: [اسم]، [اسم]، [اسم]"),
        # a surname that is a word, closed by who its bearer is
        ("قال محمد غليظ، أحد السكان", "قال [اسم]، أحد السكان"),
        ("أعلن المتحدث باسم شرطة زامفارا", "أعلن المتحدث باسم شرطة زامفارا"),
        ("التقى الرئيس جون هاملتون", "التقى الرئيس جون هاملتون"),
        (
            "عن رئيس بلدة، في قضاء العمادية، سعد خوشناو، قوله",
            "عن رئيس بلدة، في قضاء العمادية، سعد خوشناو، قوله",
        ),
        ("مهاب إبراهيم ابن الثلاثة أعوام", "[اسم] ابن الثلاثة أعوام"),
        ("القتيل أكرم ولد في الخارج", "القتيل [اسم] ولد في الخارج"),
        ("القتيل خالد مصطفى اللاجئ من سوريا", "القتيل [اسم] اللاجئ من سوريا"),
        ("عن هبة ابنة سامي", "عن [اسم] ابنة [اسم]"),
        ("أما سحر فارس التي قتلت", "أما [اسم] التي قتلت"),
        # one with a nickname acts in no office, nor does an official's brother
        ("أمير المنطقة منصور عمروش المكنى خبيب", "أمير المنطقة [اسم] المكنى [اسم]"),
        ("وشقيقه عمار سعد، وكيل الجهاز", "وشقيقه [اسم]، وكيل الجهاز"),
        # who is called as a public figure is, whom the article does not name
        ("أما أبو مازن فيقول إنه فقد بيته", "أما [اسم] فيقول إنه فقد بيته"),
        # a name that is seldom a word, between a verb and what is done; his years behind it
        ("وضع صدام يده على كتفه", "وضع [اسم] يده على كتفه"),
        ("قاد عمران السيارة المفخخة", "قاد [اسم] السيارة المفخخة"),
        ("شاهد الناس على نور الشمس", "شاهد الناس على نور الشمس"),
        ("ضرب شحتة زوجته بطة في بيتهما", "ضرب [اسم] زوجته [اسم] في بيتهما"),
    ],
)
def test_what_stands_around_a_name_tells_how_far_it_goes(
    extractor: Extractor, text: str, shown: str
) -> None:
    assert masked(extractor, text) == shown


def test_a_person_is_masked_wherever_the_article_names_him_again(extractor: Extractor) -> None:
    text = "قتل المزارع عفيف الزغموط قرب القرية. وكان الزغموط في طريقه إلى حقله."
    assert masked(extractor, text) == (
        "قتل المزارع [اسم] قرب القرية. وكان [اسم] في طريقه إلى حقله."
    )


def test_a_surname_is_found_again_behind_a_joined_letter(extractor: Extractor) -> None:
    text = "خطف الصحفي صبري القحمي. ثم ظهر مع حازب والقحمي في مقطع. وشيع جثمان القحمي"
    assert "قحمي" not in masked(extractor, text)


def test_vowel_signs_and_lines_are_masked_with_the_name(extractor: Extractor) -> None:
    text = "قُتِلَ مُحَمَّدٌ خَلَفٌ\nوأصيب ثلاثة"
    assert masked(extractor, text) == "قُتِلَ [اسم] وأصيب ثلاثة"


def test_articles_without_an_incident_have_no_names_looked_for(extractor: Extractor) -> None:
    told, untold = extractor.read_bulk(
        [
            article("قتل سالم خلف الجبوري برصاص مسلحين في بغداد أمس."),
            article("افتتح سالم خلف الجبوري معرض الكتاب في بغداد أمس."),
        ]
    )
    assert [name.words for name in told.names] == ["سالم خلف الجبوري"]
    assert told.facts
    assert untold.names == ()
    assert untold.facts == ()


# --- quotes -----------------------------------------------------------------------------------

TEXT = "قال مصدر. وقتل سالم خلف في السوق. انتهى"
NAME = Span("text", TEXT.index("سالم"), TEXT.index("خلف") + 3, "سالم خلف")


def test_a_name_that_a_border_cuts_is_masked_whole() -> None:
    half = NAME.start + 4
    assert masked_quote("text", TEXT, half, len(TEXT), [NAME]) == f"{MASK} في السوق. انتهى"
    assert masked_quote("text", TEXT, 10, half, [NAME]) == f"وقتل {MASK}"
    assert masked_quote("title", TEXT, half, len(TEXT), [NAME]).startswith("خلف")


def test_a_quote_stays_in_its_sentence_and_is_short() -> None:
    assert quote_around("text", TEXT, TEXT.index("السوق"), [NAME]) == f"وقتل {MASK} في السوق"
    words = " ".join(f"a{n}" for n in range(1, 40))
    quote = quote_around("text", words, words.index("a13"), [])
    assert quote.split()[0] == "a3"
    assert len(quote.split()) == 25
    assert quote_around("title", "blast in the harbour", 0, []) == "blast in the harbour"


def test_values_are_masked_by_whole_words() -> None:
    assert masked_value("شاهد يدعى سالم  خلف", [NAME]) == f"شاهد يدعى {MASK}"
    assert masked_value("وسالم خلف", [NAME]) == f"و{MASK}"
    assert masked_value("سالم خلفان", [NAME]) == "سالم خلفان"
    assert masked_value("الشرطة", [NAME]) == "الشرطة"


def test_two_words_introduce_a_name_as_a_title_only(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS_DIR, seeds)
    with (seeds / "lexicon" / "name_introducers.csv").open("a", encoding="utf-8") as file:
        file.write("زوج أخته,kin\n")
    with pytest.raises(LexiconError, match="زوج أخته"):
        Vocabulary(seeds, generated=False)
