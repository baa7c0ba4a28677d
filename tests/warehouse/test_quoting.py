"""What of an article may be published: title and address."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.names.masking import QUOTE_CHARS, masked_quote, masked_value
from extractors.records import Article, Span
from warehouse.contract.quoting import Quoter

TITLE = "مقتل سالم خلف في بعقوبة"
NAME = Span("title", 5, 13, "سالم خلف")
ARABIC = "https://news.example/2026/%D9%85%D9%82%D8%AA%D9%84-%D8%B3%D8%A7%D9%84%D9%85/7"
OTHER = "https://news.example/2026/%D9%85%D9%82%D8%AA%D9%84-%D8%B4%D8%AE%D8%B5/7"
LATIN = "https://news.example/2026/salem-khalaf-killed-in-baquba.html"


def article(url: str = "https://news.example/1", title: str = TITLE) -> Article:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Article("a", url, "x", at, dt.date(2026, 1, 1), "نص", title)


def test_a_title_is_masked_and_shown_only_where_names_were_not_yet_found() -> None:
    assert Quoter(article(), [NAME]).title() == "مقتل [اسم] في بعقوبة"
    assert Quoter(article(), []).title() == TITLE
    assert Quoter(article(), None).title() is None
    assert Quoter(article(title=" "), []).title() is None


@pytest.mark.parametrize(
    ("url", "names", "shown"),
    [
        # nobody is named: whole
        (ARABIC, [], ARABIC),
        (LATIN, [], LATIN),
        # somebody is: words that hold his name go, and all words in Latin letters
        (ARABIC, [NAME], "https://news.example/2026/7"),
        (OTHER, [NAME], OTHER),
        (LATIN, [NAME], "https://news.example/2026"),
        ("https://news.example/1?id=7", [NAME], "https://news.example/1?id=7"),
        ("https://x.example/?t=salem-khalaf-killed", [NAME], "https://x.example/"),
        # names were not looked for: all words go
        (OTHER, None, "https://news.example/2026/7"),
        (LATIN, None, "https://news.example/2026"),
        ("https://news.example/iraq/1234", None, "https://news.example/iraq/1234"),
    ],
)
def test_an_address_loses_the_words_that_may_name_somebody(
    url: str, names: list[Span] | None, shown: str
) -> None:
    assert Quoter(article(url), names).url() == shown


@pytest.mark.parametrize("word", ["Z" + "\u0335" * 150, "ا" * 10_000, "x\u200b" * 900])
def test_a_quote_has_an_end_however_long_its_words(word: str) -> None:
    text = f"{word} قتل ثلاثة {word} {word} في بعقوبة"
    quote = masked_quote("title", text, 0, len(text), ())
    assert 0 < len(quote) <= QUOTE_CHARS
    assert text.startswith(quote)
    assert len(masked_value(word * 9, ())) <= QUOTE_CHARS
