"""One page: its main text, address, headline, and when it was published."""

from __future__ import annotations

import pytest

from intake.items import Unreadable, Why
from intake.page import Page, read_page
from intake.patience import Patience
from tests.intake.kit import PUBLISHED, SENTENCES, TITLE, canonical, page

OWN = "https://news.example/world/17"


def read(html: str, own_url: str = OWN) -> Page:
    return read_page(html.encode(), own_url)


def test_the_text_is_the_article_without_what_stands_around_it() -> None:
    told = read(page())
    assert told.text == "\n".join(SENTENCES)
    assert (told.title, told.published_at) == (TITLE, "2026-11-21T09:30:00+03:00")


@pytest.mark.parametrize("encoding", ["cp1256", "utf-8-sig", "utf-16"])
def test_a_page_in_another_encoding_reads_alike(encoding: str) -> None:
    raw = page('<meta charset="windows-1256">' + PUBLISHED).encode(encoding)
    assert read_page(raw, OWN).text == "\n".join(SENTENCES)


def test_entities_are_letters_and_control_characters_are_nothing() -> None:
    told = read(
        page(sentences=(SENTENCES[0].replace("جنود", "&#1580;نود\x01\x1a"), *SENTENCES[1:]))
    )
    assert told.text == "\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("head", "own", "address"),
    [
        (canonical("https://news.example/a/17"), OWN, "https://news.example/a/17"),
        (canonical("/a/17"), OWN, "https://news.example/a/17"),
        (canonical("/a/17"), "", ""),
        ("", OWN, OWN),
        ('<meta property="og:url" content="https://www.news.example/a/17">', "",
         "https://www.news.example/a/17"),
        # mistakes of a site: another site's address, the front page's on every page, no address
        (canonical("https://other.example/a/17"), OWN, OWN),
        (canonical("https://news.example/"), OWN, OWN),
        (canonical("javascript:alert(1)"), OWN, OWN),
        (canonical("https://[broken"), OWN, OWN),
    ],
)  # fmt: skip
def test_the_address_is_the_canonical_one_where_it_can_be(
    head: str, own: str, address: str
) -> None:
    assert read(page(PUBLISHED + head), own).url == address


def test_a_page_saved_by_a_browser_tells_where_it_was() -> None:
    html = page().replace("<html", f"<!-- saved from url=(0029){OWN} --><html", 1)
    assert read(html, "").url == OWN


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "body", "own", "published", "found_in"),
    [
        (LD.format('{"@type":"NewsArticle","datePublished":"2026-11-21T08:00:00Z",'
                   '"dateModified":"2026-11-22"}'), "", OWN, "2026-11-21T08:00:00+00:00",
         "json-ld"),
        # of several articles, the one that the page is
        (LD.format('{"@graph":[{"@type":"NewsArticle","url":"https://news.example/x",'
                   '"datePublished":"2026-10-01"},{"@type":["NewsArticle"],'
                   '"mainEntityOfPage":{"@id":"https://news.example/world/17"},'
                   '"datePublished":"2026-11-21"}]}'), "", OWN, "2026-11-21", "json-ld"),
        (LD.format("{broken") + PUBLISHED, "", OWN, "2026-11-21T09:30:00+03:00", "meta"),
        ('<meta name="date" content="21 تشرين الثاني 2026 - 09:30 م">', "", OWN,
         "2026-11-21T21:30:00", "meta"),
        ("", '<span itemprop="datePublished" content="2026-11-21">أمس</span>', OWN, "2026-11-21",
         "itemprop"),
        ("", '<time datetime="2026-11-21T09:30">السبت</time>', OWN, "2026-11-21T09:30:00", "time"),
        ("", ('<p>آخر تحديث: <time datetime="2026-11-25">الأربعاء</time></p>'
              '<time datetime="2026-11-21">السبت</time>'), OWN, "2026-11-21", "time"),
        ("", '<div class="post-date">السبت ٢١ تشرين الثاني/نوفمبر ٢٠٢٦</div>', OWN, "2026-11-21",
         "shown"),
        ("", '<i class="date">21/11/2026</i><i class="date">20/11/2026</i>',
         "https://news.example/2026/11/20/a", "2026-11-20", "shown"),
        ("", "", "https://news.example/2026/11/20/a.html", "2026-11-20", "address"),
    ],
)  # fmt: skip
def test_when_a_page_was_published(
    head: str, body: str, own: str, published: str, found_in: str
) -> None:
    told = read(page(head, body=body), own)
    assert (told.published_at, told.date_from) == (published, found_in)


@pytest.mark.parametrize(
    ("head", "body", "why"),
    [
        ("", "", Why.MISSING_FIELD),
        # teasers look like this: which day is the page's cannot be told
        ("", '<i class="date">21/11/2026</i><i class="date">19/11/2026</i>', Why.MISSING_FIELD),
        # today's date in the head of a site
        (
            "",
            '</article></main><div id="header"><i class="date">21/11/2026</i></div>',
            Why.MISSING_FIELD,
        ),
        ("", "</article></main><header><time>21/11/2026</time></header>", Why.MISSING_FIELD),
        ("", '<div class="date-modified">21/11/2026</div>', Why.MISSING_FIELD),
        ('<meta name="date" content="03/04/2026">', "", Why.BAD_DATE),
        ('<meta name="date" content="12 جمادى الآخرة 1448">', "", Why.BAD_DATE),
    ],
)
def test_a_date_is_never_made_up(head: str, body: str, why: Why) -> None:
    with pytest.raises(Unreadable) as told:
        read(page(head, body=body))
    assert told.value.why == why


def test_the_front_page_of_a_site_is_no_article() -> None:
    with pytest.raises(Unreadable, match="front page"):
        read(page(), "https://news.example/")


def test_a_canonical_address_of_a_neighbour_is_not_taken() -> None:
    own = "https://one.com.iq/17"
    assert read(page(PUBLISHED + canonical("https://two.com.iq/17")), own).url == own
    other = "https://www.one.com.iq/a/17"
    assert read(page(PUBLISHED + canonical(other)), own).url == other


def test_a_page_without_an_article_is_none() -> None:
    with pytest.raises(Unreadable) as told:
        read(f"<html><head>{PUBLISHED}</head><body></body></html>")
    assert told.value.why == Why.NO_ARTICLE


def _burn(_raw: bytes) -> None:
    while True:
        pass


def _eat(_raw: bytes) -> int:
    return len(bytearray(4 << 30))


def _die(_raw: bytes) -> None:
    import os

    os._exit(1)


def test_a_parser_without_end_or_that_takes_all_is_ended_and_the_next_page_read() -> None:
    with Patience(seconds=1, memory_bytes=2 << 30) as patience:
        for function, says in ((_burn, "within 1"), (_die, "crashed"), (_eat, "more memory")):
            with pytest.raises(Unreadable, match=says) as told:
                patience.call(function, b"")
            assert told.value.why == Why.READER_FAILED
    with Patience() as patience:
        assert patience.call(read_page, page().encode(), OWN).title == TITLE


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 100_000 + SENTENCES[0],
        "<html><head>" + LD.format("[" * 100_000) + "</head><body>" + SENTENCES[0],
        "<html><body>" + "<b><i>" * 20_000 + SENTENCES[0],
        "<" * 100_000,
        "<html><body>\0\x01\x02</body></html>",
        "<html><body><p>" + "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_broken_markup_is_one_pages_fault(html: str, patience: Patience) -> None:
    with pytest.raises(Unreadable):
        patience.call(read_page, html.encode("utf-8", "replace"), OWN)
    assert patience.call(read_page, page().encode(), OWN).title == TITLE
