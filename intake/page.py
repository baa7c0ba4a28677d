"""One HTML page → address, headline, time of publication and main text.

trafilatura finds the main text among menus, teasers and footers. What a page says of itself
(JSON-LD, meta elements, <time>) is read in intake/page_dates.py and here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
import trafilatura
from trafilatura.settings import Document

from intake.dates import DayOrder
from intake.decoding import declared_in, decode
from intake.fragment import one_line, without_controls
from intake.items import Unreadable, Why
from intake.page_dates import PageDates, find_dates

MAX_JSON_LD_CHARS = 1_000_000
_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|LiveBlogPosting)$")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+?)\s*-->", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page told. `url` is "" where neither the page nor who fetched it says one."""

    url: str
    title: str
    text: str
    published_at: str
    date_from: str
    modified_at: str
    encoding: str


def read_page(
    raw: bytes, own_url: str = "", charset: str | None = None, order: DayOrder | None = None
) -> Page:
    """Read one page. `own_url`: where it was fetched; `charset`: what the server said.

    Raises Unreadable: no main text, no date, a date that cannot be told, an unknown encoding.
    """
    decoded = decode(raw, charset or declared_in(raw))
    tree = _parsed(decoded.text)
    told = list(_json_ld(tree))
    url = _address(tree, told, own_url, decoded.text)
    if url and not urlsplit(url).path.strip("/") and not urlsplit(url).query:
        raise Unreadable(Why.NO_ARTICLE, "the front page of a site")
    linked = _of_this_page(told, url)
    dates = find_dates(tree, linked, url, order)
    title = _title(tree, linked)
    text = _main_text(tree, title)
    if not text:
        raise Unreadable(Why.NO_ARTICLE, "no main text was found in the page")
    if not dates.published_at:
        raise Unreadable(*_no_date(dates))
    return Page(
        url=url,
        title=title,
        text=text,
        published_at=dates.published_at,
        date_from=dates.found_in,
        modified_at=dates.modified_at,
        encoding=decoded.encoding,
    )


def _no_date(dates: PageDates) -> tuple[Why, str]:
    if dates.unread:
        return Why.BAD_DATE, f"published_at: {dates.unread}"
    return Why.MISSING_FIELD, "published_at: the page says nowhere when it was published"


def _parsed(text: str) -> lxml.html.HtmlElement:
    # the parser is told the encoding: what the page declares counts no more
    source = without_controls(_XML_DECLARATION.sub("", text)).encode("utf-8", "ignore")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return lxml.html.document_fromstring(source, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as err:
        raise Unreadable(Why.NO_ARTICLE, f"no HTML: {err}") from err


def _main_text(tree: lxml.html.HtmlElement, title: str) -> str:
    found = trafilatura.bare_extraction(
        tree, include_comments=False, with_metadata=False, include_tables=True
    )
    told = found.text or "" if isinstance(found, Document) else ""
    lines = [" ".join(line.split()) for line in told.split("\n")]
    lines = [line for line in lines if line]
    if lines and lines[0] == title:
        del lines[0]
    return "\n".join(lines)


# --- what the page says of itself -----------------------------------------------------------


def _json_ld(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles that the page's JSON-LD describes, in its order."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        source = script.text or ""
        if len(source) > MAX_JSON_LD_CHARS:
            continue
        try:
            # real pages have line breaks within strings
            level = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(8):
            nodes = [n for many in level for n in (many if isinstance(many, list) else [many])]
            level = []
            for node in nodes:
                if isinstance(node, list):
                    level.append(node)
                elif isinstance(node, dict):
                    kinds = node.get("@type")
                    kinds = kinds if isinstance(kinds, list) else [kinds]
                    if any(isinstance(k, str) and _ARTICLE_TYPES.search(k) for k in kinds):
                        yield node
                    level += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _of_this_page(told: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """The article that the page is, among those that it describes; empty where it is not clear."""
    if len(told) > 1:
        meant = [one for one in told if url and _same_page(_ld_address(one, url), url)]
        told = meant or [one for one in told if one.get("mainEntityOfPage")]
    days = {str(one.get("datePublished")) for one in told}
    return told[0] if told and len(days) == 1 else {}


def _ld_address(one: dict[str, Any], base: str) -> str:
    page = one.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    for told in (page, one.get("url"), one.get("@id")):
        if isinstance(told, str) and told.strip():
            return _joined(base, told)
    return ""


def _address(
    tree: lxml.html.HtmlElement, told: list[dict[str, Any]], own_url: str, text: str
) -> str:
    """The canonical address, else the one that the page was fetched from."""
    saved = _SAVED_FROM.search(text[:4_096])
    base = own_url or (saved[1] if saved else "")
    candidates = [
        *tree.xpath("//link[translate(@rel,'CANOIL','canoil')='canonical']/@href")[:1],
        *tree.xpath("//meta[@property='og:url']/@content")[:1],
        *([_ld_address(told[0], base)] if len(told) == 1 else []),
    ]
    for candidate in candidates:
        url = _joined(base, str(candidate))
        if url and _may_stand_for(url, base):
            return url
    return base


def _joined(base: str, told: str) -> str:
    try:
        url = urljoin(base, told.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def _may_stand_for(url: str, own: str) -> bool:
    """A canonical address of another site, or the front page's on every page, is a mistake of the
    site: articles would be taken for one another."""
    if not own:
        return True
    told, known = urlsplit(url), urlsplit(own)
    if known.path.strip("/") and not told.path.strip("/") and not told.query:
        return False
    return _site(told.hostname) == _site(known.hostname)


def _site(host: str | None) -> list[str]:
    """The labels of a host that tell whose it is: news.example, but mosul.com.iq."""
    labels = (host or "").split(".")
    under_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3:] if under_country else labels[-2:]


def _same_page(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _title(tree: lxml.html.HtmlElement, linked: dict[str, Any]) -> str:
    headline = linked.get("headline")
    if isinstance(headline, str) and headline.strip():
        return one_line(headline)
    heads = [" ".join(head.text_content().split()) for head in tree.iter("h1")]
    heads = [head for head in heads if head]
    graph = " ".join("".join(tree.xpath("//meta[@property='og:title']/@content")[:1]).split())
    # og:title often ends with the site's name; the headline on the page does not
    for head in heads:
        if graph.startswith(head) or len(heads) == 1:
            return head
    named = graph or "".join(tree.xpath("//head/title/text()")[:1])
    return " ".join(named.split())
