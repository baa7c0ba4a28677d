"""The input contract: one record at a time, good and hostile."""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import replace
from typing import Any

import hypothesis
import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.landing_kit import DAY, TEXT, record
from warehouse.contract.addresses import canonical_url
from warehouse.contract.articles import (
    ContractContext,
    Reason,
    Rejection,
    ValidArticle,
    article_schema,
    schema_text,
    validate,
)
from warehouse.contract.outlets import Outlets
from warehouse.core.settings import PROJECT_ROOT, Settings

PERSIAN = (
    "مقامات عراقی می‌گویند که در این حمله دست کم ۳۵ نفر کشته و ده‌ها نفر زخمی شده‌اند و پلیس "
    "گفت برای یافتن عاملان آن تلاش می‌کند"
)
URDU = "کراچی میں ہونے والے دھماکے میں تین افراد ہلاک اور دس زخمی ہو گئے ہیں، پولیس نے کہا ہے"
KURDISH = "لە تەقینەوەیەکدا لە بازاڕێکی بەغداد سێ کەس کوژران و دە کەسی دیکە بریندار بوون"
PASHTO = "په کابل کې یوې چاودنې لس تنه وژلي او شل نور یې ټپیان کړي دي"
IRAQI = "قال شهود إن القنبلة انفجرت قرب مقهى چاي في الأعظمية، وإن الحاج چاسب گال للشرطة ما رآه"
PERSIAN_KEYBOARD = (
    "قتل ثلاثة أشخاص فی انفجار عبوة ناسفة کانت مزروعة علی الطریق العام، کما قالت الشرطة"
)


@pytest.fixture(scope="module")
def context() -> ContractContext:
    return ContractContext.of(Settings(), DAY)


def accepted(value: object, context: ContractContext) -> ValidArticle:
    judged = validate(value, context)
    assert isinstance(judged, ValidArticle), judged
    return judged


def refused(value: object, context: ContractContext) -> str:
    judged = validate(value, context)
    assert isinstance(judged, Rejection), judged
    assert judged.detail
    return judged.reason


def test_a_good_record_is_kept_letter_by_letter(context: ContractContext) -> None:
    text = f"  {TEXT}\r\n\tوأضافت ﷺ \u200fالشرطة\n"
    article = accepted(record(text=text, title=" عنوان ", origin={"b": 1, "a": None}), context)
    assert article.text == text
    assert article.title == " عنوان "
    assert article.extra == '{"origin":{"a":null,"b":1}}'
    assert (article.language, article.article_id) == ("ar", "a1")
    assert article.published_at == dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["url", "source", "published_at", "text"])
def test_required_fields(name: str, context: ContractContext) -> None:
    assert refused(record(**{name: None}), context) == Reason.MISSING_FIELD
    assert refused(record() | {name: None}, context) == Reason.MISSING_FIELD
    blank = Reason.EMPTY_TEXT if name == "text" else Reason.MISSING_FIELD
    assert refused(record(**{name: ""}), context) == blank
    assert refused(record(**{name: " \n"}), context) == blank
    for value in (1, 1.5, True, [TEXT], {"ar": TEXT}):
        assert refused(record(**{name: value}), context) == Reason.WRONG_TYPE


@pytest.mark.parametrize("value", [None, 1, "نص", [], [{}], True, 1.5])
def test_only_an_object_is_a_record(value: object, context: ContractContext) -> None:
    assert refused(value, context) == Reason.NOT_AN_OBJECT


@pytest.mark.parametrize(
    ("value", "expected"), [(17, "17"), ("  x ", "x"), (0, "0"), ("معرف", "معرف")]
)
def test_ids(value: object, expected: str, context: ContractContext) -> None:
    assert accepted(record(id=value), context).article_id == expected


def test_an_id_that_is_missing_comes_from_the_page(context: ContractContext) -> None:
    plain = accepted(record(id=None), context).article_id
    assert plain.startswith("url-")
    for value in ("", " ", None):
        assert accepted(record() | {"id": value}, context).article_id == plain
    same = record(id=None, url="http://www.NEWS.example:80/1/?utm_source=x&fbclid=2#top")
    assert accepted(same, context).article_id == plain
    other = record(id=None, url="https://news.example/2")
    assert accepted(other, context).article_id != plain


