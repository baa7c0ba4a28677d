"""Counts in digits, words, duals and singulars, and numbers that count nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.counted_nouns import counted_noun
from extractors.text.number_grammar import parse_number
from extractors.text.quantities import quantities
from extractors.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.document import Quantity, Sentence
    from extractors.records import Article

    MakeArticle = Callable[..., Article]

# --- an independent writer of Arabic numbers --------------------------------------------------

_FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_MASCULINE = [
    "",
    "واحد",
    "اثنان",
    "ثلاثة",
    "أربعة",
    "خمسة",
    "ستة",
    "سبعة",
    "ثمانية",
    "تسعة",
    "عشرة",
]
_TENS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def _below_hundred(n: int, *, feminine: bool, oblique: bool) -> list[str]:
    units = (_FEMININE if feminine else _MASCULINE).copy()
    if oblique:
        units[2] = "اثنتين" if feminine else "اثنين"
    if n <= 10:
        return [units[n]] if n else []
    if n < 20:
        first = {
            11: "إحدى" if feminine else "أحد",
            12: ("اثنتي" if oblique else "اثنتا") if feminine else ("اثني" if oblique else "اثنا"),
        }.get(n, units[n - 10])
        return [first, "عشرة" if feminine else "عشر"]
    tens = _TENS[n // 10] + ("ين" if oblique else "ون")
    return [units[n % 10], "و" + tens] if n % 10 else [tens]


def _below_thousand(n: int, *, feminine: bool, oblique: bool, split: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    if hundreds == 0:
        words = []
    elif hundreds == 1:
        words = ["مئة"]
    elif hundreds == 2:
        words = ["مئتين" if oblique else "مئتان"]
    elif split:
        words = [_FEMININE[hundreds], "مئة"]
    else:
        words = [_FEMININE[hundreds].removesuffix("ي") + "مائة"]
    return _joined(words, _below_hundred(rest, feminine=feminine, oblique=oblique))


def _joined(left: list[str], right: list[str]) -> list[str]:
    if not left or not right:
        return left or right
    return [*left, "و" + right[0], *right[1:]]


def arabic_number(n: int, *, feminine: bool, oblique: bool, split: bool) -> list[str]:
    """The words of a number from 0 to 999,999."""
    if n == 0:
        return ["صفر"]
    thousands, rest = divmod(n, 1000)
    if thousands == 0:
        left: list[str] = []
    elif thousands == 1:
        left = ["ألف"]
    elif thousands == 2:
        left = ["ألفين" if oblique else "ألفان"]
    else:
        counted = _below_thousand(thousands, feminine=False, oblique=oblique, split=split)
        left = [
            *counted,
            "آلاف" if 3 <= thousands % 100 <= 10 else "ألفا" if thousands % 100 else "ألف",
        ]
    return _joined(left, _below_thousand(rest, feminine=feminine, oblique=oblique, split=split))


@given(st.integers(0, 999_999), st.booleans(), st.booleans(), st.booleans())
def test_number_words_come_back(n: int, feminine: bool, oblique: bool, split: bool) -> None:
    words = arabic_number(n, feminine=feminine, oblique=oblique, split=split)
    assert parse_number(words) == n


@given(st.integers(0, 9_999_999))
def test_digits_in_each_script(n: int) -> None:
    plain = str(n)
    assert parse_number([plain]) == n
    assert parse_number([f"{n:,}"]) == n
    assert parse_number([plain.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]) == n


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3 آلاف", 3000),
        ("ثلاثة ملايين ومئتا ألف", 3_200_000),
        ("1.5 مليون", 1_500_000),
        ("240 ألفا و831", 240_831),
        ("ألفا", 2000),
        ("واحدا وأربعين", 41),
        ("إحدى وعشرين", 21),
        ("مئة وواحدا وثلاثين", 131),
        ("خمسة وعشرة", None),
        ("عشرون خمسة", None),
        ("خمسة ألف مليون", None),
        ("أحد", None),
        ("جندي", None),
        ("", None),
    ],
)
def test_parse_number(words: str, value: int | None) -> None:
    assert parse_number(words.split()) == value


# --- in sentences ------------------------------------------------------------------------------


def _read(make_article: MakeArticle, text: str) -> tuple[Sentence, tuple[Quantity, ...]]:
    _, sentences = segment(make_article(text))
    return sentences[0], quantities(sentences[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل 12 شخصا وإصابة 30", [("exact", 12), ("exact", 30)]),
        ("قتل ثلاثة عشر جنديا", [("exact", 13)]),
        ("مقتل مئة وعشرين مدنيا", [("exact", 120)]),
        ("قتل خمسة وعشرون شخصا", [("exact", 25)]),
        ("سقوط قتيلين وجريح", [("exact", 2), ("exact", 1)]),
        ("مقتل جندي وإصابة آخر", [("exact", 1), ("exact", 1)]),
        ("لقي شخصان مصرعهما", [("exact", 2)]),
        ("مقتل شخص واحد", [("exact", 1)]),
        ("إعدام مدنيين اثنين", [("exact", 2)]),
        ("قتل ما لا يقل عن 15 سجينا", [("at_least", 15)]),
        ("مقتل ثمانية أشخاص على الأقل", [("at_least", 8)]),
        ("قتل أكثر من 100 شخص", [("more_than", 100)]),
        ("سقط ما يزيد على عشرين جريحا", [("more_than", 20)]),
        ("أصيب نحو خمسين", [("about", 50)]),
        ("إصابة ما يصل إلى 40 شخصا", [("up_to", 40)]),
        ("بين 3 و5 قتلى", [("between", 3)]),
        ("قتل أربعة أو خمسة مسلحين", [("between", 4)]),
        ("سقوط 3-5 قتلى", [("between", 3)]),
        ("سقوط عشرات القتلى", [("vague", None)]),
        ("إصابة عدد من المدنيين", [("vague", None)]),
        ("خلف 1.200 قتيل", [("exact", 1200)]),
        ("شارك 3 آلاف جندي", [("exact", 3000)]),
        ("مقتل نصف مليون طفل", [("exact", 500_000)]),
        ("مقتل (7) من الجنود", [("exact", 7)]),
        ("نقل الـ20 جريحا", [("exact", 20)]),
    ],
)
def test_counts(
    make_article: MakeArticle, text: str, expected: list[tuple[str, int | None]]
) -> None:
    _, found = _read(make_article, text)
    assert [(q.kind, q.value) for q in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "وقع الهجوم في 17 يوليو 2013",
        "منذ عام 2003 والبلاد في حرب",
        "عند الساعة 11 مساء",
        "في الساعة 03:30 فجرا",
        "على بعد 60 كيلومترا غربي بغداد",
        "كان عمرها 17 عاما",
        "بقيمة 500 دولار",
        "ارتفع 20 في المئة",
        "بنسبة 5%",
        "طائرة إف 16",
        "قائد الفرقة 82 في الجيش",
        "قانون رقم 13",
        "فاز 2-1 على ضيفه",
        "يوم 15/ 10/ 1436هـ",
        "هاتف 0501234567",
        "في القرن العشرين",
        "يوم الاثنين المقبل",
        "مصدر عسكري في المحافظة",
        "كمية كبيرة من العتاد",
        "كل شخص مسؤول",
    ],
)
def test_numbers_that_count_nothing(make_article: MakeArticle, text: str) -> None:
    _, found = _read(make_article, text)
    assert found == ()


def test_killed_and_wounded_together_is_one_number(make_article: MakeArticle) -> None:
    _, found = _read(make_article, "الحصيلة 66 قتيلا وجريحا")
    assert [q.value for q in found] == [66]


def test_bounds(make_article: MakeArticle) -> None:
    _, (at_least,) = _read(make_article, "مقتل 8 أشخاص على الأقل")
    assert (at_least.low, at_least.high) == (8, None)
    _, (up_to,) = _read(make_article, "إصابة ما يصل إلى 40 شخصا")
    assert (up_to.low, up_to.high) == (None, 40)
    _, (between,) = _read(make_article, "بين 3 و5 قتلى")
    assert (between.low, between.high) == (3, 5)
    _, (vague,) = _read(make_article, "سقوط عشرات القتلى")
    assert vague.low is not None
    assert vague.low < 100


def test_where_the_noun_stands(make_article: MakeArticle) -> None:
    sentence, (number,) = _read(make_article, "أعلن مقتل خمسة عشر جنديا")
    assert sentence.tokens[number.after].text == "جنديا"
    assert sentence.passage.folded[number.start : number.end] == "خمسه عشر"
    assert number.noun_inside is None
    sentence, (dual,) = _read(make_article, "أعلن مقتل جنديين في هجوم")
    assert dual.noun_inside is not None
    noun = counted_noun(sentence.tokens[dual.noun_inside])
    assert noun is not None
    assert noun.victim_class == "military"


@given(
    st.lists(
        st.sampled_from(
            [
                "قتل",
                "5",
                "خمسة",
                "عشر",
                "و",
                "بين",
                "مئة",
                "ألف",
                "جنديان",
                "-",
                "/",
                ":",
                "2015",
                "على",
                "الأقل",
                "نحو",
                "عشرات",
            ]
        ),
        max_size=14,
    )
)
def test_quantities_never_overlap(words: list[str]) -> None:
    import datetime as dt

    from extractors.records import Article

    moment = dt.datetime(2021, 3, 10, tzinfo=dt.UTC)
    _, sentences = segment(Article("a", "", "s", moment, moment.date(), " ".join(words)))
    for sentence in sentences:
        found = quantities(sentence)
        assert all(a.end <= b.start for a, b in pairwise(found))
        for q in found:
            assert sentence.start <= q.start < q.end <= sentence.end
            assert q.first_token < len(sentence.tokens)
            assert 0 < q.after <= len(sentence.tokens)
            assert q.low is None or q.high is None or q.low <= q.high
            assert (q.value is None) == (q.kind == "vague")


@pytest.mark.parametrize("sign", ["𐩀", "፩", "᧚", "²", "①", "½", "〇"])
def test_signs_that_are_digits_and_no_number_are_read_past(
    sign: str, make_article: MakeArticle
) -> None:
    for text in (f"قتل {sign} أشخاص", f"قتل {sign * 4} شخصا عام {sign * 4}", f"{sign}- في بغداد"):
        _, found = _read(make_article, text)
        assert all(one.value is None or one.value >= 0 for one in found)
