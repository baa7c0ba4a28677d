"""RSS and Atom documents that were kept as files → articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.crew import Crew
from intake.dates import DateUnread, DayOrder, iso_date
from intake.feed_entries import Entry, read_feed
from intake.items import Article, Item, Origin, PassedOver, SetAside, Unreadable, Why
from intake.opening import Found, opened
from intake.packing import read_whole
from intake.pages import head_of

MAX_FEED_BYTES = 64 << 20


def read_feeds(files: Iterable[Found], order: DayOrder | None, crew: Crew) -> Iterator[Item]:
    """Every entry of the feeds, in their order."""
    for found in files:
        if found.is_hidden:
            yield PassedOver(Origin(found.name, 0), "hidden")
            continue
        raw = b""
        try:
            with opened(found) as stream:
                raw = read_whole(stream, MAX_FEED_BYTES)
            encoding, entries = crew.call(read_feed, raw)
        except Unreadable as err:
            yield SetAside(Origin(found.name, 0), err.why, err.detail, head_of(raw))
            continue
        for number, entry in enumerate(entries, start=1):
            yield _item(entry, Origin(found.name, number), encoding, order)


def _item(entry: Entry, origin: Origin, encoding: str, order: DayOrder | None) -> Item:
    head = "\n".join(part for part in (entry.url, entry.title, entry.text) if part)
    try:
        published = iso_date(entry.published, order) if entry.published else ""
    except DateUnread as err:
        detail = f"published_at: {entry.published[:80]!r} {err}"
        return SetAside(origin, Why.BAD_DATE, detail, head)
    if not published:
        return SetAside(origin, Why.MISSING_FIELD, "published_at: the entry has no date", head)
    try:
        updated = iso_date(entry.updated, order)
    except DateUnread:
        updated = ""
    extra: dict[str, object] = {
        "kind": "feed",
        "file": origin.file,
        "record": origin.record,
        "encoding": encoding,
        "date_from": entry.published_from,
        "text_from": entry.text_from,
    }
    return Article(
        origin=origin,
        url=entry.url,
        title=entry.title,
        text=entry.text,
        published_at=published,
        captured_at=updated,
        extra=extra | ({"modified_at": updated} if updated and updated != published else {}),
    )