def test_canonical_urls() -> None:
    one = canonical_url("https://example.org/a%20b/%D8%A7?b=2&a=1&utm_medium=rss")
    assert one == "example.org/a%20b/%D8%A7?a=1&b=2"
    assert canonical_url("http://example.org/ا") == canonical_url("http://example.org/%d8%a7")
    assert canonical_url("http://example.org:8080/") == "example.org:8080"
    assert canonical_url("http://example.org/?id=1") != canonical_url("http://example.org/?id=2")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "ftp://example.org/a", "example.org/a", "http://", "https:///a",
        "http://[::1", "http://example.org/a b", "https://example.org:port/", "file:///etc/passwd",
        "http://example.org/\u202egnp", 'http://example.org/"><script>', "data:text/html,x",
    ],
)  # fmt: skip
def test_what_is_no_address(url: str, context: ContractContext) -> None:
    assert refused(record(url=url), context) == Reason.BAD_URL


@pytest.mark.parametrize(
    ("published_at", "source", "instant", "day"),
    [
        ("2026-02-03", "وكالة", "2026-02-02T21:00:00+00:00", "2026-02-03"),
        ("2026-02-03T01:30", "وكالة", "2026-02-02T22:30:00+00:00", "2026-02-03"),
        ("2026-02-03 01:30:15.123456789", "وكالة", "2026-02-02T22:30:15.123456+00:00",
         "2026-02-03"),
        ("2026-02-02T22:30:00Z", "وكالة", "2026-02-02T22:30:00+00:00", "2026-02-03"),
        ("2026-02-02t22:30:00,5z", "وكالة", "2026-02-02T22:30:00.500000+00:00", "2026-02-03"),
        ("2026-02-02T22:30:00 -0500", "وكالة", "2026-02-03T03:30:00+00:00", "2026-02-03"),
        # إيلاف writes in London, which the register of outlets knows
        ("2026-02-03T01:30", "إيلاف", "2026-02-03T01:30:00+00:00", "2026-02-03"),
        ("2026-02-02T23:30:00Z", "elaph.com", "2026-02-02T23:30:00+00:00", "2026-02-02"),
        (" 1999-12-31 ", "ايلاف", "1999-12-31T00:00:00+00:00", "1999-12-31"),
        ("2026-02-05", "وكالة", "2026-02-04T21:00:00+00:00", "2026-02-05"),
    ],
)  # fmt: skip
def test_times(
    published_at: str, source: str, instant: str, day: str, context: ContractContext
) -> None:
    article = accepted(record(published_at=published_at, source=source), context)
    assert article.published_at.isoformat() == instant
    assert article.published_on.isoformat() == day


@pytest.mark.parametrize(
    ("published_at", "instant"),
    [
        ("02/01/2026", "2026-01-02T00:00:00+00:00"),
        ("2/1/2026 23:15", "2026-01-02T23:15:00+00:00"),
        # what the register says of an outlet is said beside ISO, not in its stead
        ("2026-02-03T01:30+03:00", "2026-02-02T22:30:00+00:00"),
    ],
)
def test_dates_in_the_form_of_an_outlet(
    published_at: str, instant: str, context: ContractContext
) -> None:
    assert accepted(elaph(published_at), of_elaph(context)).published_at.isoformat() == instant


@pytest.mark.parametrize(
    ("published_at", "reason"),
    [
        ("13/13/2026", Reason.BAD_DATE),
        ("02/01/2026 أمس", Reason.BAD_DATE),
        ("02/01/1899", Reason.DATE_OUT_OF_RANGE),
        ("06/02/2026", Reason.DATE_OUT_OF_RANGE),
    ],
)
def test_impossible_dates_in_the_form_of_an_outlet(
    published_at: str, reason: Reason, context: ContractContext
) -> None:
    assert refused(elaph(published_at), of_elaph(context)) == reason


def elaph(published_at: str) -> dict[str, Any]:
    return record(source="إيلاف", published_at=published_at)


def of_elaph(context: ContractContext) -> ContractContext:
    """The context, with a form of dates that إيلاف has to itself."""
    found = context.outlets.find("إيلاف")
    assert found
    own = replace(found, date_formats=("%d/%m/%Y", "%d/%m/%Y %H:%M"))
    return replace(context, outlets=Outlets([own]))


def test_articles_whose_address_is_cut_short_are_told_apart(context: ContractContext) -> None:
    def ids(url: str) -> set[str]:
        titled = (record(id=None, url=url, title=title) for title in ("أ", "ب"))
        return {accepted(one, context).article_id for one in titled}

    assert len(ids("https://example.org/قصف-عنيف-على-ري…")) == 2
    assert len(ids("https://example.org/a%E2%80%A6")) == 2
    assert len(ids("https://example.org/a...")) == 2
    assert len(ids("https://example.org/a")) == 1


