"""Which day an incident takes: golden cases, texts of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.pipeline import Extractor
    from extractors.records import Article

    MakeArticle = Callable[..., Article]

#: the articles are of a Wednesday
TODAY = date(2021, 3, 10)


def test_the_day_of_the_head_holds_for_what_is_told_late(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = (
        "كركوك بوست\nقتل جنديان بتفجير عبوة ناسفة في كركوك أمس.\nوعزز الجيش قواته هناك.\n"
        "وقال المحافظ إن الوضع تحت السيطرة.\nوزار وفد المستشفى.\nوأغلقت المدارس أبوابها.\n"
        "وأصيب ثلاثة مدنيين بقصف مدفعي على الحويجة."
    )
    found = extractor.extract(make_article(text))

    assert [f.date.best for f in found] == [date(2021, 3, 9)] * 2


def test_a_flash_tells_what_has_just_happened(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = "مقتل 5 وإصابة 20 في قصف على الحويجة بكركوك."
    (urgent,) = extractor.extract(make_article(f"عاجل | {text}"))
    assert urgent.date.best == TODAY
    assert [e.span.words for e in urgent.evidence if e.field == "date"] == ["عاجل"]
    (undated,) = extractor.extract(make_article(text))
    assert (undated.date.best, undated.date.latest) == (None, TODAY)


def test_the_day_in_what_is_told_of_the_event_is_its_day(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = (
        "شيع المئات في كركوك أمس ضحايا التفجير الانتحاري الذي استهدف مطعما فيها أول من أمس.\n"
        "وقال الأهالي إن المدينة في حداد."
    )
    (fact,) = extractor.extract(make_article(text))

    assert fact.date.best == date(2021, 3, 8)


def test_a_day_is_counted_from_an_abduction(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = "أطلق مسلحون سراح مواطن في كركوك اليوم بعد ستة أيام على خطفه.\nوقال ذووه إنه بخير."
    (fact,) = extractor.extract(make_article(text))

    assert fact.date.best == date(2021, 3, 4)


def test_an_hour_without_a_day_is_of_the_day_of_publication(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = "أغار الطيران المعادي قرابة الواحدة بعد الظهر على منزل في بلدة الناقورة وقتل أربعة."
    (fact,) = extractor.extract(make_article(text))

    assert fact.date.best == TODAY


def test_an_hour_dates_nothing_where_a_day_is_named(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = (
        "زار الوزير بيروت الاثنين.\nوأغار الطيران مساء على منزل في بلدة الناقورة وقتل أربعة أشخاص."
    )
    found = extractor.extract(make_article(text))

    assert TODAY not in [f.date.best for f in found]


def test_the_day_of_one_town_is_not_that_of_the_next(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = (
        "قتل عشرون مسلحا أمس في مواجهات في مدينة تعز.\n"
        "وفي البيضاء، قتل ثلاثة مسلحين في كمين في منطقة قيفة ليل الأحد.\n"
        "وفي حضرموت، اغتال مسلحون ضابطا في مدينة الشحر."
    )
    found = extractor.extract(make_article(text))

    assert [f.date.best for f in found] == [date(2021, 3, 9), date(2021, 3, 7), date(2021, 3, 9)]
