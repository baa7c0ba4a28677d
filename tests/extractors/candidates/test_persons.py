"""Who is harmed though no number is told: golden cases, sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from extractors.pipeline import Extractor
    from extractors.records import Article, IncidentFact

    MakeArticle = Callable[..., Article]
    Read = Callable[..., tuple[IncidentFact, ...]]

TITLE = "تقرير عن الإرهاب"


def best(fact: IncidentFact, measure: str) -> int | None:
    toll = getattr(fact, measure)
    return toll.best if toll is not None else None


CASES = [
    # the subject stands before the verb
    ("قالت خدمة الإسعاف إن عاملا أجنبيا أصيب بشظية صاروخ سقط في سديروت.", None, 1),
    ("ذكر الدفاع المدني أن اثنين من متطوعيه أصيبا في غارة على بلدة النبي شيت.", None, 2),
    ("قال حارس المدرسة الذي أصيب بطلق ناري في الهجوم على بلدة غوجبا إنه رآهم.", None, 1),
    # a pronoun is the object
    ("طعن فتى مستوطنا في مدينة الخليل فأصابه بجروح خطيرة.", None, 1),
    ("تعرض موظف لإطلاق نار في مدينة عدن فأصيب بجروح.", None, 1),
    # kin of those who are told of
    ("قتل أب وثلاثة من أبنائه في غارة على مدينة الرقة.", 4, None),
    ("قتل المدرب أحمد علي ونجله بسقوط قذيفة على ملعب في مدينة تعز.", 2, None),
    ("قتل عازف العود سالم حسن وشقيقه بسقوط قذيفة على ملعب في مدينة تعز.", 2, None),
    ("أدى تفجير سيارة مفخخة في عدن إلى مقتل ثلاثة من حراسه وسائقه.", 4, None),
    ("انفجر لغم أرضي بسيارة في ريف حماة ما تسبب بمقتل أب وابنيه.", 3, None),
    # dead and wounded together stay what they are, however much alike two words are
    ("مقتل وإصابة 12 جنديا في هجوم على نقطة عسكرية في مديرية مودية بمحافظة أبين.", None, None),
    # the number of the dead of something
    ("بلغ عدد قتلى الهجوم على بلدة بيبور 33 شخصا.", 33, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), CASES)
def test_persons(
    extractor: Extractor,
    make_article: MakeArticle,
    text: str,
    killed: int | None,
    wounded: int | None,
) -> None:
    (fact,) = extractor.extract(make_article(text, TITLE))

    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


def test_who_is_taken_out_of_a_stopped_car_is_not_arrested(
    extractor: Extractor, make_article: MakeArticle
) -> None:
    text = "أوقف مسلحون شاحنة قرب تكريت ثم أنزلوا سائقها ومرافقه وخطفوهما."
    (fact,) = extractor.extract(make_article(text, TITLE))

    assert (best(fact, "arrested"), best(fact, "abducted")) == (None, 2)


def test_who_was_with_him_counts_behind_his_name_too(read: Read) -> None:
    (fact,) = read("قتل القيادي في الفصيل سالم حسن مع مرافقه برصاص ملثمين في إدلب أمس.")
    assert best(fact, "killed") == 2


def test_who_is_only_named_near_by_does_not(read: Read) -> None:
    (fact,) = read("قتل القيادي في الفصيل برصاص ملثمين في إدلب أمس، والتقى المحافظ مع شقيقه.")
    assert best(fact, "killed") == 1