@pytest.mark.parametrize(
    ("published_at", "reason"),
    [
        ("2026-02-30", Reason.BAD_DATE),
        ("2026-13-01", Reason.BAD_DATE),
        ("2026-02-03T25:00", Reason.BAD_DATE),
        ("2026-02-03T10:00:00+99:00", Reason.BAD_DATE),
        ("03/02/2026", Reason.BAD_DATE),
        ("أمس", Reason.BAD_DATE),
        ("٢٠٢٦-٠٢-٠٣", Reason.BAD_DATE),
        ("20260203", Reason.BAD_DATE),
        ("2026-W05-2", Reason.BAD_DATE),
        ("1770000000", Reason.BAD_DATE),
        ("2026-02-03T10:00:00[Asia/Baghdad]", Reason.BAD_DATE),
        ("2026-02-03\x1f10:00", Reason.CONTROL_CHARACTERS),
        ("1899-12-31", Reason.DATE_OUT_OF_RANGE),
        ("0001-01-01T00:00:00+14:00", Reason.DATE_OUT_OF_RANGE),
        ("2026-02-06", Reason.DATE_OUT_OF_RANGE),
        ("9999-12-31T23:59:59-12:00", Reason.BAD_DATE),
        ("9999-12-31", Reason.DATE_OUT_OF_RANGE),
    ],
)
def test_impossible_times(published_at: str, reason: Reason, context: ContractContext) -> None:
    assert refused(record(published_at=published_at), context) == reason


@pytest.mark.parametrize(
    "text", ["\u200f\u200b\ufeff \n", "ـــ", "\u202a\u202c", "\t\r\n"], ids=ascii
)
def test_texts_without_a_visible_character(text: str, context: ContractContext) -> None:
    assert refused(record(text=text), context) == Reason.EMPTY_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Seven people were killed in a car bomb in Baqubah, police said.",
        "12345 678", "？！…", PERSIAN, URDU, KURDISH, PASHTO,
        f"نقلت الوكالة: {'The minister said nothing more about it. ' * 5}",
    ],
)  # fmt: skip
def test_texts_that_are_not_arabic(text: str, context: ContractContext) -> None:
    assert refused(record(text=text), context) == Reason.NOT_ARABIC


@pytest.mark.parametrize(
    "text",
    [TEXT, IRAQI, PERSIAN_KEYBOARD, "مقتل جنديين", f"{TEXT}\nقال بالفارسية: {PERSIAN[:40]}", "ق"],
)
def test_texts_that_are_arabic(text: str, context: ContractContext) -> None:
    assert accepted(record(text=text), context).text == text


@pytest.mark.parametrize("language", ["ar", "AR", "ar-IQ", "ar_EG", "ara", "", None])
def test_declared_arabic(language: str | None, context: ContractContext) -> None:
    assert accepted(record() | {"language": language}, context).language.startswith("ar")


@pytest.mark.parametrize("language", ["fa", "en", "arz", "العربية", "arabic"])
def test_declared_otherwise(language: str, context: ContractContext) -> None:
    assert refused(record(language=language), context) == Reason.NOT_ARABIC


def test_misread_bytes_are_told_from_other_languages(context: ContractContext) -> None:
    for really, read_as in (("utf-8", "latin-1"), ("cp1256", "latin-1"), ("cp1256", "cp1252")):
        mojibake = TEXT.encode(really).decode(read_as, "replace")
        assert refused(record(text=mojibake), context) == Reason.WRONG_ENCODING
    assert refused(record(text=TEXT[:40] + "�" * 5), context) == Reason.WRONG_ENCODING


def test_lone_surrogates_anywhere(context: ContractContext) -> None:
    for broken in (
        record(text=TEXT + "\ud800"),
        record(title="\udfff"),
        record(source="\udcff"),
        record(extra_field="\ud83d"),
        record() | {"\ud800": 1},
    ):
        assert refused(broken, context) == Reason.WRONG_ENCODING


def test_control_characters(context: ContractContext) -> None:
    assert refused(record(text=TEXT + "\0"), context) == Reason.CONTROL_CHARACTERS
    assert refused(record(title="a\0"), context) == Reason.CONTROL_CHARACTERS
    assert refused(record(text=TEXT + "\x02" * 60), context) == Reason.CONTROL_CHARACTERS
    assert refused(record(id="a\x1bb"), context) == Reason.CONTROL_CHARACTERS
    assert refused(record(source="a\nb"), context) == Reason.CONTROL_CHARACTERS
    # real pages have a stray one here and there
    assert accepted(record(text=TEXT + "\x1a"), context).text.endswith("\x1a")


