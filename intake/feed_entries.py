"""One RSS or Atom document → its entries, as feedparser reads them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import feedparser

from intake.decoding import declared_in, decode
from intake.fragment import one_line, plain_text
from intake.items import Unreadable, Why

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LOOKS_LIKE_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel|atom:feed)\b", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `published` as the feed writes it; `text_from` "content" or "summary", which is
    all that many feeds give."""

    url: str
    title: str
    text: str
    text_from: str
    published: str
    published_from: str
    updated: str


def read_feed(raw: bytes) -> tuple[str, list[Entry]]:
    """The encoding and the entries in the feed's order.

    Raises Unreadable where it is no feed. A feed that breaks off gives the entries before that, as
    far as feedparser finds them.
    """
    decoded = decode(raw, declared_in(raw))
    text = _XML_DECLARATION.sub("", decoded.text)
    if not _LOOKS_LIKE_FEED.search(text):
        raise Unreadable(Why.UNREADABLE_FILE, "neither RSS nor Atom")
    # a stream and never a text: a text may be taken for an address, which would be fetched
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "ignore")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not parsed.entries and parsed.bozo:
        raise Unreadable(Why.UNREADABLE_FILE, f"broken XML: {parsed.bozo_exception}"[:300])
    # the language that a feed declares is left alone: many have that of their software
    return decoded.encoding, [_entry(entry) for entry in parsed.entries]


def _entry(entry: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    contents = [part.get("value") or "" for part in entry.get("content", [])]
    content = plain_text(max(contents, key=len, default=""))
    summary = plain_text(entry.get("summary") or "")
    whole = len(content) >= len(summary) and bool(content)
    # feedparser gives a missing "updated" from "published": only what stands there counts
    published = _standing(entry, "published") or _standing(entry, "created")
    updated = _standing(entry, "updated")
    return Entry(
        url=(entry.get("feedburner_origlink") or entry.get("link") or "").strip(),
        title=one_line(entry.get("title") or ""),
        text=content if whole else summary,
        text_from="content" if whole else "summary",
        published=published or updated,
        published_from="published" if published else "updated",
        updated=updated,
    )


def _standing(entry: Any, name: str) -> str:  # noqa: ANN401 - feedparser has no types
    return str(dict.get(entry, name) or "").strip()
