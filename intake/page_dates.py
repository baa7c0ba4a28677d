"""When a page was published, as the page says it: the most deliberate statement first.

1. JSON-LD `datePublished` of the article that the page is;
2. a meta element made for it (`article:published_time` and its like);
3. an element marked `itemprop="datePublished"`;
4. the day in the page's address (/2026/11/21/), with the time that the page shows for that day;
5. the one day that <time> elements, then elements named after dates, show.

Where a page shows several days and nothing more, none is chosen: dates of teasers look the same.
What stands in the page's head, menus and margins counts for nothing: many sites show today's date
there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from intake.dates import MAX_CHARS, DateUnread, DayOrder, is_of_update, iso_date

_PUBLISHED_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article.published", "publish_date", "publishdate", "publish-date", "published_time",
    "published-date", "pubdate", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dc.date.created", "sailthru.date", "parsely-pub-date", "rnews:datepublished",
    "cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate", "dc.date",
    "dcterms.date", "date",
)  # fmt: skip
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_DATE_NAME = re.compile(r"date|time|publish|posted", re.I)
_UPDATE_NAME = re.compile(r"modif|updat|edit", re.I)
_FURNITURE = frozenset({"header", "nav", "footer", "aside"})
_FURNITURE_NAME = re.compile(
    r"header|hdr|ftr|top-?bar|masthead|nav|menu|footer|sidebar|widget|related|ticker|clock|today",
    re.I,
)
_INLINE = frozenset({"span", "b", "strong", "i", "em", "label", "small", "a"})
_MAX_ELEMENTS = 2_000


@dataclass(frozen=True, slots=True)
class PageDates:
    """ISO, or "" where the page does not say; `unread`: a statement that no rule can read."""

    published_at: str = ""
    found_in: str = ""
    modified_at: str = ""
    unread: str = ""


def find_dates(
    tree: lxml.html.HtmlElement,
    linked: dict[str, Any],
    url: str,
    order: DayOrder | None,
) -> PageDates:
    """When the page was published and last changed. `linked`: its article in JSON-LD."""
    metas = _metas(tree)
    unread = ""
    stated: list[tuple[str, list[Any]]] = [
        ("json-ld", [linked.get("datePublished")]),
        ("meta", [metas[name] for name in _PUBLISHED_META if name in metas]),
        ("itemprop", list(_marked(tree, "datePublished"))[:1]),
    ]
    modified = _first_read(
        [linked.get("dateModified"), *(metas[n] for n in _MODIFIED_META if n in metas)], order
    )
    for place, values in stated:
        for value in values:
            if not isinstance(value, str) or not value.strip():
                continue
            try:
                return PageDates(iso_date(value, order), place, modified)
            except DateUnread as err:
                unread = unread or f"{value.strip()[:80]!r} {err}"
    return _shown(tree, url, order, modified, unread)


def _shown(
    tree: lxml.html.HtmlElement, url: str, order: DayOrder | None, modified: str, unread: str
) -> PageDates:
    day = _url_day(url)
    for place, values in (("time", _times(tree)), ("shown", _named_after_dates(tree))):
        told = {value for value in (_read(text, order) for text in values) if value}
        if day:
            told = {value for value in told if value.startswith(day)}
        days = {value[:10] for value in told}
        if len(days) == 1:
            # several times of one day: the day is what is certain
            timed = [value for value in told if "T" in value]
            return PageDates(timed[0] if len(timed) == 1 else days.pop(), place, modified)
    if day:
        return PageDates(day, "address", modified)
    return PageDates(modified_at=modified, unread=unread)


def _metas(tree: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _marked(tree: lxml.html.HtmlElement, name: str) -> Iterator[str]:
    for element in tree.iterfind(f".//*[@itemprop='{name}']"):
        yield element.get("content") or element.get("datetime") or _text(element)


def _times(tree: lxml.html.HtmlElement) -> list[str]:
    """What <time> elements say: those of the first article, else all."""
    article = tree.find(".//article")
    inside = [] if article is None else list(article.iter("time"))
    found = []
    for element in (inside or list(tree.iter("time")))[:_MAX_ELEMENTS]:
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if _is_furniture(element):
            continue
        if not _UPDATE_NAME.search(names) and not is_of_update(_before(element)):
            found.append(element.get("datetime") or _text(element))
    return found


def _named_after_dates(tree: lxml.html.HtmlElement) -> list[str]:
    found = []
    for element in tree.xpath("//*[@class or @id][not(self::html or self::body)]")[:_MAX_ELEMENTS]:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _DATE_NAME.search(names) or _is_furniture(element):
            continue
        if not _UPDATE_NAME.search(names):
            text = _text(element)
            if text and not is_of_update(text):
                found.append(text)
    return found


def _is_furniture(element: lxml.html.HtmlElement) -> bool:
    """Whether an element stands in what all pages of a site share; what stands in the article, its
    own <header> among it, does not."""
    for node in (element, *element.iterancestors()):
        if node.tag in {"article", "main", "body"}:
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag in _FURNITURE or _FURNITURE_NAME.search(names):
            # <header> within an article is the article's
            return not any(above.tag in {"article", "main"} for above in node.iterancestors())
    return False


def _before(element: lxml.html.HtmlElement) -> str:
    """The words on the line that lead to an element: "آخر تحديث:" before a <time>."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return "" if parent is None else (parent.text or "")
    label = _text(previous) if previous.tag in _INLINE else ""
    return f"{label} {previous.tail or ''}"


def _text(element: lxml.html.HtmlElement) -> str:
    """An element's text where it is short enough for a date, else ""."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece.strip())
        if length > MAX_CHARS:
            return ""
    return " ".join(" ".join(pieces).split())


def _read(text: str, order: DayOrder | None) -> str:
    try:
        return iso_date(text, order)
    except DateUnread:
        return ""


def _first_read(values: Iterable[object], order: DayOrder | None) -> str:
    read = (_read(value, order) for value in values if isinstance(value, str))
    return next((value for value in read if value), "")


def _url_day(url: str) -> str:
    match = _URL_DAY.search(urlsplit(url).path + "/") if url else None
    if not match:
        return ""
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""