def test_limits(context: ContractContext) -> None:
    limit = context.max_text_chars
    assert accepted(record(text="ق" * limit), context)
    assert refused(record(text="ق" * (limit + 1)), context) == Reason.TEXT_TOO_LONG
    for name, length in (("url", 4_097), ("source", 201), ("id", 201), ("title", 2_001)):
        value = "https://x.example/" + "a" * length if name == "url" else "ق" * length
        assert refused(record(**{name: value}), context) == Reason.FIELD_TOO_LONG
    assert refused(record(id=10**5000), context) == Reason.FIELD_TOO_LONG
    assert refused(record(other=10**5000), context) == Reason.BAD_JSON
    assert refused(record(other=float("nan")), context) == Reason.BAD_JSON


def test_versions_differ_in_content_or_time(context: ContractContext) -> None:
    one = accepted(record(), context).content_digest
    assert accepted(record(url="https://news.example/9", origin=1), context).content_digest == one
    assert accepted(record(published_at="2026-02-03T07:00Z"), context).content_digest == one
    for changed in ({"text": TEXT + " "}, {"title": ""}, {"published_at": "2026-02-03T07:01Z"}):
        assert accepted(record(**changed), context).content_digest != one
    # the border between title and text is part of the content
    shifted = record(title="انفجار", text=" في بعقوبة" + TEXT)
    other = record(title="انفجار في بعقوبة", text=TEXT)
    digests = {accepted(r, context).content_digest for r in (shifted, other)}
    assert len(digests) == 2


def test_the_published_schema_is_up_to_date() -> None:
    published = PROJECT_ROOT / "docs" / "article.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(), "run: sijill docs"


SCHEMA_TABLE: list[tuple[Any, bool]] = [
    (record(), True),
    (record(id=None, title=None), True),
    (record() | {"id": None, "title": None, "language": None}, True),
    (record(id=5, language="ar-IQ", more=[1, {"x": None}]), True),
    (record(published_at="2026-02-03"), True),
    (record(published_at="2026-02-03 10:00:00+0300"), True),
    (record(url="HTTPS://news.example/خبر"), True),
    (record(url=" https://news.example/1\n"), True),
    (record(language=""), True),
    ([record()], False),
    ("نص", False),
    (None, False),
    *((record(**{name: None}), False) for name in ("url", "source", "published_at", "text")),
    *((record() | {name: None}, False) for name in ("url", "source", "published_at", "text")),
    *((record(**{name: ""}), False) for name in ("url", "source", "published_at", "text")),
    *((record(**{name: " "}), False) for name in ("url", "source", "published_at", "text")),
    *((record(**{name: 7}), False) for name in ("url", "source", "published_at", "text")),
    (record(id=True), False),
    (record(id=1.5), False),
    (record(id=["a"]), False),
    (record(title=3), False),
    (record(language=3), False),
    (record(language="fa"), False),
    (record(url="javascript:alert(1)"), False),
    (record(url="https://news.example/a b"), False),
    (record(published_at="03/02/2026"), False),
    (record(published_at="2026-02-03T10"), False),
    (record(published_at="20260203"), False),
    (record(text="ق" * 200_001), False),
    (record(title="ق" * 2_001), False),
    (record(source="ق" * 201), False),
    (record(id="ق" * 201), False),
]


@pytest.mark.parametrize(("value", "good"), SCHEMA_TABLE)
def test_schema_and_validator_agree(value: Any, good: bool, context: ContractContext) -> None:
    before = copy.deepcopy(value)
    schema = jsonschema.Draft202012Validator(article_schema())
    assert schema.is_valid(value) is good
    assert isinstance(validate(value, context), ValidArticle) is good
    assert value == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["id", "url", "source", "published_at", "text", "title", "language", "x"]),
        json_values | st.just(TEXT) | st.just("https://news.example/1") | st.just("2026-02-03"),
    )
)
def test_whatever_comes_is_accepted_or_refused(value: dict[str, Any]) -> None:
    context = ContractContext.of(Settings(), DAY)
    judged = validate(value, context)
    if isinstance(judged, ValidArticle):
        # what is accepted can be stored, and the schema accepts it too
        json.loads(judged.extra)
        (judged.article_id + judged.title + judged.text + judged.url + judged.extra).encode()
        assert jsonschema.Draft202012Validator(article_schema()).is_valid(value)
