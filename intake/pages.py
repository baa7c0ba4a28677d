"""A folder of HTML pages, as crawlers leave it → articles."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from intake.crew import Crew
from intake.dates import DayOrder
from intake.items import HEAD_CHARS, Article, Item, Origin, PassedOver, SetAside, Unreadable, Why
from intake.opening import Found, below, opened
from intake.packing import read_whole
from intake.page import Page, read_page

MAX_PAGE_BYTES = 8 << 20
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|article|title)\b", re.I)
_HTML_NAME = re.compile(r"\.(?:x?html?|shtml|aspx?|php|jsp)(?:\.gz)?$", re.I)
_INDEX = re.compile(r"(^|/)index\.html?(?=\?|$)", re.I)
_SNIFFED_BYTES = 2_048
_ADDRESS_SAFE = "/~!$&'()*+,;=:@?%"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """`base_url`: the address of the folder; `mirror`: the first folder below it is the host's
    name, as wget -r leaves it; `order` of day and month in dates such as 03/04/2026."""

    base_url: str = ""
    mirror: bool = False
    order: DayOrder | None = None


def read_pages(folder: Path, options: PageOptions, crew: Crew) -> Iterator[Item]:
    """Every file below a folder, in the order of names, as an article or what else it is."""
    yield from crew.map(lambda found: _read(found, options, crew), below(folder))


def page_article(origin: Origin, page: Page, extra: dict[str, object], captured_at: str) -> Item:
    """A page as an article; set aside where nothing says its address."""
    if not page.url:
        return SetAside(
            origin,
            Why.MISSING_FIELD,
            "url: the page names no address of its own; --base-url or --mirror tell it",
            page.title,
        )
    told = {
        "date_from": page.date_from,
        "encoding": page.encoding,
        "modified_at": page.modified_at,
        "captured_at": captured_at,
    }
    return Article(
        origin=origin,
        url=page.url,
        title=page.title,
        text=page.text,
        published_at=page.published_at,
        captured_at=captured_at or page.modified_at,
        extra={**extra, **{name: value for name, value in told.items() if value}},
    )


def head_of(raw: bytes) -> str:
    """How a page begins, for the eyes of a person."""
    return raw[:HEAD_CHARS].decode("utf-8", "backslashreplace")


def looks_like_html(head: bytes) -> bool:
    """Whether bytes are the beginning of a page, in any encoding."""
    return bool(_LOOKS_LIKE_HTML.search(head[:_SNIFFED_BYTES].replace(b"\0", b"")))


def _read(found: Found, options: PageOptions, crew: Crew) -> Item:
    origin = Origin(found.name, 1)
    if found.is_hidden:
        return PassedOver(origin, "hidden")
    raw = b""
    try:
        with opened(found) as stream:
            raw = read_whole(stream, MAX_PAGE_BYTES)
        if not looks_like_html(raw) and not (raw.strip() and _HTML_NAME.search(found.name)):
            return PassedOver(origin, "not_html")
        page = crew.call(read_page, raw, _address(found, options), None, options.order)
    except Unreadable as err:
        return SetAside(origin, err.why, err.detail, head_of(raw))
    return page_article(origin, page, {"kind": "html", "file": found.name}, "")


def _address(found: Found, options: PageOptions) -> str:
    """Where the page was, as the options tell it of the place of its file."""
    path = found.path.relative_to(found.root).as_posix().removesuffix(".gz")
    # what a server gives for a folder is saved under this name
    path = _INDEX.sub(r"\1", path)
    if options.base_url:
        return f"{options.base_url.rstrip('/')}/{_quoted(path)}"
    host, slash, rest = path.partition("/")
    return f"https://{host}/{_quoted(rest)}" if options.mirror and slash and "." in host else ""


def _quoted(path: str) -> str:
    return quote(os.fsencode(path), safe=_ADDRESS_SAFE)
