"""Cutting: sentences, stories, furniture, words and their forms."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.text.segment import segment
from extractors.text.word_forms import word_forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.records import Article

    MakeArticle = Callable[..., Article]


def _texts(article: Article, *, furniture: bool | None = None) -> list[str]:
    _, sentences = segment(article)
    return [s.folded for s in sentences if furniture is None or s.furniture is furniture]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("قتل جندي. وأصيب آخر.", 2),
        ("قتل جندي في بغداد .وأصيب آخر", 2),
        ("من نفذ الهجوم؟ لم تعلن أي جهة!", 2),
        ("بلغ النمو 2.5 بالمئة هذا العام.", 1),
        ("قال د. أحمد إن العدد ارتفع.", 1),
        ("صدر في 2015 م. وقال البيان", 2),
        ("نشر على www.example.org اليوم", 1),
        ("خلف قتلى.. وأدى إلى أضرار", 1),
        ("وقع الهجوم\nوقتل خمسة", 2),
        ("قتل خمسة؛ وجرح ستة", 2),
        ('قال "سقط جرحى." ثم غادر', 2),
    ],
)
def test_where_sentences_end(make_article: MakeArticle, text: str, count: int) -> None:
    assert len(_texts(make_article(text))) == count


def test_another_story_opens_another_sentence(make_article: MakeArticle) -> None:
    text = "قتل ثلاثة جنود بانفجار في بعقوبة من جهة أخرى أفاد مصدر بخطف موظف في كركوك"
    first, second = _texts(make_article(text))
    assert first.endswith("بعقوبه")
    assert second.startswith("من جهه اخري")


def test_a_long_sentence_is_cut_before_a_verb_of_saying(make_article: MakeArticle) -> None:
    text = " ".join(["كلمة"] * 25) + " وأضاف المصدر أن القوة انسحبت"
    assert len(_texts(make_article(text))) == 2
    assert len(_texts(make_article("قال المصدر وأضاف أن القوة انسحبت"))) == 1


def test_the_title_comes_first_and_indices_run_on(make_article: MakeArticle) -> None:
    passages, sentences = segment(make_article("نص أول.\nنص ثان.", title="عنوان الخبر"))
    assert [p.part for p in passages] == ["title", "text"]
    assert [s.index for s in sentences] == [0, 1, 2]
    assert [s.passage.part for s in sentences] == ["title", "text", "text"]
    assert [s.paragraph for s in sentences] == [0, 0, 1]


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا: أسعار الذهب اليوم",
        "// انتهى //",
        "13:08 ت م",
        "مشاركة :",
        "جنود في دورية ببغداد (أرشيف)",
        "https://example.org/news/1",
        "الرئيسية | سياسة | حوادث | رياضة",
        "Iraqi policemen search a car in Baghdad",
        "رابط الخبر بصحيفة المثال: قتلى في هجوم",
    ],
)
def test_furniture_is_marked(make_article: MakeArticle, line: str) -> None:
    text = f"قتل خمسة جنود في هجوم على نقطة تفتيش.\n{line}"
    assert _texts(make_article(text), furniture=False) == ["قتل خمسه جنود في هجوم علي نقطه تفتيش."]
    assert _texts(make_article(text), furniture=True)


def test_menu_before_the_story_on_one_line(make_article: MakeArticle) -> None:
    text = "الرئيسية    أخبار محلية    تقارير    اتصل بنا    قتل خمسة جنود في هجوم."
    assert _texts(make_article(text), furniture=False) == ["قتل خمسه جنود في هجوم."]


@pytest.mark.parametrize(
    ("line", "is_link"),
    [
        ("اليمن: جرحى في غارات ليلية على أطراف صعدة", True),
        ("اليمن: جرح عشرة في غارات على أطراف صعدة.", False),
        ("بعقوبة: مقتل عشرة في هجوم على سوق شعبي", False),
    ],
)
def test_headline_of_another_article(
    make_article: MakeArticle, line: str, *, is_link: bool
) -> None:
    text = f"قتل خمسة جنود في هجوم.\n{line}\nوقالت الشرطة إنها تبحث عن المنفذين."
    links = _texts(make_article(text), furniture=True)
    assert bool(links) is is_link


def test_related_links_end_where_prose_starts_again(make_article: MakeArticle) -> None:
    prose = "وقال مصدر أمني إن القوات أغلقت الطرق المؤدية إلى المكان وبدأت البحث عن المنفذين."
    text = f"قتل جندي في هجوم.\nمواضيع ذات صلة\nهجوم على سوق\nخطف موظف\n\n{prose}"
    kept = _texts(make_article(text), furniture=False)
    assert len(kept) == 2
    assert kept[1].startswith("وقال مصدر")


def test_lines_broken_by_a_page_width_are_joined(make_article: MakeArticle) -> None:
    text = (
        "قتل أربعة أشخاص حين انفجرت سيارة مفخخة\n"
        "في مقبرة قديمة وسط المدينة أثناء دفن\n"
        "قائد سابق في القوات الخاصة هناك."
    )
    assert len(_texts(make_article(text))) == 1


@pytest.mark.parametrize(
    ("word", "inside", "never"),
    [
        ("بالفلوجه", ["الفلوجه", "فلوجه"], []),
        ("وللقوات", ["القوات", "قوات"], []),
        ("سيارتهم", ["سياره"], []),
        ("ابنايهم", ["ابناء"], []),
        ("قتلوهم", ["قتلوا"], []),
        ("سيقتل", ["يقتل"], []),
        ("وكركوك", ["كركوك"], ["ركوك"]),
        ("بغداد", [], ["غداد"]),
        ("ليبيا", [], ["يبيا"]),
        ("واسط", [], ["اسط"]),
        ("فلسطينيين", [], ["لسطينيين"]),
        ("في", [], ["ي"]),
    ],
)
def test_forms(word: str, inside: list[str], never: list[str]) -> None:
    forms = word_forms(word)
    assert forms[0] == word
    assert set(inside) <= set(forms)
    assert not set(never) & set(forms)


def test_forms_are_ordered_by_length() -> None:
    lengths = [len(form) for form in word_forms("وبسيارتهم")[1:]]
    assert lengths == sorted(lengths, reverse=True)


@settings(max_examples=60)
@given(st.text(alphabet='ابتقل وم.،؟!\n"()123|-:؛', max_size=200))
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    import datetime as dt

    from extractors.records import Article

    day = dt.date(2021, 3, 10)
    moment = dt.datetime(2021, 3, 10, tzinfo=dt.UTC)
    passages, sentences = segment(Article("a", "", "s", moment, day, text))
    folded = passages[-1].folded
    spans = [(t.start, t.end) for s in sentences for t in s.tokens]
    assert spans == sorted(set(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    for i, char in enumerate(folded):
        if char.isalpha():
            assert i in covered
    for s in sentences:
        assert s.tokens
        assert s.start <= s.tokens[0].start
        assert s.tokens[-1].end <= s.end
        for t in s.tokens:
            assert folded[t.start : t.end] == t.text


def test_a_million_characters_in_linear_time(make_article: MakeArticle) -> None:
    line = "وقال المصدر إن ثلاثة جنود قتلوا بانفجار عبوة ناسفة قرب قرية صغيرة. "
    small, large = make_article(line * 1_500), make_article(line * 15_000)
    segment(small)
    start = time.perf_counter()
    segment(small)
    once = time.perf_counter() - start
    start = time.perf_counter()
    _, sentences = segment(large)
    tenfold = time.perf_counter() - start
    assert len(sentences) == 15_000
    assert tenfold < max(40 * once, 2.0)
