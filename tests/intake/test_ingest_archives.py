"""`sijill ingest warc` and `sijill ingest feed`: archives written by warcio, feeds of our own."""

from __future__ import annotations

import gzip
import json
from html import escape
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.command_kit import run
from tests.intake.kit import SENTENCES, TITLE, archive, landed, page

HTML = ("Content-Type", "text/html; charset=utf-8")
SITE = "https://www.almadapaper.net"
BODY = page().encode()


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def told_of(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *command: str
) -> tuple[int, dict[str, Any]]:
    code = run(monkeypatch, "ingest", *command, "--json")
    return code, json.loads(capfd.readouterr().out)


def records_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for batch in told["batches"] for one in landed(Path(batch["file"]))]


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_gives_its_pages_and_counts_the_rest(
    packed: bool, world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sent: list[dict[str, Any]] = [
        {"url": f"{SITE}/1", "body": BODY},
        {"url": f"{SITE}/2", "body": chunked(BODY),
         "headers": [HTML, ("Transfer-Encoding", "chunked")]},
        {"url": f"{SITE}/3", "body": gzip.compress(BODY),
         "headers": [HTML, ("Content-Encoding", "gzip")]},
        {"url": f"{SITE}/4", "body": chunked(brotli.compress(BODY)),
         "headers": [HTML, ("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]},
        {"url": f"{SITE}/5", "body": page().encode("cp1256"),
         "headers": [("Content-Type", "text/html; charset=windows-1256")]},
        {"url": f"{SITE}/a.css", "body": b"x", "headers": [("Content-Type", "text/css")]},
        {"url": f"{SITE}/gone", "status": "404 Not Found", "body": b"<html>"},
        {"url": f"{SITE}/1", "kind": "revisit"},
        {"url": f"{SITE}/1", "kind": "metadata", "content_type": "text/plain", "body": b"x"},
        {"url": f"{SITE}/6", "body": b"<html><body></body></html>"},
    ]  # fmt: skip
    path = world / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(archive(sent, packed=packed))
    code, told = told_of(monkeypatch, capfd, "warc", str(path))
    assert code == 3
    assert (told["read"], told["landed"], told["set_aside"], told["passed_over"]) == (10, 5, 1, 4)
    [file] = told["files"]
    assert file["passed_over"] == {"metadata": 1, "not_html": 1, "revisit": 1, "status_404": 1}
    assert file["set_aside"] == {"no_article": 1}
    records = records_of(told)
    assert [one["url"] for one in records] == [f"{SITE}/{n}" for n in range(1, 6)]
    assert {one["text"] for one in records} == {"\n".join(SENTENCES)}
    assert {one["source"] for one in records} == {"almada"}
    assert records[0]["ingest"]["captured_at"] == "2026-11-21T12:00:00+00:00"


def test_of_two_captures_the_later_lands_whatever_their_order(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    longer = page(sentences=(*SENTENCES, "وأضافت الشرطة أن التحقيق مستمر.")).encode()
    (world / "a.warc.gz").write_bytes(
        archive([{"url": f"{SITE}/1", "body": longer, "captured": "2026-11-22T08:00:00Z"}])
    )
    (world / "b.warc.gz").write_bytes(archive([{"url": f"{SITE}/1", "body": BODY}]))
    files = (str(world / "b.warc.gz"), str(world / "a.warc.gz"))
    code, told = told_of(monkeypatch, capfd, "warc", *files, "--name", "two")
    assert (code, told["landed"], told["superseded"]) == (0, 1, 1)
    assert records_of(told)[0]["text"].endswith("التحقيق مستمر.")


def test_what_stands_before_a_break_lands(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    first, *others = (archive([{"url": f"{SITE}/{n}", "body": BODY}]) for n in range(3))
    whole = b"".join([first, *others])
    (world / "cut.warc.gz").write_bytes(whole[: len(first) + 200])
    (world / "none.warc.gz").write_bytes(b"no archive at all")
    (world / "bomb.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nX: " + b"y" * (40 << 20)))
    (world / "good.warc").write_bytes(gzip.decompress(whole))
    code, told = told_of(monkeypatch, capfd, "warc", str(world), "--name", "all")
    reasons = {one["file"].split("/")[-1]: one["set_aside"] for one in told["files"]}
    assert code == 3
    assert reasons == {
        "bomb.warc.gz": {"decompression_bomb": 1},
        "cut.warc.gz": {"unreadable_file": 1},
        "good.warc": {},
        "none.warc.gz": {"unreadable_file": 1},
    }
    assert {one["url"] for one in records_of(told)} == {f"{SITE}/{n}" for n in range(3)}


@pytest.mark.parametrize("packed", [True, False])
def test_records_before_a_cut_land_and_the_cut_one_does_not(
    packed: bool, world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sent = [{"url": f"{SITE}/{n}", "body": BODY} for n in range(3)]
    first, second, third = (archive([one], packed=packed) for one in sent)
    path = world / "cut.warc"
    path.write_bytes((first + second + third)[: len(first) + len(second) - 700])
    code, told = told_of(monkeypatch, capfd, "warc", str(path))
    assert (code, told["landed"]) == (3, 1)
    assert told["files"][0]["set_aside"]["unreadable_file"] == 1


def test_a_record_whose_checksum_fails_does_not_land(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sent = [{"url": f"{SITE}/{n}", "body": BODY} for n in range(3)]
    first, second, third = (bytearray(archive([one])) for one in sent)
    # the checksum of the second record's packing: four bytes, eight before its end
    second[-8] ^= 0xFF
    path = world / "damaged.warc.gz"
    path.write_bytes(first + second + third)
    code, told = told_of(monkeypatch, capfd, "warc", str(path))
    assert (code, told["landed"], told["set_aside"]) == (3, 1, 2)
    details = [one["detail"] for one in landed(Path(told["set_aside_file"]))]
    assert "its checksum is not that of its bytes" in details[0]
    assert details[1].startswith("behind record 2: broken gzip: CRC")


def test_a_page_that_packs_a_bomb_costs_itself(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    bomb = gzip.compress(bytes(60 << 20))
    records = [
        {"url": f"{SITE}/0", "body": bomb, "headers": [HTML, ("Content-Encoding", "gzip")]},
        {"url": f"{SITE}/1", "body": BODY},
    ]
    (world / "x.warc.gz").write_bytes(archive(records))
    code, told = told_of(monkeypatch, capfd, "warc", str(world / "x.warc.gz"))
    assert (code, told["landed"]) == (3, 1)
    assert told["files"][0]["set_aside"] == {"decompression_bomb": 1}


RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>المدى</title><language>en-US</language>
{items}</channel></rss>"""


def item(address: str, **changes: str) -> str:
    parts = {
        "title": f"<title>{TITLE} &amp;quot;عاجل&amp;quot;</title>",
        "date": "<pubDate>Sat, 21 Nov 2026 06:30:00 GMT</pubDate>",
        "text": f"<description>{SENTENCES[0]}</description>",
    } | changes
    return f"<item><link>{address}</link>{''.join(parts.values())}</item>"


def test_a_feed_gives_its_entries(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = escape("".join(f"<p>{one}</p>" for one in SENTENCES) + "<script>x()</script>")
    items = [
        item(f"{SITE}/1", more=f"<content:encoded>{whole}</content:encoded>"),
        item(f"{SITE}/2"),
        item(f"{SITE}/3", date="<dc:date>2026-11-21T09:30:00+03:00</dc:date>"),
        item(f"{SITE}/4", date=""),
        item(f"{SITE}/5", date="<pubDate>قريبا</pubDate>"),
        item("", more=""),
        item(f"{SITE}/1", more=f"<content:encoded>{whole}</content:encoded>"),
    ]
    raw = RSS.format(encoding="windows-1256", items="".join(items)).encode("cp1256")
    (world / "feed.xml").write_bytes(raw)
    code, told = told_of(monkeypatch, capfd, "feed", str(world / "feed.xml"))
    assert (code, told["landed"], told["repeated"]) == (3, 3, 1)
    assert told["files"][0]["set_aside"] == {"bad_date": 1, "missing_field": 2}
    first, second, third = records_of(told)
    assert first["text"] == "\n".join(SENTENCES)
    assert first["title"] == f'{TITLE} "عاجل"'
    assert first["published_at"] == "2026-11-21T06:30:00+00:00"
    assert (first["ingest"]["text_from"], second["ingest"]["text_from"]) == ("content", "summary")
    assert third["published_at"] == "2026-11-21T09:30:00+03:00"
    assert first["source"] == "almada"


def test_an_atom_feed_is_read_and_a_packed_one(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = escape("<p>" + "</p><p>".join(SENTENCES) + "</p>")
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>المدى</title>
<entry><title>{TITLE}</title><link href="{SITE}/1"/><id>1</id>
<published>2026-11-21T09:30:00+03:00</published><updated>2026-11-21T11:00:00+03:00</updated>
<content type="html">{text}</content></entry>
<entry><title>{TITLE}</title><link href="{SITE}/2"/><id>2</id>
<updated>2026-11-21T11:00:00+03:00</updated><content type="html">{text}</content></entry></feed>"""
    (world / "atom.xml.gz").write_bytes(gzip.compress(atom.encode()))
    code, told = told_of(monkeypatch, capfd, "feed", str(world / "atom.xml.gz"))
    assert (code, told["landed"]) == (0, 2)
    first, second = records_of(told)
    assert first["published_at"] == "2026-11-21T09:30:00+03:00"
    assert first["ingest"]["modified_at"] == "2026-11-21T11:00:00+03:00"
    assert second["ingest"]["date_from"] == "updated"


def test_feeds_that_are_none_break_off_or_explode(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = world / "feeds"
    folder.mkdir()
    whole = RSS.format(encoding="utf-8", items=item(f"{SITE}/1") + item(f"{SITE}/2"))
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    laughs = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ها">{levels}]>'
        + RSS.format(
            encoding="utf-8", items=item(f"{SITE}/3", text="<description>&l12;</description>")
        ).split("?>", 1)[1]
    )
    secret = world / "secret"
    secret.write_text("SECRET", encoding="utf-8")
    outside = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
        + RSS.format(
            encoding="utf-8", items=item(f"{SITE}/4", text="<description>&x;</description>")
        ).split("?>", 1)[1]
    )
    (folder / "cut.xml").write_text(
        whole[: whole.index("</item>", whole.index("/2")) - 30], "utf-8"
    )
    (folder / "laughs.xml").write_text(laughs, encoding="utf-8")
    (folder / "outside.xml").write_text(outside, encoding="utf-8")
    (folder / "page.html").write_text(page(), encoding="utf-8")
    code, told = told_of(monkeypatch, capfd, "feed", str(folder))
    assert code == 3
    assert f"{SITE}/1" in {one["url"] for one in records_of(told)}
    assert "SECRET" not in json.dumps(told)
    reasons = {one["file"].split("/")[-1]: one["set_aside"] for one in told["files"]}
    assert reasons["page.html"] == {"unreadable_file": 1}
    for file in (world / "landing").rglob("*.jsonl"):
        assert file.stat().st_size < 100_000
        assert "SECRET" not in file.read_text(encoding="utf-8")
