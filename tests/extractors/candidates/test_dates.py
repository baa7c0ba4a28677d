"""Dates: two month systems, Hijri, weekdays, days counted back, and never the future."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.dates import is_right, ours, read_items
from extractors.candidates.dates.reading import dates
from extractors.document import Document
from extractors.records import Article
from extractors.text.segment import segment

if TYPE_CHECKING:
    from extractors.document import DateMention

ITEMS = read_items()
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
        ("وقع الهجوم في 12 مايو من العام الماضي", "2020-05-12"),
        ("وقع الهجوم في 12 يناير العام قبل الماضي", "2019-01-12"),
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
        ("وقع الهجوم في الثامن من يناير", "2021-01-08"),
        ("وقع الهجوم في الخامس والعشرين من شباط الماضي", "2021-02-25"),
        ("وقع الهجوم في الحادي عشر من أكتوبر 2019", "2019-10-11"),
        ("وقع الهجوم في الثلاثين من آذار 2018", "2018-03-30"),
        ("وقع الهجوم للثالث من مارس", "2021-03-03"),
        ("وقع الهجوم في الفاتح من نوفمبر 2020", "2020-11-01"),
        ("وقع الهجوم في السابع عشر من الشهر الماضي", "2021-02-17"),
        ("وقع الهجوم في العاشر من محرم", "2020-08-29"),
        ("وقع الهجوم في 6 مارس الماضي", "2021-03-06"),
        ("وقع الهجوم في 6 أوت الماضي", "2020-08-06"),
        ("وقع الهجوم قبل دقائق", "2021-03-10"),
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
        ("خلال نهاية الأسبوع", "2021-03-06", "2021-03-07", "day"),
        ("في عطلة نهاية الأسبوع", "2021-03-06", "2021-03-07", "day"),
        ("الليلة قبل الماضية", "2021-03-08", "2021-03-09", "day"),
        ("خلال الساعات الـ24 الماضية", "2021-03-09", "2021-03-10", "day"),
        ("ليل أول من أمس", "2021-03-08", "2021-03-09", "day"),
        ("الأسبوعين الماضيين", "2021-02-24", "2021-03-10", "unknown"),
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
        "عند باب المسجد",
        "إمام صلاة الجمعة",
        "هجمات 11 سبتمبر عام 2001",
        "شارع 14 رمضان",
        "ثورة 25 يناير",
        "مسجد الجمعة",
        "قبل يومين على الانتخابات",
        "القسم الثاني من التقرير",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert _read(text) == ()


def test_the_town_of_ibb_is_no_august() -> None:
    assert not _read("خطف صحفي في إب")
    (august,) = _read("خطف صحفي في آب")
    assert august.earliest.month == 8


def test_days_counted_from_the_day_told_before() -> None:
    found = _read("زاره الوزير الأحد. تأتي الزيارة بعد يومين من مقتل رضيع في القرية.")
    assert [(m.earliest.isoformat(), m.of_next) for m in found] == [
        ("2021-03-07", False),
        ("2021-03-05", True),
    ]


def test_days_counted_from_the_news_itself() -> None:
    (mention,) = _read("تأتي الغارات بعد يومين على هجوم انتحاري")
    assert (mention.earliest.isoformat(), mention.latest.isoformat()) == (
        "2021-03-07",
        "2021-03-08",
    )
    assert mention.of_next


def test_after_two_days_of_fighting_is_no_day() -> None:
    assert _read("بعد يومين من المعارك سيطروا على البلدة") == ()


def test_the_morrow_of_a_day() -> None:
    found = _read("قصفوا الحي غداة هجوم الاثنين على الثكنة")
    assert [m.earliest.isoformat() for m in found] == ["2021-03-09"]


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


_MAGHREB = [
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
    "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
]  # fmt: skip
_ORDINALS = [
    "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع",
    "العاشر", "الحادي عشر", "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر",
    "السابع عشر", "الثامن عشر", "التاسع عشر", "العشرين", "الحادي والعشرين", "الثاني والعشرين",
    "الثالث والعشرين", "الرابع والعشرين", "الخامس والعشرين", "السادس والعشرين", "السابع والعشرين",
    "الثامن والعشرين", "التاسع والعشرين", "الثلاثين", "الحادي والثلاثين",
]  # fmt: skip
_WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _styles(day: dt.date) -> list[str]:
    """The ways in which papers write a day with its year."""
    western, eastern = _MONTHS[day.month - 1], _LEVANT[day.month - 1]
    maghreb, ordinal = _MAGHREB[day.month - 1], _ORDINALS[day.day - 1]
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    plain = f"{day.day} {western} {day.year}"
    return [
        plain,
        plain.translate(_INDIC),
        f"{day.day} {maghreb} {day.year}",
        f"{day.day} من {eastern} عام {day.year}",
        f"{day.day} {western} ({eastern}) {day.year}",
        f"{day.day} {eastern}/{western} {day.year}",
        f"{day.day} {eastern} - {western} {day.year}",
        f"الـ{day.day} من {western} {day.year}",
        f"{ordinal} من {western} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}-{western}-{day.year}",
        f"{day.day}.{day.month}.{day.year}".translate(_INDIC),
        day.isoformat(),
        f"{_WEEKDAYS[day.weekday()]} {plain}",
        f"{_WEEKDAYS[day.weekday()]} الموافق {day.day}/{day.month}/{day.year}",
        f"{_WEEKDAYS[day.weekday()]} ({plain})",
        f"{hijri.day}/{hijri.month}/{hijri.year}هـ",
        f"{hijri.day}/{hijri.month}/{hijri.year}هـ الموافق {plain}م",
    ]


@given(_DAYS, st.integers(0, 4000), st.data())
def test_a_day_is_read_in_every_style(day: dt.date, later: int, data: st.DataObject) -> None:
    style = data.draw(st.sampled_from(_styles(day)))
    found = _read(f"وقع الهجوم يوم {style} في البلدة", day + dt.timedelta(later))
    assert [(m.earliest, m.latest) for m in found] == [(day, day)]


@given(_DAYS, st.integers(1, 6))
def test_a_weekday_is_the_last_one(published: dt.date, back: int) -> None:
    day = published - dt.timedelta(back)
    (mention,) = _read(f"قتل جندي {_WEEKDAYS[day.weekday()]} في كمين", published)
    assert mention.earliest == mention.latest == day


def test_the_expressions_of_the_benchmark() -> None:
    """What docs/dates.md compares is read, all of it."""
    wrong = [
        i.sentence for i, found in zip(ITEMS, ours(ITEMS), strict=True) if not is_right(i, found)
    ]
    assert wrong == []


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
        *("غداة", "بعد", "مقتل", "هجوم", "الثامن", "والعشرين", "نهاية", "شباط", "باب", "على"),
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
