"""Dates: two month systems, Hijri, weekdays, days counted back, and never the future."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document
from extractors.facts.dates import dates
from extractors.records import Article
from extractors.text.segment import segment

if TYPE_CHECKING:
    from extractors.document import DateMention

#: a Wednesday
PUBLISHED = dt.date(2021, 3, 10)


def _document(text: str, published: dt.date = PUBLISHED) -> Document:
    moment = dt.datetime.combine(published, dt.time(9), tzinfo=dt.UTC)
    article = Article("a1", "https://example.org/1", "صحيفة", moment, published, text)
    return Document(article, *segment(article))


def _read(text: str, published: dt.date = PUBLISHED) -> tuple[DateMention, ...]:
    return dates(_document(text, published))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("قتل جندي اليوم", "2021-03-10"),
        ("قتل جندي أمس", "2021-03-09"),
        ("وقع الهجوم مساء أمس", "2021-03-09"),
        ("وقع الهجوم فجر اليوم", "2021-03-10"),
        ("وقع الهجوم أول من أمس", "2021-03-08"),
        ("وقع الهجوم أمس الأول", "2021-03-08"),
        ("وقع الهجوم البارحة", "2021-03-09"),
        ("وقع الهجوم قبل يومين", "2021-03-08"),
        ("وقع الهجوم منذ ثلاثة أيام", "2021-03-07"),
        ("وقع الهجوم قبل 5 أيام", "2021-03-05"),
        ("وقع الهجوم الاثنين", "2021-03-08"),
        ("وقع الهجوم الأربعاء", "2021-03-10"),
        ("وقع الهجوم يوم الأربعاء الماضي", "2021-03-03"),
        ("وقع الهجوم الخميس الماضي", "2021-03-04"),
        ("وقع الهجوم الجمعة قبل الماضية", "2021-02-26"),
        ("وقع الهجوم أمس الثلاثاء", "2021-03-09"),
        ("وقع الهجوم اليوم (الأربعاء)", "2021-03-10"),
        ("وقع الهجوم في 17 يوليو 2013", "2013-07-17"),
        ("وقع الهجوم في 3 كانون الثاني 2020", "2020-01-03"),
        ("وقع الهجوم في 20 يوليو (تموز) 2015", "2015-07-20"),
        ("وقع الهجوم يوم 15 آب/أغسطس 2013", "2013-08-15"),
        ("وقع الهجوم في 19 تشرين الثاني /نوفمبر 2013", "2013-11-19"),
        ("وقع الهجوم في ١٧ تموز ٢٠١٣", "2013-07-17"),
        ("وقع الهجوم في الـ8 من فبراير الماضي", "2021-02-08"),
        ("وقع الهجوم في الأول من أيار 2014", "2014-05-01"),
        ("وقع الهجوم في 5 مارس", "2021-03-05"),
        ("وقع الهجوم في 17 يوليو", "2020-07-17"),
        ("وقع الهجوم في 5 من الشهر الجاري", "2021-03-05"),
        ("وقع الهجوم في 5 من الشهر الماضي", "2021-02-05"),
        ("وقع الهجوم في 15/8/2015", "2015-08-15"),
        ("وقع الهجوم بتاريخ 2015-08-15", "2015-08-15"),
        ("وقع الهجوم بتاريخ 15.8.2015", "2015-08-15"),
        ("وقع الهجوم في 19-ديسمبر-2020 هناك", "2020-12-19"),
        ("وقع الهجوم يوم 25 شوال 1436 هـ", "2015-08-10"),
        ("وقع الهجوم يوم 15/ 10/ 1436هـ", "2015-07-31"),
        ("يوم الجمعة 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م", "2015-08-10"),
        ("اليوم الاثنين (8 آذار 2021)", "2021-03-08"),
    ],
)
def test_one_day(text: str, day: str) -> None:
    (mention,) = _read(text)
    assert (mention.earliest.isoformat(), mention.precision) == (day, "day")
    assert mention.latest == mention.earliest


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("وقع في الليلة الماضية", "2021-03-09", "2021-03-10", "day"),
        ("قتلوا ليل الاثنين الثلاثاء", "2021-03-08", "2021-03-09", "day"),
        ("شهر يناير 2015", "2015-01-01", "2015-01-31", "month"),
        ("في تموز/يوليو الماضي", "2020-07-01", "2020-07-31", "month"),
        ("خلال مارس 2021", "2021-03-01", "2021-03-10", "month"),
        ("الشهر الماضي", "2021-02-01", "2021-02-28", "month"),
        ("الشهر الجاري", "2021-03-01", "2021-03-10", "month"),
        ("منذ عام 2014", "2014-01-01", "2014-12-31", "year"),
        ("في 2014", "2014-01-01", "2014-12-31", "year"),
        ("العام الماضي", "2020-01-01", "2020-12-31", "year"),
        ("العام الجاري", "2021-01-01", "2021-03-10", "year"),
        ("قبل ثلاث سنوات", "2018-01-01", "2018-12-31", "year"),
    ],
)
def test_spans(text: str, earliest: str, latest: str, precision: str) -> None:
    (mention,) = _read(text)
    found = (mention.earliest.isoformat(), mention.latest.isoformat(), mention.precision)
    assert found == (earliest, latest, precision)


def test_a_vague_span_is_of_unknown_precision() -> None:
    (mention,) = _read("وقع الهجوم الأسبوع الماضي")
    assert mention.precision == "unknown"
    assert mention.earliest < PUBLISHED - dt.timedelta(6) <= mention.latest < PUBLISHED


@pytest.mark.parametrize(
    "text",
    [
        "صحيفة اليوم",
        'قال لـ"اليوم" إن الأمر خطير',
        "في اليوم التالي",
        "موقع اليوم السابع",
        "الاثنين المقبل",
        "غدا الأحد",
        "سوق الخميس",
        "قبل يومين من الهجوم",
        "قتل 2015 شخصا",
        "مارس الضغط على الحكومة",
        "في 31 فبراير 2020",
        "رقم 13/45",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert _read(text) == ()


def test_the_weekday_is_trusted_where_it_contradicts_yesterday() -> None:
    # the file was landed on Wednesday, but the paper speaks on Tuesday of "yesterday, Monday"
    (mention,) = _read("أعلن الجيش أمس الاثنين مقتل جندي")
    assert mention.earliest == dt.date(2021, 3, 8)


def test_a_text_that_shows_its_day_counts_from_it() -> None:
    found = _read("قال الجيش أمس الأحد إن جنديا قتل. وأضاف أن آخر أصيب أمس.")
    assert [m.earliest for m in found] == [dt.date(2021, 3, 7)] * 2


def test_dateline() -> None:
    text = "بغداد 26 رجب 1442 هـ الموافق 10 مارس 2021 م\nقتل جندي أمس."
    line, yesterday = _read(text)
    assert line.is_dateline
    assert line.earliest == PUBLISHED
    assert not yesterday.is_dateline


def test_the_day_of_a_month_named_before() -> None:
    text = "شهد شهر فبراير الماضي هجمات عدة أبرزها تفجير في 22 منه"
    assert [m.earliest.isoformat() for m in _read(text)] == ["2021-02-01", "2021-02-22"]


def test_the_words_behind_a_date() -> None:
    doc = _document("وقع الهجوم في 20 يوليو (تموز) وقتل جندي")
    (mention,) = dates(doc)
    span = doc.sentences[mention.sentence].span(mention.start, mention.end)
    assert span.words == "20 يوليو (تموز)"


def test_furniture_dates_nothing() -> None:
    assert _read("تاريخ النشر: 9 مارس 2021\nقتل جندي في هجوم.") == ()


_MONTHS = [
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
]  # fmt: skip
_LEVANT = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
]  # fmt: skip
_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31))


@given(_DAYS, st.integers(0, 4000), st.sampled_from([_MONTHS, _LEVANT]))
def test_a_full_date_is_read_whenever_the_text_came_out(
    day: dt.date, later: int, names: list[str]
) -> None:
    text = f"وقع الهجوم في {day.day} {names[day.month - 1]} {day.year}"
    (mention,) = _read(text, day + dt.timedelta(later))
    assert mention.earliest == mention.latest == day


_PIECES = st.sampled_from(
    (
        *(
            "أمس",
            "اليوم",
            "الاثنين",
            "الجمعة",
            "الماضي",
            "المقبل",
            "قبل",
            "منذ",
            "يومين",
            "3",
            "17",
        ),
        *("أيام", "يوليو", "تموز", "2015", "1436", "شوال", "في", "عام", "الشهر", "الأسبوع", "ليل"),
        *("/", "(", ")", "-", "أول", "من", "هـ", "الموافق", "قال"),
    )
)


@given(st.lists(_PIECES, max_size=12), _DAYS)
def test_never_the_future_and_never_overlapping(words: list[str], published: dt.date) -> None:
    found = _read(" ".join(words), published)
    for mention in found:
        assert mention.earliest <= mention.latest <= published
        assert mention.start < mention.end
    for left, right in itertools.pairwise(found):
        assert (left.sentence, left.end) <= (right.sentence, right.end)
