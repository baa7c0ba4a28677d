"""Bytes that somebody broke: every record is an item, and nothing is raised."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.crew import Crew
from intake.feeds import read_feeds
from intake.items import Article, Item, PassedOver, SetAside
from intake.opening import Found, named
from intake.pages import PageOptions, read_pages
from intake.tables import ColumnsMissing, TableOptions, read_table
from intake.warc import read_warcs
from tests.intake.kit import PUBLISHED, SENTENCES, archive, canonical, page

SITE = "https://news.example"
PAGE = page(PUBLISHED + canonical(f"{SITE}/1")).encode()
FEED = (
    f"<rss><channel><item><link>{SITE}/1</link><title>خبر</title><pubDate>Sat, 21 Nov 2026 06:30:00"
    f" GMT</pubDate><description>{SENTENCES[0]}</description></item></channel></rss>"
).encode()
WARC = [{"url": f"{SITE}/{n}", "body": PAGE} for n in range(2)]
TABLE = f'url,published_at,text\n{SITE}/1,2026-11-21,"{SENTENCES[0]}"\n'.encode() * 2


def _table(files: list[Found], crew: Crew) -> Iterator[Item]:
    for found in files:
        try:
            yield from read_table(found, TableOptions({}), crew)
        except ColumnsMissing:
            continue


Read = Callable[[list[Found], Crew], Iterator[Item]]
READERS: dict[str, tuple[bytes, Read]] = {
    "page.html": (PAGE, lambda files, p: read_pages(files[0].root, PageOptions(), p)),
    "feed.xml": (FEED, lambda files, p: read_feeds(files, None, p)),
    "a.warc": (archive(WARC, packed=False), lambda files, p: read_warcs(files, None, p)),
    "a.warc.gz": (archive(WARC), lambda files, p: read_warcs(files, None, p)),
    "table.csv": (TABLE, _table),
}


def broken(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with a piece overwritten, cut out, doubled or moved."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data)), chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                data[at : at + length] = chance.randbytes(length)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.randint(1, 20)
            case _:
                data[at : at + 1] = chance.choice([b"\0", b'"', b"<", b"\r\n", b"\xff", b"&#0;"])
        if not data:
            break
    return bytes(data)


@pytest.mark.parametrize("name", READERS)
def test_broken_bytes_are_told_and_never_raised(name: str, tmp_path: Path, crew: Crew) -> None:
    raw, read = READERS[name]
    chance = random.Random(f"sijill {name}")
    path = tmp_path / name
    kinds = set()
    for _ in range(80):
        path.write_bytes(broken(raw, chance))
        for item in read(named([path]), crew):
            assert isinstance(item, Article | SetAside | PassedOver)
            kinds.add(type(item))
    # what is broken is told, and much of what is broken elsewhere is read all the same
    assert {Article, SetAside} <= kinds
