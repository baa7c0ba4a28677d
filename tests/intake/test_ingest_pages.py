"""`sijill ingest html`: a crawler's folder, with all that may lie in one."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.command_kit import run
from tests.intake.kit import PUBLISHED, SENTENCES, TITLE, canonical, landed, page
from warehouse.core.settings import get_settings
from warehouse.landing.batches import find_batch

SITE = "https://almadapaper.net"


def crawl(folder: Path, pages: dict[str, bytes | str]) -> Path:
    for name, body in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode() if isinstance(body, str) else body)
    return folder


def at(address: str, **changes: object) -> str:
    return page(PUBLISHED + canonical(address), **changes)  # type: ignore[arg-type]


def test_pages_land_in_the_batch_of_their_day_and_the_rest_is_told(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = crawl(
        world / "crawl",
        {
            "a.html": at(f"{SITE}/1"),
            "b/b.html.gz": gzip.compress(at(f"{SITE}/2").encode("cp1256")),
            "c": at("https://new.example/3"),
            "undated.html": page(canonical(f"{SITE}/4")),
            "nowhere.html": page(),
            "english.html": at(
                f"{SITE}/5", title="News", sentences=("Nothing happened here. " * 20,)
            ),
            "style.css": "body { color: red }",
            "image.png": b"\x89PNG\r\n",
            "empty.html": b"",
            ".hidden.html": at(f"{SITE}/6"),
        },
    )
    assert run(monkeypatch, "ingest", "html", str(folder)) == 3
    said = " ".join(capfd.readouterr().out.split())
    assert "10 records read: 3 landed, 3 set aside, 4 passed over" in said
    assert "new.example (1)" in said
    assert "seeds/outlets.csv" in said
    assert "sijill night --date 2026-11-21" in said
    batch = world / "landing" / "2026-11-21"
    assert sorted(path.name for path in batch.iterdir()) == ["_SUCCESS", "html-crawl.by-day.jsonl"]
    records = landed(batch / "html-crawl.by-day.jsonl")
    assert [one["source"] for one in records] == ["almada", "almada", "new.example"]
    assert records[1]["ingest"]["encoding"] == "cp1256"
    assert {one["text"] for one in records} == {"\n".join(SENTENCES)}
    aside = landed(world / "landing" / "_set_aside" / "html-crawl.by-day.jsonl")
    assert {one["source_file"]: one["reason"] for one in aside} == {
        "undated.html": "missing_field",
        "nowhere.html": "missing_field",
        "english.html": "not_arabic",
    }
    assert next(one for one in aside if one["source_file"] == "undated.html")["raw_record"]


def test_a_batch_is_complete_at_once_and_can_be_left_open(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = crawl(world / "crawl", {"a.html": at(f"{SITE}/1")})
    assert run(monkeypatch, "ingest", "html", str(folder), "--date", "2026-11-22", "--open") == 0
    batch = world / "landing" / "2026-11-22"
    assert [path.name for path in batch.iterdir()] == ["html-crawl.jsonl"]
    assert run(monkeypatch, "ingest", "html", str(folder), "--date", "2026-11-23") == 0
    assert (world / "landing" / "2026-11-23" / "_SUCCESS").exists()
    # a folder that others deliver into stays theirs to close
    other = world / "landing" / "2026-11-24"
    other.mkdir()
    assert run(monkeypatch, "ingest", "html", str(folder), "--date", "2026-11-24") == 0
    assert not (other / "_SUCCESS").exists()


def test_a_dry_run_shows_records_and_writes_nothing(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = crawl(world / "crawl", {f"{n}.html": at(f"{SITE}/{n}") for n in range(5)})
    assert run(monkeypatch, "ingest", "html", str(folder), "--dry-run") == 0
    said = capfd.readouterr().out
    assert "5 would land" in " ".join(said.split())
    assert said.count(TITLE) == 3
    assert not (world / "landing").exists()


def test_a_rerun_is_the_same_refused_or_replaces(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = crawl(world / "crawl", {"a.html": at(f"{SITE}/1"), "b.html": at(f"{SITE}/2")})
    command = ("ingest", "html", str(folder))
    assert run(monkeypatch, *command) == 0
    file = world / "landing" / "2026-11-21" / "html-crawl.by-day.jsonl"
    first = file.read_bytes()
    # by one parser or by several
    assert run(monkeypatch, *command, "--jobs", "1") == 0
    assert "unchanged" in capfd.readouterr().out
    assert file.read_bytes() == first
    # one page more, and one of another day
    crawl(folder, {"c.html": at(f"{SITE}/3")})
    later = PUBLISHED.replace("11-21T", "11-22T") + canonical(f"{SITE}/2")
    crawl(folder, {"b.html": page(later)})
    assert run(monkeypatch, *command) == 2
    assert "--replace" in capfd.readouterr().err
    assert file.read_bytes() == first
    assert run(monkeypatch, *command, "--replace") == 0
    assert [one["url"][-1] for one in landed(file)] == ["1", "3"]
    second = world / "landing" / "2026-11-22" / "html-crawl.by-day.jsonl"
    assert [one["url"][-1] for one in landed(second)] == ["2"]
    # what is no more in the input does not stay
    (folder / "b.html").unlink()
    assert run(monkeypatch, *command, "--replace") == 0
    assert not second.exists()
    assert sorted(path.name for path in (world / "landing" / ".ingest").iterdir()) == ["lock"]


def test_one_address_lands_once(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    longer = (*SENTENCES, "وأضافت الشرطة أن التحقيق مستمر.")
    folder = crawl(
        world / "crawl",
        {
            "2026-11-21/a.html": at(f"{SITE}/1"),
            "2026-11-21/again.html": at(f"{SITE}/1?utm_source=x"),
            "2026-11-22/a.html": at("http://www.almadapaper.net/1", sentences=longer),
        },
    )
    assert run(monkeypatch, "ingest", "html", str(folder), "--json") == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["landed"], told["repeated"], told["superseded"]) == (1, 1, 1)
    [record] = landed(Path(told["batches"][0]["file"]))
    assert record["text"].endswith("التحقيق مستمر.")
    [aside] = landed(Path(told["set_aside_file"]))
    assert (aside["source_file"], aside["reason"]) == ("2026-11-21/a.html", "superseded")


def test_what_leaves_the_folder_is_not_read(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = world / "secret.html"
    secret.write_text(at(f"{SITE}/9"), encoding="utf-8")
    (world / "elsewhere").mkdir()
    folder = crawl(world / "crawl", {"a.html": at(f"{SITE}/1"), "%2e%2e%2fx.html": at(f"{SITE}/2")})
    (folder / "out.html").symlink_to(secret)
    (folder / "lost.html").symlink_to("nothing")
    (folder / "folder").symlink_to(world / "elsewhere")
    os.mkfifo(folder / "pipe.html")
    bad_name = os.fsencode(folder) + b"/\xff\n.html"
    Path(os.fsdecode(bad_name)).write_text(at(f"{SITE}/3"), encoding="utf-8")
    assert run(monkeypatch, "ingest", "html", str(folder), "--json") == 3
    told = json.loads(capfd.readouterr().out)
    assert (told["landed"], told["set_aside"]) == (3, 4)
    aside = landed(Path(told["set_aside_file"]))
    assert {one["reason"] for one in aside} == {"unsafe_path"}
    assert not any(
        "التحقيق" in one["raw_record"] or SENTENCES[0] in one["raw_record"] for one in aside
    )


def test_a_bomb_and_a_giant_cost_themselves_only(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = crawl(
        world / "crawl",
        {
            "a.html": at(f"{SITE}/1"),
            "bomb.html.gz": gzip.compress(b"<html>" + bytes(50 << 20)),
            "giant.html": b"<html>" + b" " * (9 << 20),
            "cut.html.gz": gzip.compress(at(f"{SITE}/2").encode())[:-30],
        },
    )
    assert run(monkeypatch, "ingest", "html", str(folder), "--json") == 3
    told = json.loads(capfd.readouterr().out)
    assert told["landed"] == 1
    assert told["files"][0]["set_aside"] == {
        "decompression_bomb": 1,
        "record_too_long": 1,
        "unreadable_file": 1,
    }


def test_addresses_of_a_mirror_and_of_a_base(
    world: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = crawl(world / "sites", {"www.almadapaper.net/a/خبر.html": page()})
    assert run(monkeypatch, "ingest", "html", str(folder), "--mirror", "--json") == 0
    told = json.loads(capfd.readouterr().out)
    assert told["samples"][0]["url"].startswith("https://www.almadapaper.net/a/%D8")
    assert told["samples"][0]["source"] == "almada"
    base = ("--base-url", "https://news.example/old/", "--name", "based")
    assert run(monkeypatch, "ingest", "html", str(folder), *base, "--json") == 0
    told = json.loads(capfd.readouterr().out)
    assert told["samples"][0]["url"].startswith("https://news.example/old/www.almadapaper.net/a/")


def test_an_article_of_the_future_is_set_aside_and_no_batch_made_for_it(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = PUBLISHED.replace("2026", "2999") + canonical(f"{SITE}/1")
    folder = crawl(world / "crawl", {"a.html": page(head)})
    assert run(monkeypatch, "ingest", "html", str(folder)) == 3
    [aside] = landed(world / "landing" / "_set_aside" / "html-crawl.by-day.jsonl")
    assert aside["reason"] == "date_out_of_range"
    assert not list((world / "landing").glob("2*"))


def test_what_landed_is_what_a_night_finds(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    from warehouse.landing.batches import plan_shards, read_work_manifest

    folder = crawl(world / "crawl", {f"{n}.html": at(f"{SITE}/{n}") for n in range(4)})
    assert run(monkeypatch, "ingest", "html", str(folder), "--date", "2026-11-21") == 0
    settings, day = get_settings(), dt.date(2026, 11, 21)
    plan_shards(settings, find_batch(settings, day, now=dt.datetime.now(dt.UTC)))
    told = read_work_manifest(settings, day)
    assert (told.records_read, told.records_staged, told.records_quarantined) == (4, 4, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["html", "nowhere"], "there is no folder"),
        (["html", ".", "--base-url", "news"], "no address"),
        (["html", ".", "--name", "../x"], "no name for a file"),
        (["html", ".", "--date-order", "ymd"], "--date-order dmy or mdy"),
        (["html", ".", "--date", "tomorrow"], "no date"),
        (["warc", "nowhere.warc"], "there is no nowhere.warc"),
        (["csv", "nowhere.csv"], "there is no nowhere.csv"),
    ],
)
def test_wrong_use_says_what_to_do(
    world: Path,
    arguments: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(world)
    assert run(monkeypatch, "ingest", *arguments) == 2
    assert says in " ".join(capfd.readouterr().err.split())
